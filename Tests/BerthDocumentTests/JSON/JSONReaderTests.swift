import BerthDocument
import Testing

@Suite struct JSONReaderTests {
    static let documents: [(String, Document)] = [
        ("null", .null), (" true ", true), ("false", false), ("0", 0), ("-12", -12), ("-0", 0),
        ("9223372036854775807", 9_223_372_036_854_775_807), ("-9223372036854775808", .integer(.min)),
        ("2.0", 2.0), ("1e3", 1000.0), ("-0.0", .number(-0.0)), ("1.5E-2", 0.015),
        ("5e-324", .number(.leastNonzeroMagnitude)),
        (#""""#, ""), (#""a\"b\\c\/d\b\f\n\r\t""#, .text("a\"b\\c/d\u{8}\u{c}\n\r\t")),
        (#""\u0041\u00e9\u20ac\ud83d\ude00""#, "Aé€😀"), (#""é€😀""#, "é€😀"),
        ("[]", []), ("{}", [:]), ("[1,[2,[]],{}]", [1, [2, []], [:]]),
        (#"{"a":{"b":[null,"x"]},"c":1}"#, ["a": ["b": [.null, "x"]], "c": 1]),
        (#"{"":1}"#, ["": 1]),
    ]

    @Test(arguments: documents) func reads(text: String, document: Document) throws {
        #expect(try Document.read(Array(text.utf8), as: .json) == document)
    }

    @Test func readsAfterAByteOrderMark() throws {
        #expect(try Document.read([0xef, 0xbb, 0xbf] + Array("[1]".utf8), as: .json) == [1])
    }

    static let refused: [(String, String)] = [
        ("", "There is no document; send one."),
        (" \n ", "There is no document; send one."),
        ("[1,]", #"line 1, column 4, at [1]: Found "]" where a value should be; texts stand in double quotes."#),
        ("[1", "line 1, column 3: The document ends too early; close its texts, lists and maps."),
        ("{\"a\"", "line 1, column 5: The document ends too early; close its texts, lists and maps."),
        ("{\n \"a\" 1}", "line 2, column 6: Found \"1\" after the name of a member; write a colon."),
        ("{a:1}", "line 1, column 2: Found \"a\" where a member begins; write its name in double quotes."),
        (#"{"a": 1 "b": 2}"#, "line 1, column 9: Found a double quote inside a map; write a comma or }."),
        ("[1 2]", "line 1, column 4: Found \"2\" inside a list; write a comma or ]."),
        ("[1] x", "line 1, column 5: Something follows after the end of the document; remove it."),
        ("[NaN]", #"line 1, column 2, at [0]: Found "N" where a value should be; texts stand in double quotes."#),
        ("[01]", "line 1, column 2, at [0]: 01 is not a number of JSON; write one such as 10, 0.5 or 1e3."),
        ("{\"é\": 1.}", "line 1, column 7, at é: 1. is not a number of JSON; write one such as 10, 0.5 or 1e3."),
        (
            #"{"data":[{"a":1,"a":2}]}"#,
            #"line 1, column 17, at data[0].a: A second member named "a"; leave one of them out."#
        ),
        (
            #"{"a":1,"\u0061":2}"#,
            #"line 1, column 8, at a: A second member named "a"; leave one of them out."#
        ),
        (
            #"{"a":[9223372036854775808]}"#,
            "line 1, column 7, at a[0]: The number 9223372036854775808 does not fit into 64 bits; "
                + "write a smaller one, or a text in quotes."
        ),
        (
            "123456789012345678901234567890",
            "line 1, column 1: The number 123456789012345678901234567890 does not fit into 64 bits; "
                + "write a smaller one, or a text in quotes."
        ),
        (
            "[1e999]",
            "line 1, column 2, at [0]: The number 1e999 does not fit into 64 bits; "
                + "write a smaller one, or a text in quotes."
        ),
        (#"["a\u0000b"]"#, "line 1, column 4, at [0]: A text holds the character U+0000; leave it out."),
        (#"["\ud800"]"#, "line 1, column 3, at [0]: An escaped half of a surrogate pair; write both halves."),
        (#"["\udc00x"]"#, "line 1, column 3, at [0]: An escaped half of a surrogate pair; write both halves."),
        (
            #"["\x"]"#,
            #"line 1, column 3, at [0]: A backslash that begins no escape of JSON; write \\ for a backslash."#
        ),
        (
            "[\"a\nb\"]",
            "line 1, column 4, at [0]: A control character or line break inside a text; escape it."
        ),
    ]

    @Test(arguments: refused) func refuses(text: String, message: String) {
        let error = #expect(throws: DocumentError.self) { try Document.read(Array(text.utf8), as: .json) }
        #expect(error?.description == message)
    }

    @Test(arguments: ["9223372036854775808", "18446744073709551616", "-9223372036854775809", "1e999", "-1e400"])
    func numbersBeyond64BitsHaveACodeOfTheirOwn(number: String) {
        let error = #expect(throws: DocumentError.self) { try Document.read(Array(number.utf8), as: .json) }
        #expect(error?.code == .numberOutOfRange)
    }
}
