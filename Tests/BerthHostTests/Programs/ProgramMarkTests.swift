import Glibc
import Testing

@testable import BerthHost

@Suite struct ProgramMarkTests {
    @Test(
        "a mark is one whole variable",
        arguments: [
            ("A=1\u{0}B=2\u{0}", "B=2", true), ("A=1\u{0}B=23\u{0}", "B=2", false), ("AB=2\u{0}", "B=2", false),
            ("", "B=2", false),
        ])
    func whole(_ environment: String, _ mark: String, _ isThere: Bool) {
        #expect(ProgramMark.contains(Array(mark.utf8), in: Array(environment.utf8)) == isThere)
    }

    @Test("this process began, and others did not")
    func begin() {
        #expect(ProgramMark.begin(of: getpid()) != nil)
        #expect(ProgramMark.begin(of: 0) == nil)
        #expect(ProgramMark.processes("nobody-has-this").isEmpty)
        #expect(ProgramMark.memoryBytes("nobody-has-this") == 0)
    }
}
