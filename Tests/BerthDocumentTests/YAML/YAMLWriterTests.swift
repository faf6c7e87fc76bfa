import BerthDocument
import Testing

@Suite struct YAMLWriterTests {
    static let scalars: [(Document, String)] = [
        (.null, "null"), (true, "true"), (-7, "-7"), (2.0, "2.0"), (1e20, "1.0e+20"),
        ("word", "word"), ("two words", "two words"), ("/data/a-b_c.fits", "/data/a-b_c.fits"),
        ("https://example.org/a?b#c", "https://example.org/a?b#c"), ("it's, [so] \"to say\"", "it's, [so] \"to say\""),
        (.plain("10"), "10"), (.plain(" 10 "), "10"), (.plain(""), "null"), (.plain("a: b"), #""a: b""#),
        (.plain("off"), #""off""#), ("é", #""é""#),
    ]

    @Test(arguments: scalars) func writesScalars(document: Document, text: String) throws {
        let written = try String(decoding: Document.list([document]).written(as: .yaml), as: UTF8.self)
        #expect(written == "- \(text)\n")
    }

    /// Texts that some version of YAML would read as something else.
    @Test(arguments: [
        "", " ", "y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "on", "ON", "off", "Off", "true", "TRUE", "false",
        "null", "Null", "~", "1", "-1", "+1", "1.5", ".5", "1e3", "0x1F", "0o17", "017", "0b1", "1_000", "12:30",
        "190:20:30",
        "2026-01-31", "2026-01-31T12:00:00Z", "2026-01-31 12:00:00", ".inf", "-.INF", ".nan", "=", "<<", "- a", "a: b",
        "a #b", "#a", "a:", "? a", "---", "...", "%a", "@a", "`a", "!a", "&a", "*a", "{a", "[a", "|", ">", "'a",
        "\"a", " a", "a ", "a\tb", "\u{feff}", "\u{85}", "\u{2028}", "a\u{7f}",
    ])
    func quotesWhatWouldReadAsSomethingElse(text: String) throws {
        let written = try String(decoding: Document.list([.text(text)]).written(as: .yaml), as: UTF8.self)
        #expect(written.hasPrefix("- \"") && written.hasSuffix("\"\n"))
        #expect(try Document.read(Array(written.utf8), as: .yaml) == [.text(text)])
        // The same for the name of a member.
        let map = try Document.map([text: 1]).written(as: .yaml)
        #expect(map.starts(with: Array("\"".utf8)) || map.starts(with: Array("? \"".utf8)))
        #expect(try Document.read(map, as: .yaml) == [text: .plain("1")])
    }

    @Test func writesTextsOfSeveralLinesAsBlocks() throws {
        let document: Document = ["script": "set -e\necho one\n", "list": [["a": 1], []], "none": [:]]
        let text = """
            script: |
              set -e
              echo one
            list:
            - a: 1
            - []
            none: {}

            """
        #expect(try String(decoding: document.written(as: .yaml), as: UTF8.self) == text)
    }
}
