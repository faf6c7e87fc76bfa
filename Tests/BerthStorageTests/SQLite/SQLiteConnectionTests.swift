import BerthBroker
import BerthModel
import Testing

@testable import BerthStorage

@Suite struct SQLiteConnectionTests {
    @Test func opensOnlyWhatIsThere() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/none.db"
        #expect(
            throws: StoreError(
                .cannotOpen, "The database \(path) cannot be opened. Check that its folder exists and can be written.",
                path: path, cause: "SQLite 14: unable to open database file")
        ) { try SQLiteConnection(path: path, busyTimeoutMilliseconds: 0) }
        #expect(!folder.has("none.db"))
    }

    @Test func preparesAStatementOnce() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.connection(folder)
        #expect(try connection.statement("SELECT 1") === connection.statement("SELECT 1"))
        #expect(try connection.number("SELECT 41 + 1") == 42)
        #expect(try connection.number("SELECT 1 WHERE 0") == 0)
        #expect(try connection.text("SELECT 'a' || 'b'") == "ab")
        #expect(try connection.text("SELECT 'a' WHERE 0") == "")
    }

    @Test func saysWhatSQLiteSays() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.connection(folder)
        let expected = StoreError(
            .failed, "The tables of the database \(connection.path) are not those of Berth. Name another file.",
            path: connection.path, cause: "SQLite 1: no such table: missing")
        #expect(throws: expected) { try connection.run("SELECT * FROM missing") }
        #expect(throws: expected) { try connection.execute("SELECT * FROM missing") }
    }

    @Test func knowsWhetherATransactionIsOpen() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.connection(folder)
        #expect(!connection.isInTransaction)
        try connection.run("BEGIN")
        #expect(connection.isInTransaction)
        try connection.run("ROLLBACK")
        #expect(!connection.isInTransaction)
    }
}
