import BerthDocument
import BerthModel
import Testing

@testable import berth

struct ProblemLinesTests {
    @Test func linesStandInTheOrderOfTheFile() {
        let places = SourceMap(Array("a: 1\nb:\n  c: 2\n".utf8), .yaml)
        func problem(_ path: DocumentPath, _ message: String) -> Problem {
            Problem(gravity: .malformed, code: .wrongType, path: path, message: message)
        }
        #expect(
            ProblemLines.lines(
                [problem(["b", "c"], "third"), problem(["a"], "first\u{1B}"), problem(["a"], "second")], in: "f", places
            )
                == ["f:1:4: first\u{FFFD}", "f:1:4: second", "f:3:6: third"])
        #expect(ProblemLines.lines([problem(["a"], "x")], in: "f", SourceMap([], .json)) == ["f: x"])
    }
}
