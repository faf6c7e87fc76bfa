import BerthDocument
import Testing

@testable import BerthWES

struct RunRecordTests {
    private func read(_ text: String) throws -> Document { try Document.read(Array(text.utf8), as: .json) }

    @Test func aRecordTellsLogsTasksOutputsAndTags() throws {
        let record = RunRecord(
            try read(
                #"{"state": "EXECUTOR_ERROR", "run_log": {"stdout": "../out", "stderr": "", "exit_code": 3}, "#
                    + #""task_logs": [{"name": "a", "exit_code": 1, "stderr": "no"}], "outputs": {"x": 1}, "#
                    + #""request": {"workflow_type": "CWL", "tags": {"berth-session": "s"}}}"#))
        #expect(record.state == .executorError)
        #expect(record.log == RunRecord.Log(stdout: "../out", exitCode: 3))
        #expect(record.tasks == [RunRecord.Log(name: "a", stderr: "no", exitCode: 1)])
        #expect(record.outputs == ["x": 1])
        #expect(record.tags == ["berth-session": "s"])
    }

    @Test("a request without tags has none, and a service that tells no request does not tell")
    func tags() throws {
        #expect(RunRecord(try read(#"{"request": {"workflow_type": "CWL"}}"#)).tags == [:])
        #expect(RunRecord(try read(#"{"request": {}}"#)).tags == nil)
        #expect(RunRecord(try read(#"{"outputs": {}}"#)).outputs == nil)
        #expect(RunRecord(.null).state == RunState(rawValue: "UNKNOWN"))
    }

    @Test("pages of lists", arguments: ["runs", "workflows"])
    func pages(_ name: String) throws {
        let page = RunPage(
            try read(
                #"{"\#(name)": [{"run_id": "a", "state": "RUNNING", "tags": {"b": "c"}}, {"run_id": "d"}, {}], "#
                    + #""next_page_token": "2"}"#))
        #expect(page.entries.map(\.run) == ["a", "d"])
        #expect(page.entries.map(\.tags) == [["b": "c"], nil])
        #expect(page.next == "2")
        #expect(RunPage(try read(#"{"next_page_token": ""}"#)).next == nil)
    }
}
