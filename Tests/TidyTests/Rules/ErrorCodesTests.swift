import Testing

/// Every code that an error can have is in a test and in `docs/ERRORS.md`, which is made from the sources.
struct ErrorCodesTests {
    static let document = "docs/ERRORS.md"

    /// `scripts/generate` runs this test with `BERTH_GENERATE=1`, which writes the file.
    @Test func theDocumentIsWhatTheSourcesMake() throws {
        let text = ErrorTable.text(try Self.tables())
        if Repository.isGenerating { try Repository.write(Self.document, text) }
        let isSame = try Repository.text(Self.document) == text
        #expect(isSame, "\(Self.document) is not what the sources make; run scripts/generate.")
    }

    @Test func everyCodeSaysWhatItMeans() throws {
        let findings = try Self.tables().flatMap(\.codes).filter { $0.meaning.isEmpty }.map {
            Finding(
                $0.path, $0.line, "\($0.name) says nothing about its causes; give the case a line of documentation.")
        }
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func everyCodeIsInATest() throws {
        let tests = try Repository.sources.get().filter { $0.path.hasPrefix("Tests/") }
        let findings = Self.untested(try Self.tables(), tests)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func seesWhatBreaksTheRules() {
        let source = SwiftSource(
            "Sources/A/B/AError.swift",
            """
            struct AError: Error {
                /// Not this.
                enum Code: String {
                    /// The disk is full;
                    /// really.
                    case full
                    case lost, `default`
                }
                /// Nor this.
                case other
            }
            """)
        let table = ErrorTable(source, room: "A")
        #expect(table?.error == "AError")
        #expect(
            table?.codes == [
                ErrorTable.Code(name: "full", meaning: "The disk is full; really.", path: source.path, line: 6),
                ErrorTable.Code(name: "lost", meaning: "", path: source.path, line: 7),
                ErrorTable.Code(name: "default", meaning: "", path: source.path, line: 7),
            ])
        let test = SwiftSource("Tests/ATests/XTests.swift", "a(.full) // .lost\nlet lost = \".default\"")
        #expect(
            Self.untested([table].compactMap(\.self), [test]).map(\.description) == [
                "Sources/A/B/AError.swift:7: no test names .lost; write one that makes it happen.",
                "Sources/A/B/AError.swift:7: no test names .default; write one that makes it happen.",
            ])
    }

    static func tables() throws -> [ErrorTable] {
        let package = try ArrowsTests.rooms()
        return try Repository.sources.get().compactMap { source in
            package.room(of: source.path).flatMap { ErrorTable(source, room: $0.name) }
        }
    }

    static func untested(_ tables: [ErrorTable], _ tests: [SwiftSource]) -> [Finding] {
        var named: Set<Substring> = []
        for test in tests {
            for index in test.tokens.indices.dropFirst() where test.tokens[index - 1].text == "." {
                named.insert(test.tokens[index].text)
            }
        }
        return tables.flatMap(\.codes).filter { !named.contains(Substring($0.name)) }.map {
            Finding($0.path, $0.line, "no test names .\($0.name); write one that makes it happen.")
        }
    }
}
