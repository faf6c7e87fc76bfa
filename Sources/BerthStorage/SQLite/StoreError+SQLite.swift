import BerthBroker
import CSQLite

/// The one place where SQLite's result codes become ours.
extension StoreError {
    /// - Parameters:
    ///   - result: a result code, primary or extended.
    ///   - said: SQLite's own words, which become the cause.
    init(sqlite result: Int32, said: UnsafePointer<CChar>?, path: String) {
        // An extended code keeps the primary one in its lowest byte. Source: https://sqlite.org/rescode.html
        let (code, message) = Self.meaning(ofPrimary: result & 0xFF, path: path)
        let words = said.map { String(cString: $0) } ?? "no words"
        self.init(code, message, path: path, cause: "SQLite \(result): \(words)")
    }

    private static func meaning(ofPrimary result: Int32, path: String) -> (Code, String) {
        switch result {
        case SQLITE_CANTOPEN:
            (.cannotOpen, "The database \(path) cannot be opened. Check that its folder exists and can be written.")
        case SQLITE_NOTADB:
            (.cannotOpen, "\(path) is not a database. Name another file, or move this one away.")
        case SQLITE_PERM, SQLITE_AUTH, SQLITE_READONLY:
            (.cannotOpen, "The database \(path) cannot be written. Check its permissions and those of its folder.")
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
            (.inUse, "Another program holds the database \(path). Stop it, or use another file.")
        case SQLITE_FULL:
            (.full, "There is no room left for the database \(path). Free some, or forget old sessions.")
        case SQLITE_CORRUPT, SQLITE_FORMAT, SQLITE_MISMATCH:
            (.damaged, "The database \(path) is damaged. Stop the broker, and restore the file from a backup.")
        case SQLITE_IOERR:
            (.failed, "The disk under the database \(path) failed to read or write. Check the disk.")
        case SQLITE_NOMEM:
            (.failed, "There is not enough memory for the database \(path).")
        case SQLITE_CONSTRAINT:
            (.failed, "The database \(path) refused a row: its identifier is taken, or its offer set is not there.")
        case SQLITE_TOOBIG:
            (.failed, "A row is larger than the database \(path) can hold.")
        case SQLITE_SCHEMA, SQLITE_ERROR:
            (.failed, "The tables of the database \(path) are not those of Berth. Name another file.")
        default:
            (.failed, "The database \(path) did not do what it was asked.")
        }
    }
}
