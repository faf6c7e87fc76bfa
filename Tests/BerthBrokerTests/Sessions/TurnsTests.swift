import BerthModel
import Testing

@testable import BerthBroker

struct TurnsTests {
    private static let (one, other) = (UUID(random: 1, 1), UUID(random: 2, 2))

    @Test func `One at a time for each set`() async {
        let turns = Turns()
        #expect(await turns.begin(Self.one))
        #expect(await turns.begin(Self.other))
        let later = Task.immediate { await turns.begin(Self.one) }
        turns.end(Self.one)
        #expect(await later.value == false, "it looks again before it begins")
        #expect(await turns.begin(Self.one))
        turns.end(Self.one)
        turns.end(Self.other)
    }

    @Test func `The end wakes everybody who waits`() async {
        let turns = Turns()
        #expect(await turns.begin(Self.one))
        let waiting = (0..<100).map { _ in Task.immediate { await turns.begin(Self.one) } }
        turns.end(Self.one)
        for task in waiting { #expect(await task.value == false) }
    }
}
