package import BerthBroker
package import BerthModel
import CSQLite

/// A prepared statement. Values are bound by position from 1, columns are read by position from 0. Every use ends with
/// `reset`, which also ends the statement's hold on the database.
package final class SQLiteStatement {
    private let handle: OpaquePointer
    private let connection: OpaquePointer
    private let path: String

    init(_ handle: OpaquePointer, of connection: OpaquePointer, path: String) {
        self.handle = handle
        self.connection = connection
        self.path = path
    }

    deinit { sqlite3_finalize(handle) }

    package func bind(_ number: Int64, at index: Int32) throws(StoreError) {
        try check(sqlite3_bind_int64(handle, index, number))
    }

    package func bind(_ instant: Instant, at index: Int32) throws(StoreError) {
        try bind(instant.milliseconds, at: index)
    }

    package func bind(_ text: String, at index: Int32) throws(StoreError) {
        var text = text
        let result = text.withUTF8 { bytes in
            berth_sqlite3_bind_text(handle, index, bytes.baseAddress, UInt64(bytes.count))
        }
        try check(result)
    }

    package func bind(_ bytes: [UInt8], at index: Int32) throws(StoreError) {
        let result = bytes.withUnsafeBytes { bytes in
            berth_sqlite3_bind_blob(handle, index, bytes.baseAddress, UInt64(bytes.count))
        }
        try check(result)
    }

    /// As 16 bytes, the most significant first: SQLite's order of such values is the order of the identifiers.
    package func bind(_ id: UUID?, at index: Int32) throws(StoreError) {
        guard let id else { return try check(sqlite3_bind_null(handle, index)) }
        let words = (id.high.bigEndian, id.low.bigEndian)
        let result = withUnsafeBytes(of: words) { bytes in
            berth_sqlite3_bind_blob(handle, index, bytes.baseAddress, UInt64(bytes.count))
        }
        try check(result)
    }

    /// - Returns: `true` when there is a row to read.
    package func step() throws(StoreError) -> Bool {
        let result = sqlite3_step(handle)
        switch result {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw StoreError(sqlite: result, said: sqlite3_errmsg(connection), path: path)
        }
    }

    /// Forgets the values, too: a body must not stay in memory until the next use.
    package func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    package func number(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    package func instant(_ column: Int32) -> Instant { Instant(milliseconds: number(column)) }

    package func text(_ column: Int32) -> String {
        String(decoding: bytes(column, sqlite3_column_text(handle, column)), as: UTF8.self)
    }

    package func bytes(_ column: Int32) -> [UInt8] { Array(bytes(column, sqlite3_column_blob(handle, column))) }

    /// `nil` when the column holds anything but 16 bytes.
    package func id(_ column: Int32) -> UUID? {
        let bytes = bytes(column, sqlite3_column_blob(handle, column))
        guard bytes.count == 16 else { return nil }
        return UUID(
            high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    /// The length is asked for after the pointer, as SQLite's manual orders; it is 0 for an empty value and for NULL.
    private func bytes(_ column: Int32, _ start: UnsafeRawPointer?) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
    }

    private func bytes(_ column: Int32, _ start: UnsafePointer<UInt8>?) -> UnsafeRawBufferPointer {
        bytes(column, start.map(UnsafeRawPointer.init))
    }

    private func check(_ result: Int32) throws(StoreError) {
        if result != SQLITE_OK { throw StoreError(sqlite: result, said: sqlite3_errmsg(connection), path: path) }
    }
}
