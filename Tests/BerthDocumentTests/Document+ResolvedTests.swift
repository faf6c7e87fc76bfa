import BerthDocument
import Testing

@Suite struct DocumentResolvedTests {
    static let scalars: [(String, Document)] = [
        ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null), ("nULL", .text("nULL")),
        ("true", true), ("True", true), ("TRUE", true), ("false", false), ("tRUE", .text("tRUE")),
        ("yes", .text("yes")), ("no", .text("no")), ("on", .text("on")),
        ("0", 0), ("-0", 0), ("+12", 12), ("-7", -7), ("007", 7), ("0x1F", 31), ("0o17", 15), ("0b1", .text("0b1")),
        ("0x", .text("0x")), ("0x-1", .text("0x-1")), ("0o8", .text("0o8")), ("1_000", .text("1_000")),
        ("9223372036854775807", 9_223_372_036_854_775_807), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .text("9223372036854775808")), ("0x8000000000000000", .text("0x8000000000000000")),
        ("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("-1e3", -1000.0), ("1E-2", 0.01), ("1e", .text("1e")),
        (".", .text(".")), ("+", .text("+")), ("-", .text("-")), ("1e999", .text("1e999")), ("1.2.3", .text("1.2.3")),
        (".inf", .text(".inf")), (".nan", .text(".nan")), ("12:30", .text("12:30")), ("0x1p3", .text("0x1p3")),
        (" 2\n", 2), ("  true ", true), ("  ", .text("  ")), ("two", .text("two")), ("2026-01-31", .text("2026-01-31")),
    ]

    @Test(arguments: scalars) func resolvesByTheCoreSchema(text: String, value: Document) {
        #expect(Document.plain(text).resolved() == value)
        #expect(Document.text(text).resolved() == .text(text))
    }

    @Test func resolvesTrees() {
        let tree: Document = ["a": [.plain("1"), .text("1")], "b": ["c": .plain("x")]]
        #expect(tree.resolvedTree() == ["a": [1, "1"], "b": ["c": "x"]])
        #expect(tree.resolved() == tree)
    }
}
