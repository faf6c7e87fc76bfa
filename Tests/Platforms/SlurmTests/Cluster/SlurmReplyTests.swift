import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmReplyTests {
    private func document(_ json: String) throws -> Document { try Document.read(Array(json.utf8), as: .json) }

    @Test("what went wrong is said in Slurm's own words, whatever the status")
    func errors() throws {
        let cases: [(status: Int, json: String, code: PlatformError.Code, message: String)] = [
            (
                500,
                #"{"errors": [{"description": "Unable to find JobId=9", "error": "Invalid job id specified"}]}"#,
                .lost, "The cluster does not know the job."
            ),
            (
                200, #"{"errors": [{"error": "Invalid partition name specified"}]}"#, .refused,
                "Slurm refused: Invalid partition name specified."
            ),
            (
                500,
                #"{"errors": [{"error": "Unable to contact slurm controller (connect failure)"}]}"#, .unreachable,
                "The controller of the cluster does not answer."
            ),
            (
                500, #"{"errors": [{"description": "Failed while looking for jobs", "error": "Unspecified error"}]}"#,
                .unreachable, "The controller of the cluster does not take what slurmrestd says, or the token."
            ),
            (401, #"{"errors": [{"error": "x"}]}"#, .refused, "slurmrestd does not let this broker in."),
            (503, "{}", .unreachable, "slurmrestd did not do what it was asked."),
            (404, "{}", .refused, "slurmrestd did not do what it was asked."),
        ]
        for (status, json, code, message) in cases {
            let error = SlurmReply(status: status, answer: try document(json), begin: json).error
            #expect(error?.code == code, "\(json)")
            #expect(error?.message == message)
        }
        #expect(SlurmReply(status: 200, answer: try document(#"{"errors": []}"#), begin: "").error == nil)
        #expect(SlurmReply(status: 502, answer: nil, begin: "<html>").error?.code == .unreachable)
    }

    @Test("a job and its end are read as Slurm 22.05 writes them")
    func jobs() throws {
        let job = try document(
            #"""
            {"job_id": 7, "name": "berth-a-1", "job_state": "FAILED", "state_reason": "NonZeroExitCode",
             "start_time": 1000, "end_time": 1065, "nodes": "n1", "cpus": 2, "exit_code": 768, "user_name": "u"}
            """#)
        let read = try #require(SlurmJob(job))
        #expect(read.number == 7 && read.name == "berth-a-1" && read.stage == .ended)
        #expect(read.start == Instant(seconds: 1000) && read.seconds == 65 && read.nodes == "n1" && read.cores == 2)
        let end = try #require(JobEnd(job))
        #expect(end.state == "FAILED" && end.code == 3 && end.signal == 0 && end.seconds == 65)
        var killed = job
        _ = killed.set(9, at: ["exit_code"])
        #expect(JobEnd(killed)?.signal == 9)
        var waiting = job
        _ = waiting.set("PENDING", at: ["job_state"])
        _ = waiting.set(0, at: ["start_time"])
        #expect(SlurmJob(waiting)?.stage == .waiting && SlurmJob(waiting)?.start == nil)
        #expect(SlurmJob(["job_id": 7]) == nil)
    }
}
