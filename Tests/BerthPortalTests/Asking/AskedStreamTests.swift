import BerthModel
import Testing

@testable import BerthPortal

struct AskedStreamTests {
    private static func changes(_ stream: inout AskedStream, _ state: AskedState) -> (ids: [String], words: String?) {
        let page = AskedPage(
            asking: Sample.asking(state), state: state, order: .start, now: Sample.noon, guardField: "")
        let (parts, words) = stream.changes(page)
        return (parts.map { String($0.text.split(separator: "\"")[1]) }, words)
    }

    /// Only what has changed is sent, in the order of the page; what platforms say is said aloud once.
    @Test func whatChangesIsSentAsItChanges() {
        var stream = AskedStream()
        var state = Sample.state(nil)
        let first = Self.changes(&stream, state)
        #expect(first.ids == ["asked-now", "asked-banner", "offers", "refused"])
        state.heard.append(Sample.heard("desk", "no"))
        state.heard.append(Sample.heard("west", "yes"))
        let second = Self.changes(&stream, state)
        #expect(second.ids == ["asked-now"])
        #expect(second.words == "desk: no; west: yes")
        state.renew("here", Sample.answer([Sample.offer(1)]))
        let third = Self.changes(&stream, state)
        // With the first offer there is something to give back.
        #expect(third.ids == ["asked-now", "asked-banner", "offers"])
        #expect(third.words == nil)
        let nothing = Self.changes(&stream, state)
        #expect(nothing.ids.isEmpty)
        state.accepted = OfferPlace(broker: "here", id: Sample.id(1))
        let last = Self.changes(&stream, state)
        #expect(last.ids == ["asked-banner", "offers"])
    }
}
