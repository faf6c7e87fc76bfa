import BerthBroker
import BerthModel
import Glibc
import Synchronization

/// A store whose process is killed around one of its writes: before it, or after it has reached the disk.
final class DyingStore: Store {
    struct Death: Codable, Sendable {
        /// Counted from 1.
        var write: Int
        var isAfter: Bool
    }

    private let inner: any Store
    private let death: Death?
    private let writes = Atomic<Int>(0)

    init(_ inner: any Store, _ death: Death?) {
        self.inner = inner
        self.death = death
    }

    var writesSoFar: Int { writes.load(ordering: .sequentiallyConsistent) }

    func insert(_ offerSet: StoredOfferSet?, _ sessions: [StoredSession]) async throws(StoreError) {
        let number = begin()
        try await inner.insert(offerSet, sessions)
        end(number)
    }

    func replace(_ sessions: [StoredSession], among count: Int?) async throws(StoreError) -> Bool {
        let number = begin()
        let isReplaced = try await inner.replace(sessions, among: count)
        end(number)
        return isReplaced
    }

    func amend(
        _ offerSet: StoredOfferSet, adding sessions: [StoredSession], to known: [UUID: Int64]
    ) async throws(StoreError) -> Bool {
        let number = begin()
        let isAmended = try await inner.amend(offerSet, adding: sessions, to: known)
        end(number)
        return isAmended
    }

    func offerSet(_ id: UUID) async throws(StoreError) -> (set: StoredOfferSet, sessions: [StoredSession])? {
        try await inner.offerSet(id)
    }

    func session(_ id: UUID) async throws(StoreError) -> StoredSession? { try await inner.session(id) }

    func sessions(_ query: SessionQuery) async throws(StoreError) -> [StoredSession] {
        try await inner.sessions(query)
    }

    func unfinished() async throws(StoreError) -> [StoredSession] { try await inner.unfinished() }

    func forget(endedBefore instant: Instant, limit: Int) async throws(StoreError) -> [StoredSession] {
        try await inner.forget(endedBefore: instant, limit: limit)
    }

    func close() async { await inner.close() }

    private func begin() -> Int {
        let number = writes.add(1, ordering: .sequentiallyConsistent).newValue
        if let death, death.write == number, !death.isAfter { kill(getpid(), SIGKILL) }
        return number
    }

    private func end(_ number: Int) {
        if let death, death.write == number, death.isAfter { kill(getpid(), SIGKILL) }
    }
}
