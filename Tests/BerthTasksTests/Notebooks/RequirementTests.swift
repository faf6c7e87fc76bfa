import BerthDocument
import Testing

@testable import BerthTasks

@Suite struct RequirementTests {
    @Test("packages that a Python lists, under their canonical names")
    func installed() {
        let listed: Document = ["Some_Thing": "1.2", "numpy": "2.0"]
        #expect(Requirement.installed(listed) == ["some-thing": "1.2", "numpy": "2.0"])
        #expect(Requirement.installed("nothing") == nil)
    }

    @Test("packages with their bounds, and what only pip can tell apart from them")
    func file() {
        let (requirements, others) = Requirement.reading(
            """
            # what it takes
            numpy>=1.20, <3
            Some_Thing[extra] == 1.*   # a comment
            plain
            old (>=2)
            -r more.txt
            tool @ https://example.org/tool.zip
            only; python_version < "3"

            """)
        #expect(requirements.map(\.text) == ["numpy>=1.20,<3", "Some_Thing==1.*", "plain", "old>=2"])
        #expect(
            others == ["-r more.txt", "tool @ https://example.org/tool.zip", #"only; python_version < "3""#])
    }

    @Test(
        "what is missing or of another version is named",
        arguments: [
            ("numpy", nil), ("NumPy>=1.20", nil), ("some.thing", nil), ("numpy>=2", "numpy>=2 (1.26.4 is there)"),
            ("absent", "absent"), ("absent==1", "absent==1"),
        ] as [(String, String?)])
    func compared(_ line: String, _ fault: String?) throws {
        let installed = ["numpy": "1.26.4", "some-thing": "3"]
        #expect(try #require(Requirement(line)).fault(installed: installed) == fault)
    }

    @Test("names that differ in case and marks are one")
    func names() {
        #expect(Requirement.canonical("Some_.Thing") == "some-thing")
        #expect(Requirement.canonical("a") == "a")
    }

    @Test("a file of more lines is read to the last that counts")
    func limit() {
        let lines = String(repeating: "a\n", count: Requirement.maximumLines + 1)
        #expect(Requirement.reading(lines).requirements.count == Requirement.maximumLines)
    }
}
