import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmJobTests {
    @Test func readsTheList() throws {
        let jobs = try SlurmJob.all(
            in: """
                12|berth-a-1|PENDING|Resources|2026-11-28T12:55:54|0:00||1
                13|other|RUNNING|None|N/A|1:05|n1|2
                14_[1-3]|array|PENDING|Priority|N/A|0:00||1
                15|a|name with bars|COMPLETED|None|N/A|0:01|n1|1

                """)
        #expect(jobs.map(\.number) == [12, 13])
        #expect(jobs[0].reason == "Resources")
        #expect(jobs[0].start == Instant("2026-11-28T12:55:54Z"))
        #expect(jobs[1].start == nil)
        #expect(jobs[1].seconds == 65)
        #expect(jobs[1].nodes == "n1")
        #expect(jobs[1].cores == 2)
        let broken = try SlurmJob.all(
            in: "16|a name with\nan end|RUNNING|None|N/A|1|a|1\n17|b|RUNNING|None|N/A|0:01|n1|1\n")
        #expect(broken.map(\.number) == [17])
        let error = #expect(throws: PlatformError.self) { try SlurmJob.all(in: "slurm is ill\n") }
        #expect(error?.code == .broken)
        #expect(error?.detail == "slurm is ill")
    }

    @Test(
        arguments: [
            ("PENDING", .waiting), ("CONFIGURING", .waiting), ("RUNNING", .running), ("COMPLETING", .running),
            ("SUSPENDED", .running), ("COMPLETED", .ended), ("TIMEOUT", .ended), ("NODE_FAIL", .ended),
            ("OUT_OF_MEMORY", .ended), ("CANCELLED", .ended),
        ] as [(String, SlurmJob.Stage)])
    func stages(_ state: String, _ stage: SlurmJob.Stage) {
        #expect(SlurmJob(number: 1, name: "a", state: state, reason: "", start: nil).stage == stage)
    }
}
