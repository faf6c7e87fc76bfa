package import BerthBroker
package import BerthModel
import BerthStorage
import Glibc

/// The portal's own file of SQLite, beside the broker's.
package final class SQLitePortalStore: PortalStore {
    private let lock: DatabaseLock
    private let desk: PortalDesk

    /// Opens the file, and makes it when there is none.
    ///
    /// - Throws: `cannotOpen`, `inUse`, `fromTheFuture`, `damaged`, `full`.
    package init(path: String) throws(StoreError) {
        lock = try DatabaseLock(path: path)
        desk = try PortalDesk(path: lock.path)
    }

    package func record(_ kind: PortalRecord.Kind, _ key: String) async throws(StoreError) -> PortalRecord? {
        try await desk.record(kind, key)
    }

    package func put(_ record: PortalRecord) async throws(StoreError) { try await desk.put(record) }

    package func replace(_ record: PortalRecord) async throws(StoreError) -> Bool { try await desk.replace(record) }

    package func remove(_ kind: PortalRecord.Kind, _ key: String) async throws(StoreError) {
        try await desk.remove(kind, key)
    }

    package func records(
        _ kind: PortalRecord.Kind, owner: String?, before: PortalRecord?, limit: Int
    ) async throws(StoreError) -> [PortalRecord] {
        try await desk.records(kind, owner, before, limit)
    }

    package func count(_ kind: PortalRecord.Kind, owner: String?) async throws(StoreError) -> Int {
        try await desk.count(kind, owner)
    }

    package func forget(
        _ kind: PortalRecord.Kind, owner: String?, before instant: Instant, keeping count: Int
    ) async throws(StoreError) {
        try await desk.forget(kind, owner, instant, count)
    }

    package func close() async {
        await desk.close()
        lock.release()
    }
}

/// The one connection, on a thread of its own.
private actor PortalDesk {
    private let executor = DatabaseExecutor("berth.portal.store")
    private let path: String
    private var connection: SQLiteConnection?

    /// "BrtP": a database of the portal.
    private static let applicationID: Int64 = 0x4272_7450

    private static let migrations = [
        Migration(
            version: 1,
            statements: [
                """
                CREATE TABLE records (
                    kind TEXT NOT NULL,
                    key TEXT NOT NULL,
                    owner TEXT NOT NULL,
                    revision INTEGER NOT NULL,
                    at INTEGER NOT NULL,
                    body BLOB NOT NULL,
                    PRIMARY KEY (kind, key)
                ) STRICT
                """,
                "CREATE INDEX records_by_age ON records (kind, at, key)",
                "CREATE INDEX records_of_owner ON records (kind, owner, at, key)",
            ]),
        // They held tokens that anybody could read.
        Migration(version: 2, statements: ["DELETE FROM records WHERE kind = 'signIn'"]),
    ]

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String) throws(StoreError) {
        self.path = path
        // Nobody else's; what SQLite keeps beside it gets the same mode.
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if file >= 0 { Glibc.close(file) }
        chmod(path, 0o600)
        let connection = try SQLiteConnection(path: path, busyTimeoutMilliseconds: 5_000)
        try Migration.checkKind(of: connection, applicationID: Self.applicationID)
        guard try connection.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw StoreError(
                .cannotOpen, "The file system of \(path) does not allow a write-ahead log. Use a local disk.",
                path: path)
        }
        // What a person typed a moment before a power cut may be typed again; a process that ends loses nothing.
        try connection.execute("PRAGMA synchronous = NORMAL")
        // What is removed is gone from the file, too.
        try connection.execute("PRAGMA secure_delete = ON")
        try Migration.apply(Self.migrations, to: connection, applicationID: Self.applicationID)
        try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection = connection
    }

    func record(_ kind: PortalRecord.Kind, _ key: String) throws(StoreError) -> PortalRecord? {
        let statement = try open().statement(
            "SELECT key, owner, revision, at, body FROM records WHERE kind = ?1 AND key = ?2")
        defer { statement.reset() }
        try statement.bind(kind.rawValue, at: 1)
        try statement.bind(key, at: 2)
        return try statement.step() ? Self.record(kind, statement) : nil
    }

    func put(_ record: PortalRecord) throws(StoreError) {
        try write(
            """
            INSERT OR REPLACE INTO records (kind, key, owner, revision, at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """, record)
    }

    func replace(_ record: PortalRecord) throws(StoreError) -> Bool {
        try write(
            """
            UPDATE records SET owner = ?3, revision = ?4, at = ?5, body = ?6
            WHERE kind = ?1 AND key = ?2 AND revision = ?4 - 1
            """, record)
        return try open().changes == 1
    }

    func remove(_ kind: PortalRecord.Kind, _ key: String) throws(StoreError) {
        let statement = try open().statement("DELETE FROM records WHERE kind = ?1 AND key = ?2")
        defer { statement.reset() }
        try statement.bind(kind.rawValue, at: 1)
        try statement.bind(key, at: 2)
        _ = try statement.step()
    }

    func records(
        _ kind: PortalRecord.Kind, _ owner: String?, _ before: PortalRecord?, _ limit: Int
    ) throws(StoreError) -> [PortalRecord] {
        let statement = try open().statement(
            """
            SELECT key, owner, revision, at, body FROM records WHERE kind = ?1\(owner == nil ? "" : " AND owner = ?3")\
            \(before == nil ? "" : " AND (at, key) < (?4, ?5)") ORDER BY at DESC, key DESC LIMIT ?2
            """)
        defer { statement.reset() }
        try statement.bind(kind.rawValue, at: 1)
        try statement.bind(Int64(max(0, limit)), at: 2)
        if let owner { try statement.bind(owner, at: 3) }
        if let before {
            try statement.bind(before.at, at: 4)
            try statement.bind(before.key, at: 5)
        }
        var found: [PortalRecord] = []
        while try statement.step() { found.append(Self.record(kind, statement)) }
        return found
    }

    func count(_ kind: PortalRecord.Kind, _ owner: String?) throws(StoreError) -> Int {
        let statement = try open().statement(
            "SELECT count(*) FROM records WHERE kind = ?1\(owner == nil ? "" : " AND owner = ?2")")
        defer { statement.reset() }
        try statement.bind(kind.rawValue, at: 1)
        if let owner { try statement.bind(owner, at: 2) }
        return try statement.step() ? Int(statement.number(0)) : 0
    }

    func forget(
        _ kind: PortalRecord.Kind, _ owner: String?, _ instant: Instant, _ count: Int
    ) throws(StoreError) {
        let own = owner == nil ? "" : " AND owner = ?4"
        let statement = try open().statement(
            """
            DELETE FROM records WHERE kind = ?1\(own) AND (at < ?2 OR key IN (
                SELECT key FROM records WHERE kind = ?1\(own) ORDER BY at DESC, key DESC LIMIT -1 OFFSET ?3))
            """)
        defer { statement.reset() }
        try statement.bind(kind.rawValue, at: 1)
        try statement.bind(instant, at: 2)
        try statement.bind(Int64(max(0, count)), at: 3)
        if let owner { try statement.bind(owner, at: 4) }
        _ = try statement.step()
    }

    func close() { connection = nil }

    private func write(_ sql: String, _ record: PortalRecord) throws(StoreError) {
        let statement = try open().statement(sql)
        defer { statement.reset() }
        try statement.bind(record.kind.rawValue, at: 1)
        try statement.bind(record.key, at: 2)
        try statement.bind(record.owner, at: 3)
        try statement.bind(record.revision, at: 4)
        try statement.bind(record.at, at: 5)
        try statement.bind(record.body, at: 6)
        _ = try statement.step()
    }

    private static func record(_ kind: PortalRecord.Kind, _ row: SQLiteStatement) -> PortalRecord {
        PortalRecord(
            kind, key: row.text(0), owner: row.text(1), revision: row.number(2), at: row.instant(3), body: row.bytes(4))
    }

    private func open() throws(StoreError) -> SQLiteConnection {
        guard let connection else { throw StoreError(.closed, "The store \(path) is closed.", path: path) }
        return connection
    }
}
