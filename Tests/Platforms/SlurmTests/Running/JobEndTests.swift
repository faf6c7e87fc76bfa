import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct JobEndTests {
    private func outcome(_ end: JobEnd?, wasStopped: Bool = false) -> (code: Int64?, text: String, isSuccess: Bool) {
        var plan = Plan()
        plan.demand[.memory] = 2 << 30
        let outcome = end?.outcome(job: 7, wasStopped: wasStopped, plan: plan, seconds: 600)
        let texts = (outcome?.notes ?? []).compactMap { $0.message(at: Instant(seconds: 0)).message }
        return (outcome?.exitCode, texts.joined(separator: " "), outcome?.isSuccess ?? false)
    }

    @Test(arguments: [
        ("COMPLETED", "0:0", 0, ""),
        ("FAILED", "42:0", 42, "The program ended with exit code 42."),
        ("FAILED", "0:9", 137, "The program was ended by signal 9."),
        ("TIMEOUT", "0:15", 143, "Slurm ended the job after PT10M, the time that was offered."),
        (
            "OUT_OF_MEMORY", "0:125", 253,
            "The program was killed because it took more than the 2 GiB of memory that were offered."
        ),
        ("NODE_FAIL", "0:0", 0, "The node n1 failed while the job was on it."),
        ("PREEMPTED", "0:15", 143, "Slurm gave the job's node to another job, and the job was ended."),
        ("CANCELLED", "0:15", 143, "Somebody cancelled the job on the cluster."),
        ("REVOKED", "0:0", 0, "The job ended as REVOKED."),
    ])
    func saysHowItEnded(_ state: String, _ exit: String, _ code: Int64, _ text: String) {
        let record = SlurmRecord("JobId=7 JobState=\(state) ExitCode=\(exit) RunTime=00:01:05 NodeList=n1 NumCPUs=2")
        let (found, said, isSuccess) = outcome(JobEnd(record))
        #expect(found == code)
        #expect(isSuccess == (state == "COMPLETED"))
        #expect(said == (text.isEmpty ? "" : text + " ") + "The job 7 ran for 65 s on n1 with 2 cores.")
    }

    @Test("the list tells all of a job that ended well, and of others not how")
    func list() {
        var job = SlurmJob(number: 7, name: "a", state: "COMPLETED", reason: "None", start: nil)
        (job.seconds, job.nodes, job.cores) = (65, "n1", 2)
        #expect(outcome(JobEnd(job)).text == "The job 7 ran for 65 s on n1 with 2 cores.")
        #expect(outcome(JobEnd(job)).code == 0)
        job.state = "FAILED"
        #expect(JobEnd(job) == nil)
    }

    @Test func whatWeStoppedIsCancelled() {
        let end = JobEnd(SlurmRecord("JobState=CANCELLED ExitCode=0:15"))
        #expect(outcome(end, wasStopped: true).text == "The program was stopped because the session was cancelled.")
    }

    @Test func theBooksKnowMore() {
        let end = JobEnd(
            accounting: """
                7|CANCELLED by 0|0:15|65|n1|2|01:02.345|
                7.batch|CANCELLED|0:15|65|n1|2|01:02.345|2048K
                8|COMPLETED|0:0|1|n1|1|00:00|
                """, job: 7)
        #expect(end?.state == "CANCELLED")
        #expect(end?.memoryBytes == 2 << 20)
        #expect(
            outcome(end).text.hasSuffix(
                "The job 7 ran for 65 s on n1 with 2 cores, took 62 s of processors and at most 2 MiB of memory."))
        #expect(JobEnd(accounting: "", job: 7) == nil)
        #expect(JobEnd(SlurmRecord("NodeName=n1")) == nil)
    }

    @Test func theShellCountsWhatItsChildrenTook() {
        #expect(JobEnd.processorSeconds(times: "0m0.00s 0m0.01s\n1m2.50s 0m0.60s\n") == 63)
        #expect(JobEnd.processorSeconds(times: "") == nil)
        #expect(JobEnd.processorSeconds(times: "a\nb c\n") == nil)
        for time in ["-1e300m0s", "-infm0s", "nanm0s", "1e300m0s", "-1m0s"] {
            #expect(JobEnd.processorSeconds(times: "x\n\(time) 0m0s\n") == nil)
        }
    }

    @Test func slurmsOwnWordsForTooMuchMemory() {
        #expect(JobEnd.isOverMemory(errors: "x\nslurmstepd-n1: error: Exceeded job memory limit\n"))
        #expect(!JobEnd.isOverMemory(errors: "Exceeded job memory limit\n"))
        var end = JobEnd(state: "FAILED", code: 0)
        end.signal = 9
        end.isOverMemory = true
        #expect(outcome(end).text.hasPrefix("The program was killed because it took more than the 2 GiB"))
    }
}
