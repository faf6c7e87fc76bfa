import BerthDocument
import Testing

@Suite struct YAMLReaderTests {
    static let documents: [(String, Document)] = [
        ("a: 1\nb: [x, \"y\", 'z']\n", ["a": .plain("1"), "b": [.plain("x"), "y", "z"]]),
        ("--- yes\n", .plain("yes")), ("---\n", .plain("")), ("a:\nb: ~", ["a": .plain(""), "b": .plain("~")]),
        ("a: |\n  one\n   two\n\nb: >-\n  x\n  y\n", ["a": "one\n two\n", "b": "x y"]),
        ("[10, 0]", [.plain("10"), .plain("0")]),
        ("- &a {b: 1}\n- *a\n- c: *a", [["b": .plain("1")], ["b": .plain("1")], ["c": ["b": .plain("1")]]]),
        ("&k key: 1\nx: *k", ["key": .plain("1"), "x": .plain("key")]),
        ("1: a\ntrue: b\n~: c", ["1": .plain("a"), "true": .plain("b"), "~": .plain("c")]),
        ("? a\n: b", ["a": .plain("b")]), ("\"<<\": 1", ["<<": .plain("1")]),
        (
            "[!!str 1, !!int \"2\", !!int 0x1F, !!float 3, !!bool \"true\", !!null '', !!seq [], !!map {}]",
            ["1", 2, 31, 3.0, true, .null, [], [:]]
        ),
        ("%YAML 1.2\n---\na: \"\\x41\\u00e9\\U0001F600\"\n...\n", ["a": "Aé😀"]),
        ("# only\na: 2026-01-31 # a date\n", ["a": .plain("2026-01-31")]),
    ]

    @Test(arguments: documents) func reads(text: String, document: Document) throws {
        #expect(try Document.read(Array(text.utf8), as: .yaml) == document)
    }

    static let refused: [(String, DocumentError.Code, String)] = [
        ("", .empty, "There is no document; send one."),
        ("# nothing\n", .empty, "There is no document; send one."),
        ("a: 1\na: 2", .duplicateMember, #"line 2, column 1, at a: A second member named "a"; leave one of them out."#),
        (
            "x: {a: 1, \"a\": 2}", .duplicateMember,
            #"line 1, column 11, at x.a: A second member named "a"; leave one of them out."#
        ),
        ("a: 1\n---\nb: 2", .trailingContent, "line 2, column 1: A second document begins; send one document."),
        (
            "a: !!python/object:os.system x", .unusableTag,
            "line 1, column 4, at a: The tag !!python/object:os.system does not fit here; leave it out."
        ),
        ("- !mine x", .unusableTag, "line 1, column 3, at [0]: The tag !mine does not fit here; leave it out."),
        ("- !!int x", .unusableTag, "line 1, column 3, at [0]: The tag !!int does not fit here; leave it out."),
        ("- !!seq {}", .unusableTag, "line 1, column 3, at [0]: The tag !!seq does not fit here; leave it out."),
        ("- !!set {a}", .unusableTag, "line 1, column 3, at [0]: The tag !!set does not fit here; leave it out."),
        (
            "a: *b", .undefinedAlias,
            "line 1, column 4, at a: The alias *b has no finished anchor before it; write the value out."
        ),
        (
            "a: &b [*b]", .undefinedAlias,
            "line 1, column 8, at a[0]: The alias *b has no finished anchor before it; write the value out."
        ),
        (
            "a: &b {c: 1}\nd:\n  <<: *b", .mergeKey,
            "line 3, column 3, at d: Merge keys are not part of YAML 1.2; write the members out here."
        ),
        (
            "{[1]: 2}", .nameNotText,
            "line 1, column 2: The name of a member is a list or a map; write a text."
        ),
        (
            "- &a [1]\n- {*a : 2}", .nameNotText,
            "line 2, column 4, at [1]: The name of a member is a list or a map; write a text."
        ),
        (#"["\0"]"#, .nulCharacter, "line 1, column 2, at [0]: A text holds the character U+0000; leave it out."),
        (
            "a: [1\n", .malformed,
            "line 2, column 1, at a[1]: This is not YAML; check indentation, quotes and brackets. "
                + "(did not find expected ',' or ']')"
        ),
        (
            "a: b: c", .malformed,
            "line 1, column 5: This is not YAML; check indentation, quotes and brackets. "
                + "(mapping values are not allowed in this context)"
        ),
        (
            "a: \u{1}", .malformed,
            "line 1, column 1: This is not YAML; check indentation, quotes and brackets. "
                + "(control characters are not allowed)"
        ),
        (
            #"a: "\ud800""#, .malformed,
            "line 1, column 7, at a: This is not YAML; check indentation, quotes and brackets. "
                + "(found invalid Unicode character escape code)"
        ),
    ]

    @Test(arguments: refused) func refuses(text: String, code: DocumentError.Code, message: String) {
        let error = #expect(throws: DocumentError.self) { try Document.read(Array(text.utf8), as: .yaml) }
        #expect(error?.code == code)
        #expect(error?.description == message)
    }
}
