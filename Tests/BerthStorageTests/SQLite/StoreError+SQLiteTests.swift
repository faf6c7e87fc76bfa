import BerthBroker
import BerthModel
import CSQLite
import Testing

@testable import BerthStorage

@Suite struct StoreErrorSQLiteTests {
    private static let primary: [(Int32, StoreError.Code, String)] = [
        (SQLITE_ERROR, .failed, "The tables of the database s.db are not those of Berth. Name another file."),
        (SQLITE_INTERNAL, .failed, "The database s.db did not do what it was asked."),
        (
            SQLITE_PERM, .cannotOpen,
            "The database s.db cannot be written. Check its permissions and those of its folder."
        ),
        (SQLITE_ABORT, .failed, "The database s.db did not do what it was asked."),
        (SQLITE_BUSY, .inUse, "Another program holds the database s.db. Stop it, or use another file."),
        (SQLITE_LOCKED, .inUse, "Another program holds the database s.db. Stop it, or use another file."),
        (SQLITE_NOMEM, .failed, "There is not enough memory for the database s.db."),
        (
            SQLITE_READONLY, .cannotOpen,
            "The database s.db cannot be written. Check its permissions and those of its folder."
        ),
        (SQLITE_INTERRUPT, .failed, "The database s.db did not do what it was asked."),
        (SQLITE_IOERR, .failed, "The disk under the database s.db failed to read or write. Check the disk."),
        (
            SQLITE_CORRUPT, .damaged,
            "The database s.db is damaged. Stop the broker, and restore the file from a backup."
        ),
        (SQLITE_FULL, .full, "There is no room left for the database s.db. Free some, or forget old sessions."),
        (
            SQLITE_CANTOPEN, .cannotOpen,
            "The database s.db cannot be opened. Check that its folder exists and can be written."
        ),
        (SQLITE_PROTOCOL, .inUse, "Another program holds the database s.db. Stop it, or use another file."),
        (SQLITE_SCHEMA, .failed, "The tables of the database s.db are not those of Berth. Name another file."),
        (SQLITE_TOOBIG, .failed, "A row is larger than the database s.db can hold."),
        (
            SQLITE_CONSTRAINT, .failed,
            "The database s.db refused a row: its identifier is taken, or its offer set is not there."
        ),
        (
            SQLITE_MISMATCH, .damaged,
            "The database s.db is damaged. Stop the broker, and restore the file from a backup."
        ),
        (SQLITE_MISUSE, .failed, "The database s.db did not do what it was asked."),
        (
            SQLITE_AUTH, .cannotOpen,
            "The database s.db cannot be written. Check its permissions and those of its folder."
        ),
        (
            SQLITE_FORMAT, .damaged,
            "The database s.db is damaged. Stop the broker, and restore the file from a backup."
        ),
        (SQLITE_NOTADB, .cannotOpen, "s.db is not a database. Name another file, or move this one away."),
    ]

    @Test(arguments: primary)
    func everyCodeHasItsMeaning(_ result: Int32, _ code: StoreError.Code, _ message: String) {
        let error = StoreError(sqlite: result, said: sqlite3_errstr(result), path: "s.db")
        let words = String(cString: sqlite3_errstr(result))
        #expect(error == StoreError(code, message, path: "s.db", cause: "SQLite \(result): \(words)"))
    }

    @Test func anExtendedCodeMeansWhatItsPrimaryOneDoes() {
        // SQLITE_IOERR_FSYNC, SQLITE_CONSTRAINT_UNIQUE, SQLITE_BUSY_SNAPSHOT: macros that Swift does not see.
        for (extended, code) in [(10 | 4 << 8, StoreError.Code.failed), (19 | 8 << 8, .failed), (5 | 2 << 8, .inUse)] {
            let error = StoreError(sqlite: Int32(extended), said: nil, path: "s.db")
            #expect(error.code == code)
            #expect(error.cause == "SQLite \(extended): no words")
        }
    }
}
