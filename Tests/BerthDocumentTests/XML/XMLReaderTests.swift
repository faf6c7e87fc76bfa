import BerthDocument
import Testing

@Suite struct XMLReaderTests {
    static let mark = #"xmlns:b="https://www.purl.org/berth/schema/v1.0/document""#
    static let documents: [(String, Document)] = [
        ("<r/>", ""), ("<r>text</r>", .plain("text")), ("<r> \n </r>", ""),
        ("<r kind='k'><a>1</a></r>", ["kind": .plain("k"), "a": .plain("1")]),
        ("<r>\n  <a>1</a>\n  <b><c/></b>\n</r>", ["a": .plain("1"), "b": ["c": ""]]),
        (
            "<r><a>1</a><b/><a>2</a><a><c/></a></r>",
            ["a": [.plain("1"), .plain("2"), ["c": ""]], "b": ""]
        ),
        ("<r>&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;</r>", .plain("<&>\"'A😀")),
        ("<r a='&lt;&amp;&#10;\t'/>", ["a": .plain("<&\n ")]),
        ("<r><![CDATA[a<b]]>c<!-- no --><?p i?>d</r>", .plain("a<bcd")),
        ("<x:r xmlns:x='urn:x' xmlns='urn:y'><x:a>1</x:a><b>2</b></x:r>", ["a": .plain("1"), "b": .plain("2")]),
        (
            "<r xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='t' xml:lang='en' a='1'/>",
            ["a": .plain("1")]
        ),
        ("<?xml version='1.0' encoding='utf-8' standalone='yes'?><r>é</r>", .plain("é")),
        ("<r \(mark)><n b:type='null'/><t b:type='text'> </t></r>", ["n": .null, "t": " "]),
        ("<r \(mark) b:type='list'/>", []), ("<r \(mark) b:type='map'/>", [:]),
        ("<r \(mark) b:type='list'><item>1</item></r>", [.plain("1")]),
        ("<r \(mark) b:type='list'>\n<item>1</item>\n<item b:type='list'/></r>", [.plain("1"), []]),
        ("<r \(mark) b:type='escaped'>\"\\u0001\"</r>", "\u{1}"),
        ("<r \(mark)><b:member name='a b'>1</b:member></r>", ["a b": .plain("1")]),
    ]

    @Test(arguments: documents) func reads(text: String, document: Document) throws {
        #expect(try Document.read(Array(text.utf8), as: .xml) == document)
    }

    static let notXML = "This is not XML; check its tags."
    static let documentType = "A document type is not read here; leave <!DOCTYPE …> out."
    static let mixed = "Text beside attributes or elements; put the text into an element of its own."
    static func unfit(_ type: String) -> String {
        "The type \"\(type)\" does not fit this element; leave the attribute out."
    }

    static let refused: [(String, DocumentError.Code, String)] = [
        (" ", .malformed, "line 1, column 2: \(notXML) (Start tag expected, '<' not found)"),
        ("<r>", .malformed, "line 1, column 4: \(notXML) (Premature end of data in tag r line 1)"),
        (
            "<r><a></r>", .malformed,
            "line 1, column 11, at a: \(notXML) (Opening and ending tag mismatch: a line 1 and r)"
        ),
        ("<r/><r/>", .malformed, "line 1, column 5: \(notXML) (Extra content at the end of the document)"),
        ("<r/>text", .malformed, "line 1, column 5: \(notXML) (Extra content at the end of the document)"),
        ("<r a='1' a='2'/>", .malformed, "line 1, column 15: \(notXML) (Attribute a redefined)"),
        ("<x:r/>", .malformed, "line 1, column 5: \(notXML) (Namespace prefix x on r is not defined)"),
        ("<r>&nbsp;</r>", .malformed, "line 1, column 10: \(notXML) (Entity 'nbsp' not defined)"),
        ("<r>&#0;</r>", .malformed, "line 1, column 8: \(notXML) (xmlParseCharRef: invalid xmlChar value 0)"),
        ("<r>&#1;</r>", .malformed, "line 1, column 8: \(notXML) (xmlParseCharRef: invalid xmlChar value 1)"),
        ("<r>\u{1}</r>", .malformed, "line 1, column 4: \(notXML) (PCDATA invalid Char value 1)"),
        ("<r>\u{fffe}</r>", .malformed, "line 1, column 4: \(notXML) (Char 0xFFFE out of allowed range)"),
        ("<!DOCTYPE r><r/>", .documentType, "line 1, column 1: \(documentType)"),
        (
            "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><r>&b;</r>", .documentType,
            "line 1, column 1: \(documentType)"
        ),
        (
            "\n<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>", .documentType,
            "line 2, column 1: \(documentType)"
        ),
        (
            "<!DOCTYPE r [<!ENTITY % x SYSTEM 'http://localhost/'> %x;]><r/>", .documentType,
            "line 1, column 1: \(documentType)"
        ),
        ("<r>a<b/></r>", .mixedContent, "line 1, column 9: \(mixed)"),
        ("<r><a k='v'>text</a></r>", .mixedContent, "line 1, column 17, at a: \(mixed)"),
        (
            "<r><a kind='x'><kind/></a></r>", .duplicateMember,
            "line 1, column 16, at a: A second member named \"kind\"; leave one of them out."
        ),
        (
            "<?xml version='1.0' encoding='ISO-8859-1'?><r/>", .notUTF8,
            "line 1, column 1: The document says that it is in ISO-8859-1; send it in UTF-8."
        ),
        ("<r \(mark)><a b:type='number'/></r>", .malformed, "line 1, column 62, at a: \(unfit("number"))"),
        ("<r \(mark)><a b:type='null'>x</a></r>", .malformed, "line 1, column 80, at a: \(unfit("null"))"),
        ("<r \(mark)><a b:type='list'><b/></a></r>", .malformed, "line 1, column 83, at a: \(unfit("list"))"),
        ("<r \(mark)><a b:type='escaped'>x</a></r>", .malformed, "line 1, column 83, at a: \(unfit("escaped"))"),
        (
            "<r \(mark)><b:member escaped='x'/></r>", .malformed,
            "line 1, column 62: An escaped name is a string of JSON; write one in double quotes."
        ),
    ]

    @Test(arguments: refused) func refuses(text: String, code: DocumentError.Code, message: String) {
        let error = #expect(throws: DocumentError.self) { try Document.read(Array(text.utf8), as: .xml) }
        #expect(error?.code == code)
        #expect(error?.description == message)
    }
}
