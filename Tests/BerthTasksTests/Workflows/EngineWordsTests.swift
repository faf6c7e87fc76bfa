import BerthModel
import BerthPlatform
import Testing

@testable import BerthTasks

@Suite struct EngineWordsTests {
    private func texts(_ output: String, _ error: String, _ isSuccess: Bool) -> [String] {
        EngineWords(output: Array(output.utf8), error: error).notesOfCWL(isSuccess).map {
            $0.message(at: Instant(seconds: 0)).message ?? ""
        }
    }

    @Test func outputsOfCWL() {
        let output = """
            {"sum": {"class": "File", "path": "/state/x/sum.txt", "basename": "sum.txt", "size": 12},
             "all": [{"class": "File", "path": "/x/a_2", "basename": "a"}], "count": 3, "nothing": null}
            """
        #expect(
            texts(output, "", true) == [
                "Output sum: sum.txt (12 bytes).", "Output all: a_2.", "Output count: 3.", "Output nothing: null.",
            ])
        #expect(texts("not JSON", "", true) == [])
        let many = "{" + (1...22).map { "\"o\($0)\": \($0)" }.joined(separator: ",") + "}"
        #expect(texts(many, "", true).count == 21)
        #expect(texts(many, "", true).last == "And 2 more outputs, which are in the log.")
    }

    @Test func stepsThatFailed() {
        let error = """
            WARNING [job bad] completed permanentFail
            WARNING [step bad] completed permanentFail
            WARNING [step bad] completed permanentFail
            INFO [workflow ] completed permanentFail
            """
        #expect(texts("", error, false) == ["The step bad failed; its output is in the log."])
        #expect(EngineWords.failedSteps("WARNING [job t.cwl] completed permanentFail") == ["t.cwl"])
        #expect(EngineWords.failedRules("x\nError in rule map:\n    jobid: 1") == ["map"])
    }
}
