import BerthBroker
import BerthModel
import Testing

@testable import SimulationKit

@Suite struct TimerQueueTests {
    @Test func givesTheEarliestAndOfEqualOnesTheFirst() {
        var queue = TimerQueue<String>()
        #expect(queue.isEmpty)
        #expect(queue.next == nil)
        for (ticket, (second, name))
            in ([(5, "a"), (1, "b"), (5, "c"), (3, "d"), (1, "e"), (5, "f")] as [(Int64, String)]).enumerated()
        {
            queue.add(name, until: Instant(seconds: second), ticket: ticket)
        }
        #expect(queue.next == Instant(seconds: 1))
        #expect(queue.remove(2) == "c")
        #expect(queue.remove(2) == nil)
        #expect(queue.takeNext(until: Instant(milliseconds: 999)) == nil)
        var names: [String] = []
        while let (_, name) = queue.takeNext(until: Instant(seconds: 3)) { names.append(name) }
        #expect(names == ["b", "e", "d"])
        while let (instant, name) = queue.takeNext(until: .latest) {
            #expect(instant == Instant(seconds: 5))
            names.append(name)
        }
        #expect(names == ["b", "e", "d", "a", "f"])
        #expect(queue.isEmpty)
    }

    @Test func agreesWithASort() {
        var generator = SplitMix64(seed: 3)
        var queue = TimerQueue<Int>()
        var expected: [(Int64, Int)] = []
        for ticket in 0..<500 {
            let second = Int64.random(in: 0..<50, using: &generator)
            queue.add(ticket, until: Instant(seconds: second), ticket: ticket)
            expected.append((second, ticket))
        }
        for ticket in stride(from: 0, to: 500, by: 7) { #expect(queue.remove(ticket) == ticket) }
        let left = expected.filter { $0.1 % 7 != 0 }.sorted { $0 < $1 }.map(\.1)
        var taken: [Int] = []
        while let (_, ticket) = queue.takeNext(until: .latest) { taken.append(ticket) }
        #expect(taken == left)
    }
}
