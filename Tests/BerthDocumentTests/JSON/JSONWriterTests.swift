import BerthDocument
import Testing

@Suite struct JSONWriterTests {
    static let documents: [(Document, String)] = [
        (.null, "null"), (true, "true"), (false, "false"), (0, "0"), (-7, "-7"),
        (.integer(.min), "-9223372036854775808"), (.integer(.max), "9223372036854775807"),
        (2.0, "2.0"), (-0.0, "-0.0"), (0.1, "0.1"), (1e20, "1e+20"), (.number(.leastNonzeroMagnitude), "5e-324"),
        (.text("a\"b\\c/\n\r\t\u{8}\u{1f}\u{7f}é😀"), #""a\"b\\c/\n\r\t\u0008\u001f\u007fé😀""#),
        (.text("10"), #""10""#), (.plain("10"), "10"), (.plain("yes"), #""yes""#), (.plain("~"), "null"),
        (.plain("9223372036854775808"), #""9223372036854775808""#),
        ([], "[]"), ([:], "{}"), ([1, [2], [:]], "[1,[2],{}]"),
        (["a": 1, "b": ["c": .null]], #"{"a":1,"b":{"c":null}}"#),
    ]

    @Test(arguments: documents) func writesCompactly(document: Document, text: String) throws {
        #expect(try String(decoding: document.written(as: .json), as: UTF8.self) == text)
    }

    @Test func writesPrettily() throws {
        let document: Document = ["a": [1, ["b": .null]], "c": [], "d": [:]]
        let text = """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": [],
              "d": {}
            }

            """
        #expect(try String(decoding: document.written(as: .json, pretty: true), as: UTF8.self) == text)
    }
}
