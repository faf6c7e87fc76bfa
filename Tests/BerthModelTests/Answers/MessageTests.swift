import BerthDocument
import Testing

@testable import BerthModel

/// Source: messagetemplates.org.
@Suite struct MessageTests {
    @Test(arguments: [
        ("nothing to fill", "nothing to fill"),
        ("{wanted} of {available}", "4 of 2"),
        ("{wanted}{wanted}", "44"),
        ("{unknown} stays", "{unknown} stays"),
        ("an open {brace", "an open {brace"),
        ("{", "{"),
        ("}{", "}{"),
        ("{}", "{}"),
        ("{nested} is not filled again", "{wanted} is not filled again"),
        ("", ""),
    ])
    func `Names in braces are replaced by their values`(template: String, text: String) {
        let values: NamedTexts = ["wanted": "4", "available": "2", "nested": "{wanted}"]
        #expect(Message.filled(template, values) == text)
    }

    @Test func `All six members are filled`() {
        let message = Message(.warn, time: Instant(seconds: 1), "{a}", ["a": "b"])
        let document = message.document(for: .json)
        #expect(document["kind"] == .text(Kind.message.uri))
        #expect(document["time"] == "1970-01-01T00:00:01Z")
        #expect(document["level"] == "WARN")
        #expect(document["template"] == "{a}")
        #expect(document["values"] == ["a": "b"])
        #expect(document["message"] == "b")
    }
}
