import BerthDocument
import Testing

@Suite struct XMLWriterTests {
    static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    static let mark = #" xmlns:b="https://www.purl.org/berth/schema/v1.0/document""#
    static let documents: [(Document, String)] = [
        ("text", "<r>text</r>"), (1, "<r>1</r>"), (2.5, "<r>2.5</r>"), (true, "<r>true</r>"), ("", "<r/>"),
        ("a<b>&\"'\r\n\t", "<r>a&lt;b&gt;&amp;\"'&#13;\n\t</r>"),
        (["\0kind": "a\"<\n", "b": 1], "<r kind=\"a&quot;&lt;&#10;\">\n  <b>1</b>\n</r>"),
        (["\0kind": "k"], "<r kind=\"k\"/>"),
        (["a": [1, ["b": 2]]], "<r>\n  <a>1</a>\n  <a>\n    <b>2</b>\n  </a>\n</r>"),
        (.null, "<r\(mark) b:type=\"null\"/>"),
        ([], "<r\(mark) b:type=\"list\"/>"), ([:], "<r\(mark) b:type=\"map\"/>"),
        (.plain(""), "<r\(mark) b:type=\"null\"/>"), (" ", "<r\(mark) b:type=\"text\"> </r>"),
        (
            [[1], 2],
            "<r\(mark) b:type=\"list\">\n  <item b:type=\"list\">\n    <item>1</item>\n  </item>\n"
                + "  <item>2</item>\n</r>"
        ),
        (["my name": 1], "<r\(mark)>\n  <b:member name=\"my name\">1</b:member>\n</r>"),
        (["": "x"], "<r\(mark)>\n  <b:member name=\"\">x</b:member>\n</r>"),
        ("\u{1}<\u{fffe}", "<r\(mark) b:type=\"escaped\">\"\\u0001&lt;\\ufffe\"</r>"),
        (["a\u{1}": 1], "<r\(mark)>\n  <b:member escaped=\"&quot;a\\u0001&quot;\">1</b:member>\n</r>"),
        // An attribute that cannot be one.
        (
            ["\0kind": ["a"], "\0x": 1, "x": 2],
            "<r>\n  <kind>a</kind>\n  <x>1</x>\n  <x>2</x>\n</r>"
        ),
    ]

    @Test(arguments: documents) func writes(document: Document, text: String) throws {
        let written = try String(decoding: document.written(as: .xml, root: "r"), as: UTF8.self)
        #expect(written == Self.declaration + text + "\n")
    }

    @Test func writesANamespace() throws {
        let bytes = try Document.map(["a": 1]).written(as: .xml, root: "r", namespace: "urn:x&y")
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == Self.declaration + "<r xmlns=\"urn:x&amp;y\">\n  <a>1</a>\n</r>\n")
    }
}
