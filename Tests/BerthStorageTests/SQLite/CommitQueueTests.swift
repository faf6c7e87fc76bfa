import BerthBroker
import BerthModel
import Testing

@testable import BerthStorage

@Suite struct CommitQueueTests {
    private func queue(_ change: (inout SQLiteStore.Limits) -> Void) -> CommitQueue {
        var limits = SQLiteStore.Limits()
        change(&limits)
        return CommitQueue(limits: limits, path: "store.db")
    }

    private func entry(_ number: Int, bytes: Int = 3) -> CommitQueue.Entry {
        CommitQueue.Entry(write: .insert(nil, [Sample.session(number, body: Sample.bytes(bytes))])) { _ in }
    }

    private func names(_ entries: [CommitQueue.Entry]) -> [Int] {
        entries.compactMap { entry in
            guard case .insert(_, let sessions) = entry.write, let id = sessions.first?.id else { return nil }
            return (0..<100).first { Sample.id($0) == id }
        }
    }

    @Test func onlyTheFirstStartsTheDrain() {
        var queue = queue { _ in }
        #expect(queue.add(entry(1)) == .first)
        #expect(queue.add(entry(2)) == .joined)
        #expect(names(queue.next()) == [1, 2])
        // The batch is under way: who comes now is found by the drain's next turn.
        #expect(queue.add(entry(3)) == .joined)
        #expect(names(queue.next()) == [3])
        #expect(names(queue.next()) == [])
        #expect(queue.add(entry(4)) == .first)
    }

    @Test func aCommitCarriesAtMostItsLimit() {
        var queue = queue { $0.writesPerCommit = 3 }
        for number in 0..<7 { _ = queue.add(entry(number)) }
        #expect(names(queue.next()) == [0, 1, 2])
        #expect(names(queue.next()) == [3, 4, 5])
        #expect(names(queue.next()) == [6])
        #expect(names(queue.next()) == [])
        #expect(queue.waitingBytes == 0)
        for number in 0..<3 { _ = queue.add(entry(number)) }
        #expect(names(queue.next()) == [0, 1, 2], "at the limit")
        #expect(names(queue.next()) == [])
    }

    @Test func waitingWritesHaveALimit() {
        var queue = queue { $0.waitingWrites = 2 }
        #expect(queue.add(entry(1)) == .first)
        #expect(queue.add(entry(2)) == .joined)
        let message = "2 changes (6 bytes) wait for the database store.db already. Try again in a moment."
        #expect(queue.add(entry(3)) == .refused(StoreError(.tooBusy, message, path: "store.db")))
        #expect(names(queue.next()) == [1, 2])
        #expect(queue.add(entry(3)) == .joined)
    }

    @Test func waitingBytesHaveALimit() {
        var queue = queue { $0.waitingWriteBytes = 100 }
        #expect(queue.add(entry(1, bytes: 60)) == .first)
        #expect(queue.add(entry(2, bytes: 40)) == .joined)
        let message = "2 changes (100 bytes) wait for the database store.db already. Try again in a moment."
        #expect(queue.add(entry(3, bytes: 1)) == .refused(StoreError(.tooBusy, message, path: "store.db")))
        _ = queue.next()
        #expect(queue.add(entry(4, bytes: 101)) == .joined, "alone, a large one is taken")
        #expect(queue.waitingBytes == 101)
    }

    @Test func aBodyHasALimit() {
        var queue = queue { $0.bodyBytes = 10 }
        #expect(queue.add(entry(1, bytes: 10)) == .first)
        let message = "A body of 11 bytes is larger than the store takes: 10 bytes."
        #expect(queue.add(entry(2, bytes: 11)) == .refused(StoreError(.failed, message, path: "store.db")))
    }

    @Test func aClosedQueueIsDrainedAndTakesNoMore() {
        var queue = queue { _ in }
        _ = queue.add(entry(1))
        queue.close()
        #expect(queue.isClosed)
        let message = "The store store.db is closed."
        #expect(queue.add(entry(2)) == .refused(StoreError(.closed, message, path: "store.db")))
        #expect(names(queue.next()) == [1])
    }
}
