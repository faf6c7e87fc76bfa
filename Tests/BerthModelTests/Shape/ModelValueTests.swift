import BerthDocument
import BerthModel
import Testing

/// What each kind of value is read from.
@Suite struct ModelValueTests {
    private func read<T: ModelValue>(_ type: T.Type, _ document: Document, _ syntax: Syntax = .json) -> T? {
        var reader = ModelReader(syntax: syntax)
        let value = T.read(document, &reader)
        #expect(reader.problems.isEmpty == (value != nil))
        return value
    }

    @Test func `Whole numbers`() {
        let cases: [(Document, Int64?)] = [
            (5, 5), (.integer(.min), .min), (2.0, 2), (1e18, 1_000_000_000_000_000_000), (1.5, nil), (1e19, nil),
            (.plain("7"), 7), (.plain("-7"), -7), (.plain("9223372036854775807"), .max),
            (.plain("9223372036854775808"), nil), (.plain("1.5"), nil), (.plain("seven"), nil), ("7", nil),
            (true, nil), ([7], nil), (["a": 7], nil),
        ]
        for (document, expected) in cases { #expect(read(Int64.self, document) == expected, "\(document)") }
    }

    @Test func `Numbers`() {
        let cases: [(Document, Double?)] = [
            (5, 5), (1.5, 1.5), (.plain("1.5"), 1.5), (.plain("2"), 2), (.plain(".inf"), nil), (.plain(".nan"), nil),
            (.plain("x"), nil), ("1.5", nil), (false, nil),
        ]
        for (document, expected) in cases { #expect(read(Double.self, document) == expected, "\(document)") }
    }

    @Test func `True and false`() {
        let cases: [(Document, Bool?)] = [
            (true, true), (false, false), (.plain("true"), true), (.plain("false"), false), (.plain("yes"), nil),
            ("true", nil), (1, nil),
        ]
        for (document, expected) in cases { #expect(read(Bool.self, document) == expected, "\(document)") }
    }

    @Test func `Texts, also where YAML could have meant a number`() {
        #expect(read([String].self, [.plain("10"), .plain("0"), .plain("true"), "x"]) == ["10", "0", "true", "x"])
        #expect(read(String.self, 10) == nil)
        #expect(read(String.self, .null) == nil)
    }

    @Test func `XML cannot tell a list of one from the one`() {
        #expect(read([String].self, .plain("a"), .xml) == ["a"])
        #expect(read([String].self, .plain("a"), .yaml) == nil)
        #expect(read(NamedTexts.self, "", .xml) == [:])
        #expect(read(NamedTexts.self, "", .json) == nil)
    }

    @Test func `Words are read exactly`() {
        #expect(read(OfferSetResult.self, "YES") == .yes)
        #expect(read(OfferSetResult.self, .plain("NO")) == .no)
        for document: Document in ["yes", "Yes", "", true, " YES"] {
            #expect(read(OfferSetResult.self, document) == nil)
        }
    }

    @Test func `What is empty is left out`() {
        let writer = ModelWriter(syntax: .json)
        #expect([String]().write(writer) == nil)
        #expect(NamedTexts().write(writer) == nil)
        #expect(String?.none.write(writer) == nil)
        #expect(ExecutionRequest().document(for: .json) == [:])
        // An item of a list keeps its place, even when there is nothing in it.
        #expect([IntegerRange()].write(writer) == [[:]])
        // A text that is empty is a text.
        #expect("".write(writer) == "")
    }
}
