package import BerthBroker
package import BerthModel
import Synchronization

/// A store in one file of SQLite, for one broker on one machine.
package final class SQLiteStore: Store {
    /// The file, with links followed.
    package let path: String
    private let lock: DatabaseLock
    private let writer: SQLiteWriter
    private let readers: [SQLiteReader]
    private let turn = Atomic<Int>(0)
    private let waitingReads = Atomic<Int>(0)
    private let limits: Limits

    /// Opens a database, makes one when there is none, and brings an older one up to date.
    ///
    /// - Throws: `cannotOpen` (no such folder, a folder, not a database, another program's, not writable),
    ///   `fromTheFuture`, `inUse` (by another broker), `damaged`, `full`.
    package init(path: String, settings: Settings = Settings()) throws(StoreError) {
        lock = try DatabaseLock(path: path)
        self.path = lock.path
        limits = settings.limits
        writer = try SQLiteWriter(path: lock.path, settings: settings)
        var readers: [SQLiteReader] = []
        for _ in 0..<max(1, settings.readers) { readers.append(try SQLiteReader(path: lock.path, settings: settings)) }
        self.readers = readers
    }

    package func insert(_ offerSet: StoredOfferSet?, _ sessions: [StoredSession]) async throws(StoreError) {
        _ = try await writer.write(.insert(offerSet, sessions))
    }

    package func replace(_ sessions: [StoredSession], among count: Int?) async throws(StoreError) -> Bool {
        try await writer.write(.replace(sessions, among: count)) == .replaced
    }

    package func amend(
        _ offerSet: StoredOfferSet, adding sessions: [StoredSession], to known: [UUID: Int64]
    ) async throws(StoreError) -> Bool {
        try await writer.write(.amend(offerSet, adding: sessions, to: known)) == .replaced
    }

    package func forget(endedBefore instant: Instant, limit: Int) async throws(StoreError) -> [StoredSession] {
        guard case .forgotten(let old) = try await writer.write(.forget(endedBefore: instant, limit: limit)) else {
            return []
        }
        return old
    }

    package func offerSet(_ id: UUID) async throws(StoreError) -> (set: StoredOfferSet, sessions: [StoredSession])? {
        try await read { reader throws(StoreError) in try await reader.offerSet(id) }
    }

    package func session(_ id: UUID) async throws(StoreError) -> StoredSession? {
        try await read { reader throws(StoreError) in try await reader.session(id) }
    }

    package func sessions(_ query: SessionQuery) async throws(StoreError) -> [StoredSession] {
        try await read { reader throws(StoreError) in try await reader.sessions(query) }
    }

    package func unfinished() async throws(StoreError) -> [StoredSession] {
        try await read { reader throws(StoreError) in try await reader.unfinished() }
    }

    package func close() async {
        for reader in readers { await reader.close() }
        // The writer last: the last connection folds the log into the database.
        await writer.close()
        lock.release()
    }

    /// Lends the readers in turn.
    private func read<T: Sendable>(
        _ body: (SQLiteReader) async throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        if writer.isClosed { throw .closed(path) }
        let waiting = waitingReads.add(1, ordering: .relaxed).oldValue
        defer { waitingReads.subtract(1, ordering: .relaxed) }
        if waiting >= limits.waitingReads {
            throw StoreError(
                .tooBusy, "\(waiting) reads wait for the database \(path) already. Try again in a moment.", path: path)
        }
        let index = Int(UInt(bitPattern: turn.wrappingAdd(1, ordering: .relaxed).oldValue) % UInt(readers.count))
        return try await body(readers[index])
    }
}
