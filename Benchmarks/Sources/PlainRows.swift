import CSQLite

/// A table of SQLite as a user would write to it: one row, one commit, on the disk before the call returns.
final class PlainRows {
    private var database: OpaquePointer?
    private var change: OpaquePointer?
    private let rows: Int
    private let body: [UInt8]
    private var next = 0

    init(path: String, rows: Int, bytes: Int) throws {
        self.rows = rows
        body = (0..<bytes).map { UInt8(truncatingIfNeeded: 32 + $0 % 90) }
        check(sqlite3_open(path, &database))
        for text in [
            // As the store of Berth has it.
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 4000",
            "CREATE TABLE session (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, body BLOB NOT NULL)",
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < \(rows))"
                + " INSERT INTO session SELECT i, 1, zeroblob(\(bytes)) FROM n",
        ] {
            check(sqlite3_exec(database, text, nil, nil, nil))
        }
        let text = "UPDATE session SET revision = revision + 1, body = ?2 WHERE id = ?1"
        check(sqlite3_prepare_v2(database, text, -1, &change, nil))
    }

    deinit {
        sqlite3_finalize(change)
        sqlite3_close(database)
    }

    func secondsOfCommit(_ count: Int) throws -> Double {
        let seconds = Measuring.seconds {
            for _ in 0..<count {
                next = (next + 1) % rows
                sqlite3_bind_int64(change, 1, Int64(next))
                body.withUnsafeBytes { bytes in
                    sqlite3_bind_blob(change, 2, bytes.baseAddress, Int32(bytes.count), nil)
                    expect(sqlite3_step(change) == SQLITE_DONE, "a commit fails")
                }
                sqlite3_reset(change)
            }
        }
        return seconds / Double(count)
    }

    private func check(_ result: Int32) {
        expect(result == SQLITE_OK, "SQLite says \(result)")
    }
}
