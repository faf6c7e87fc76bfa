import BerthBroker
import BerthModel

@testable import BerthStorage

/// Offer sets and sessions to fill a store with.
enum Sample {
    static let start = Instant(seconds: 1_800_000_000)

    static func id(_ number: Int) -> UUID { UUID(random: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, UInt64(number)) }

    /// Other bytes for another count.
    static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: count &* 31), count: count)
    }

    static func offerSet(_ number: Int, body: [UInt8] = [1, 2, 3]) -> StoredOfferSet {
        StoredOfferSet(id: id(number), owner: "ada", created: start, body: body)
    }

    static func session(
        _ number: Int, in offerSet: UUID? = nil, phase: SessionPhase = .offered, revision: Int64 = 1,
        body: [UInt8] = [4, 5, 6]
    ) -> StoredSession {
        StoredSession(
            id: id(number), offerSet: offerSet, owner: "ada", platform: "here", phase: phase, revision: revision,
            created: start, modified: start, body: body)
    }

    /// A connection to a new file, without tables.
    static func connection(_ folder: TemporaryFolder, _ name: String = "store.db") throws -> SQLiteConnection {
        if !folder.has(name) { try folder.write([], to: name) }
        return try SQLiteConnection(path: folder.path + "/" + name, busyTimeoutMilliseconds: 0)
    }

    /// A connection to a new file with the tables of today.
    static func tables(_ folder: TemporaryFolder) throws -> SQLiteConnection {
        let connection = try connection(folder)
        try Migration.apply(Migration.all, to: connection)
        return connection
    }

    static func writer(
        _ folder: TemporaryFolder, _ settings: SQLiteStore.Settings = SQLiteStore.Settings()
    ) throws -> SQLiteWriter {
        if !folder.has("store.db") { try folder.write([], to: "store.db") }
        return try SQLiteWriter(path: folder.path + "/store.db", settings: settings)
    }
}
