import BerthModel
import Testing

@testable import BerthSlurm

@Suite struct JobWatchTests {
    @Test("of two jobs of a session the first counts; those of others are nobody's")
    func sorts() {
        let session = UUID(random: 1, 2)
        func job(_ number: Int64, _ name: String) -> SlurmJob {
            SlurmJob(number: number, name: name, state: "RUNNING", reason: "None", start: nil)
        }
        let name = JobName.name(session, instance: "a")
        let jobs = JobWatch.sorted([job(9, name), job(7, name), job(8, name), job(1, "sleep")], instance: "a")
        #expect(jobs.mapValues(\.number) == [session: 7])
    }
}
