import BerthDocument
import Testing

@Suite struct DocumentInputTests {
    static let utf16 = "The document is in UTF-16 or UTF-32; send it in UTF-8."
    static let notUTF8 = "The byte at this place is not UTF-8; send the document in UTF-8."
    static let refused: [([UInt8], String)] = [
        ([], "There is no document; send one."),
        ([0xef, 0xbb, 0xbf], "There is no document; send one."),
        ([0xff, 0xfe, 0x5b, 0, 0x5d, 0], utf16),
        ([0xfe, 0xff, 0, 0x5b, 0, 0x5d], utf16),
        ([0x5b, 0, 0x5d, 0], utf16),
        ([0, 0x5b, 0, 0x5d], utf16),
        ([0, 0, 0, 0x5b], utf16),
        (Array("[\n\"é".utf8) + [0xff], "line 2, column 3: " + notUTF8),
        ([0x22, 0xc0, 0xaf, 0x22], "line 1, column 2: " + notUTF8),
        (
            [0x22, 0xed, 0xa0, 0x80, 0x22],
            "line 1, column 2: " + notUTF8
        ),
        ([0x22, 0xe2, 0x82], "line 1, column 2: " + notUTF8),
        (Array("[1,\n".utf8) + [0], "line 2, column 1: The document holds a zero byte; leave it out."),
    ]

    @Test(arguments: Syntax.allCases, refused)
    func refusesWhatIsNotUTF8(syntax: Syntax, input: ([UInt8], String)) {
        let error = #expect(throws: DocumentError.self) { try Document.read(input.0, as: syntax) }
        #expect(error?.description == input.1)
    }

    @Test(arguments: [(Syntax.json, #"{"a":"b"}"#), (.yaml, "a: b"), (.xml, "<r><a>b</a></r>")])
    func passesOverAByteOrderMark(syntax: Syntax, text: String) throws {
        let bytes: [UInt8] = [0xef, 0xbb, 0xbf] + Array(text.utf8)
        #expect(try Document.read(bytes, as: syntax).resolvedTree() == ["a": "b"])
        let column = syntax == .yaml ? 4 : syntax == .json ? 6 : 4
        #expect(SourceMap(bytes, syntax).position(of: ["a"]) == .init(line: 1, column: column))
    }
}
