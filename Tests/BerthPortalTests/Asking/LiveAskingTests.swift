import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct LiveAskingTests {
    @Test func theHistoryKeepsWhatWasAskedAndAnswered() {
        var state = Sample.state(Sample.answer([Sample.offer(1)]), nil)
        state.fail("east1", "It is away.")
        state.accepted = OfferPlace(broker: "here", id: Sample.id(1))
        let asking = Sample.asking(state)
        #expect(asking.key == "portal-00000000-0000-0000-0000-000000000007")
        let written = asking.entry.document(for: .json)
        let entry = AskedEntry.reading(written, from: .json).value
        #expect(entry.document(for: .json) == written)
        #expect(entry.brokers.map(\.offerSet) == [Sample.id(99), nil])
        #expect(entry.brokers.map(\.problem) == [nil, "It is away."])
        #expect(entry.offerCount == 1)
        #expect(entry.accepted == Sample.id(1))
        #expect(entry.request == asking.request)
        #expect(AskedEntry().offerCount == nil)
        asking.board.change { $0.givenBack = .left }
        let given = AskedEntry.reading(asking.entry.document(for: .json), from: .json).value
        #expect(given.givenBack == "left")
    }
}
