import Testing

@testable import BerthDocument

struct DocumentScalarsTests {
    @Test func `Scalars are written as people write them`() {
        let scalars: [Document] = [.text("a"), .plain("b"), .integer(-3), .number(1.5), .bool(true)]
        #expect(scalars.map(\.scalarText) == ["a", "b", "-3", "1.5", "true"])
        #expect([Document.null, .list([]), .map([:])].allSatisfy { $0.scalarText == nil })
    }

    @Test func `Only numbers are numbers`() {
        #expect(Document.integer(3).number == 3)
        #expect(Document.number(0.5).number == 0.5)
        #expect([Document.text("3"), .bool(true), .null].allSatisfy { $0.number == nil })
    }

    @Test func `JSON on one line, and null for what JSON has no word for`() {
        #expect(Document.map(["a": .list([.integer(1), .text("b\n")])]).asJSON == #"{"a":[1,"b\n"]}"#)
        #expect(Document.number(.infinity).asJSON == "null")
    }
}
