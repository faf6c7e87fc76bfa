import Testing

@testable import BerthClient

struct EventParserTests {
    typealias Event = EventParser.Event

    func events(_ text: String, pieceBytes: Int = .max) -> [Event] {
        var parser = EventParser()
        var rest = Array(text.utf8)[...]
        var events: [Event] = []
        while !rest.isEmpty {
            events += parser.take(Array(rest.prefix(pieceBytes)))
            rest = rest.dropFirst(pieceBytes)
        }
        return events
    }

    static let stream = "id: 3\nevent: phase\ndata: {}\n\n:\n\nid: 4\nevent: session\ndata: a\ndata: b\n\ndata:c\n\n"

    @Test(arguments: ["\n", "\r", "\r\n"], [1, 2, 7, Int.max])
    func inPiecesAndWithAnyLineEnd(_ end: String, _ pieceBytes: Int) {
        let text = Self.stream.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end)
        #expect(
            events(text, pieceBytes: pieceBytes) == [
                Event(id: "3", name: "phase", data: "{}"), Event(id: "4", name: "session", data: "a\nb"),
                Event(id: "4", name: "message", data: "c"),
            ])
    }

    @Test(arguments: [
        ("\u{FEFF}data: x\n\n", [Event(id: nil, name: "message", data: "x")]), ("event: x\n\n", []), ("data: x\n", []),
        ("data\n\n", [Event(id: nil, name: "message", data: "")]),
        ("id: a\u{0}b\ndata: x\n\n", [Event(id: nil, name: "message", data: "x")]),
        ("strange: 1\ndata:  x\n\n", [Event(id: nil, name: "message", data: " x")]),
    ])
    func corners(_ text: String, _ found: [Event]) { #expect(events(text) == found) }

    @Test func theServerSaysWhenToComeBack() {
        var parser = EventParser()
        _ = parser.take(Array("retry: 250\nretry: soon\n".utf8))
        #expect(parser.retryMilliseconds == 250)
    }

    @Test func aLineAtTheLimitAndOneBeyond() {
        var parser = EventParser()
        let line = [UInt8](repeating: 65, count: EventParser.largestLineBytes)
        _ = parser.take(line)
        #expect(!parser.isOverflown)
        _ = parser.take([65])
        #expect(parser.isOverflown)
        #expect(parser.take(Array("\n\ndata: x\n\n".utf8)).isEmpty)
    }

    @Test func anEventAtTheLimitAndOneBeyond() {
        var parser = EventParser()
        // Lines without anything in them take their place as well.
        let lines = EventParser.largestEventBytes / 16
        _ = parser.take(Array(String(repeating: "data\n", count: lines).utf8))
        #expect(!parser.isOverflown)
        var other = parser
        #expect(other.take(Array("\n".utf8)).count == 1)
        _ = other.take(Array(String(repeating: "data\n", count: lines).utf8))
        #expect(!other.isOverflown)
        _ = parser.take(Array("data\n".utf8))
        #expect(parser.isOverflown)
    }
}
