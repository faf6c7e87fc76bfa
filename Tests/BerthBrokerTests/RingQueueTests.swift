import Testing

@testable import BerthBroker

@Suite struct RingQueueTests {
    @Test func whatCameFirstGoesFirst() {
        var queue = RingQueue<Int>()
        #expect(queue.takeFirst() == nil)
        var (added, taken) = (0, 0)
        for round in 0..<200 {
            for _ in 0...(round % 7) {
                queue.add(added)
                added += 1
            }
            for _ in 0..<(round % 5) where taken < added {
                #expect(queue.takeFirst() == taken)
                taken += 1
            }
        }
        while let next = queue.takeFirst() {
            #expect(next == taken)
            taken += 1
        }
        #expect(taken == added)
    }
}
