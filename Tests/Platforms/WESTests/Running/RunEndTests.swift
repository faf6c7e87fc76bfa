import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthWES

struct RunEndTests {
    private func end(_ state: String, _ change: (inout RunRecord) -> Void = { _ in }, wasStopped: Bool = false)
        -> RunEnd
    {
        var record = RunRecord(.null)
        record.state = RunState(rawValue: state)
        change(&record)
        return RunEnd(run: "r1", record: record, wasStopped: wasStopped)
    }

    private func sentences(_ end: RunEnd) -> [String] {
        end.outcome.notes.map { $0.message(at: Instant(seconds: 0)).message ?? "" }
    }

    @Test func successTellsOutputs() {
        let end = end("COMPLETE") { $0.outputs = ["a": 1, "b": 2] }
        #expect(end.outcome.isSuccess && end.outcome.exitCode == 0)
        #expect(sentences(end) == ["The run has the outputs a, b; the result of the session says where they are."])
    }

    @Test func failureTellsTheCodeAndTheTasks() {
        let end = end("EXECUTOR_ERROR") {
            $0.log.exitCode = 42
            $0.tasks = [RunRecord.Log(name: "ok", exitCode: 0), RunRecord.Log(name: "bad", stderr: "no", exitCode: 2)]
        }
        #expect(!end.outcome.isSuccess && end.outcome.exitCode == 42)
        #expect(
            sentences(end) == ["The program ended with exit code 42.", "The task bad ended with exit code 2."])
        #expect(end.taskText == "[bad, stderr, exit code 2]\nno\n")
    }

    @Test func theRest() {
        #expect(
            sentences(end("EXECUTOR_ERROR"))
                == ["The workflow failed; its output says why (EXECUTOR_ERROR of the run r1)."])
        #expect(
            sentences(end("CANCELED", wasStopped: true)) == ["The run r1 was cancelled because the session was."])
        #expect(
            sentences(end("CANCELED")) == ["The run r1 was cancelled at the service, and not from here."])
        #expect(end("CANCELED") { $0.log.exitCode = 130 }.outcome.exitCode == nil)
        #expect(
            sentences(end("SYSTEM_ERROR")) == [
                "The service could not carry the run r1 out (SYSTEM_ERROR); try again, or ask those who run the "
                    + "service."
            ])
        #expect(end("SYSTEM_ERROR") { $0.log.exitCode = 0 }.outcome.exitCode == nil)
        var silent = end("COMPLETE")
        silent.missing = [.stderr]
        #expect(sentences(silent) == ["The service does not hand out stderr of the run r1."])
    }
}
