import BerthBroker
import BerthModel

/// A connection that only reads. Each read begins with the latest commit, so it sees every write that has returned.
actor SQLiteReader {
    private let executor = DatabaseExecutor("berth.store.reader")
    private let path: String
    private var connection: SQLiteConnection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String, settings: SQLiteStore.Settings) throws(StoreError) {
        self.path = path
        let connection = try SQLiteConnection(
            path: path, busyTimeoutMilliseconds: settings.busyTimeoutMilliseconds)
        try connection.execute("PRAGMA query_only = ON")
        self.connection = connection
    }

    func offerSet(_ id: UUID) throws(StoreError) -> (set: StoredOfferSet, sessions: [StoredSession])? {
        let connection = try open()
        // One transaction, so that the set and its sessions are of the same moment.
        try connection.run("BEGIN")
        defer { try? connection.run("COMMIT") }
        guard let set = try connection.offerSet(id) else { return nil }
        return (set, try connection.sessions(ofOfferSet: id))
    }

    func session(_ id: UUID) throws(StoreError) -> StoredSession? { try open().session(id) }

    func sessions(_ query: SessionQuery) throws(StoreError) -> [StoredSession] { try open().sessions(query) }

    func unfinished() throws(StoreError) -> [StoredSession] { try open().unfinished() }

    func close() { connection = nil }

    private func open() throws(StoreError) -> SQLiteConnection {
        guard let connection else { throw .closed(path) }
        return connection
    }
}
