import Testing

@testable import BerthTasks

@Suite struct SnakefileTests {
    private static let text = """
        # include: "not-this.smk"
        configfile: "config.yaml"
        include: 'rules/a.smk'  # more
        include: f"rules/{name}.smk"
        rule all:
            input: "x"
            script:
                "scripts/x.py",
            notebook: name
        """

    @Test func whatIsNamedInSoManyWords() throws {
        let found = try Snakefile.references(Array(Self.text.utf8), "Snakefile")
        #expect(
            found.map { "\($0.use) \($0.text) \($0.line ?? 0)" } == [
                "configuration config.yaml 2", "process rules/a.smk 3", "file scripts/x.py 8",
            ])
        #expect(Snakefile.computed(in: Self.text) == [4, 9])
    }

    @Test(arguments: [
        ("rule a:\n", true), ("  checkpoint b:", true), ("print(1)", false), ("# rule a:", false), ("", false),
    ])
    func rules(_ text: String, _ hasRules: Bool) { #expect(Snakefile.hasRules(text) == hasRules) }

    @Test func whatIsNoText() {
        #expect(throws: ReadingFault.self) { try Snakefile.references([0xff, 0xfe], "Snakefile") }
    }
}
