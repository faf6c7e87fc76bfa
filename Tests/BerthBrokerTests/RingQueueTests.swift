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

    @Test func whatIsNotWantedIsLeftOut() {
        var queue = RingQueue<Int>()
        for number in 0..<10 { queue.add(number) }
        #expect(queue.takeFirst() == 0)
        #expect(queue.count == 9)
        queue.keep { $0 % 3 == 0 }
        #expect(queue.count == 3)
        queue.add(10)
        #expect((0..<5).map { _ in queue.takeFirst() } == [3, 6, 9, 10, nil])
    }
}
