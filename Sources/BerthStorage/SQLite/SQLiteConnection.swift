package import BerthBroker
import CSQLite

/// One connection to a database file. It is opened without SQLite's own locks, so it must stay with one actor; the
/// compiler sees to that, because it is not `Sendable`.
package final class SQLiteConnection {
    package let path: String
    private let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]

    /// Opens a file that exists.
    ///
    /// - Throws: `cannotOpen` when there is none, or it is not a database; `damaged`; `inUse` when another program
    /// holds
    ///   it longer than the timeout.
    package init(path: String, busyTimeoutMilliseconds: Int32) throws(StoreError) {
        self.path = path
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let result = sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened, result == SQLITE_OK else {
            let error = StoreError(sqlite: result, said: sqlite3_errstr(result), path: path)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        sqlite3_busy_timeout(handle, busyTimeoutMilliseconds)
        try execute("PRAGMA foreign_keys = ON")
        try execute("PRAGMA trusted_schema = OFF")
        try execute("PRAGMA cell_size_check = ON")
        try execute("PRAGMA temp_store = MEMORY")
    }

    deinit {
        // Statements first; with `close_v2` a statement that is still held elsewhere keeps the connection until it
        // goes.
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// `true` from `BEGIN` until `COMMIT` or `ROLLBACK`; some errors roll back by themselves.
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    package var changes: Int { Int(sqlite3_changes64(handle)) }

    /// The sequence of the row that was inserted last.
    var lastInserted: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Runs one or more statements that take no values and return nothing.
    package func execute(_ sql: String) throws(StoreError) {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        if result != SQLITE_OK { throw error(result) }
    }

    /// The prepared statement of a text, reset and without values. Prepared once and kept: the texts are few.
    package func statement(_ sql: String) throws(StoreError) -> SQLiteStatement {
        if let known = statements[sql] { return known }
        var prepared: OpaquePointer?
        let result = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard result == SQLITE_OK, let prepared else { throw error(result) }
        let statement = SQLiteStatement(prepared, of: handle, path: path)
        statements[sql] = statement
        return statement
    }

    /// The texts of all statements prepared so far, sorted.
    var preparedTexts: [String] { statements.keys.sorted() }

    /// Runs a prepared statement that takes no values and returns nothing.
    package func run(_ sql: String) throws(StoreError) {
        let statement = try statement(sql)
        defer { statement.reset() }
        _ = try statement.step()
    }

    /// The first column of the first row as a number; 0 without a row.
    package func number(_ sql: String) throws(StoreError) -> Int64 {
        let statement = try statement(sql)
        defer { statement.reset() }
        return try statement.step() ? statement.number(0) : 0
    }

    /// The first column of the first row as text; empty without a row.
    package func text(_ sql: String) throws(StoreError) -> String {
        let statement = try statement(sql)
        defer { statement.reset() }
        return try statement.step() ? statement.text(0) : ""
    }

    private func error(_ result: Int32) -> StoreError {
        StoreError(sqlite: result, said: sqlite3_errmsg(handle), path: path)
    }
}
