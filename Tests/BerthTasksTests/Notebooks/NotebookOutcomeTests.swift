import BerthModel
import BerthPlatform
import Testing

@testable import BerthTasks

@Suite struct NotebookOutcomeTests {
    private func messages(_ text: String) -> [String] {
        (NotebookOutcome(Array(text.utf8))?.notes(limit: 10) ?? []).map {
            "\($0.level.rawValue) \($0.message(at: Instant(seconds: 0)).message ?? "")"
        }
    }

    @Test("a cell that failed is named with its error")
    func failed() {
        let text = #"{"cell": 2, "name": "ZeroDivisionError", "message": "division by zero", "bytes": 9, "kept": true}"#
        #expect(
            messages(text) == [
                "ERROR Cell 2 of the notebook failed: ZeroDivisionError: division by zero",
                "INFO The notebook with its outputs is kept as the output result; it has 9 bytes.",
            ])
    }

    @Test("a notebook that never began, and a result that is too large")
    func others() {
        #expect(
            messages(#"{"name": "RuntimeError", "message": "no kernel", "bytes": 11, "kept": false}"#) == [
                "ERROR The notebook was not executed: RuntimeError: no kernel",
                "WARN The notebook with its outputs is not kept: it has 11 bytes, and 10 are kept here.",
            ])
        #expect(NotebookOutcome(Array("x".utf8)) == nil)
    }
}
