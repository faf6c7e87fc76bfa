import BerthModel
import Testing

@testable import BerthSlurm

@Suite struct JobNameTests {
    @Test func isFoundAgainByItsOwnInstanceOnly() {
        let session = UUID(random: 1, 2)
        let name = JobName.name(session, instance: "a")
        #expect(name == "berth-a-\(session)")
        #expect(JobName.session(name, instance: "a") == session)
        #expect(JobName.session(JobName.name(session, instance: "a-b"), instance: "a") == nil)
        #expect(JobName.session(name + "x", instance: "a") == nil)
        #expect(JobName.session("sleep", instance: "a") == nil)
    }
}
