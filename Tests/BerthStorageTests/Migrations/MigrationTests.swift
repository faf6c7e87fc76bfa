import BerthBroker
import BerthModel
import Testing

@testable import BerthStorage

@Suite struct MigrationTests {
    @Test func versionsAreInOrderWithoutAGap() {
        #expect(Migration.all.map(\.version) == Array(1...Int64(Migration.all.count)))
    }

    @Test func aNewDatabaseTakesEveryStep() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.tables(folder)
        #expect(try connection.number("PRAGMA user_version") == Int64(Migration.all.count))
        #expect(try connection.number("PRAGMA application_id") == 0x4272_7468)
        let strict = "SELECT count(*) FROM pragma_table_list WHERE strict AND name IN ('offer_sets', 'sessions')"
        #expect(try connection.number(strict) == 2)
        #expect(try connection.text("PRAGMA integrity_check") == "ok")
        try Migration.checkKind(of: connection)
        try Migration.apply(Migration.all, to: connection)
        #expect(try connection.number("PRAGMA user_version") == Int64(Migration.all.count), "taken once")
    }

    private let steps = [
        Migration(version: 1, statements: ["CREATE TABLE a (x INTEGER) STRICT", "INSERT INTO a VALUES (1)"]),
        Migration(version: 2, statements: ["ALTER TABLE a ADD COLUMN y TEXT", "UPDATE a SET y = 'two'"]),
        Migration(version: 3, statements: ["CREATE TABLE b (z INTEGER) STRICT"]),
    ]

    @Test func anOlderDatabaseTakesOnlyTheStepsItLacks() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.connection(folder)
        try Migration.apply(Array(steps.prefix(1)), to: connection)
        try connection.execute("INSERT INTO a VALUES (5)")
        try Migration.apply(steps, to: connection)
        #expect(try connection.number("PRAGMA user_version") == 3)
        #expect(try connection.number("SELECT count(*) FROM a WHERE y = 'two'") == 2)
        #expect(try connection.number("SELECT count(*) FROM b") == 0)
    }

    @Test func aStepThatFailsLeavesNothingOfItself() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.connection(folder)
        var broken = steps
        broken[1].statements.append("INSERT INTO missing VALUES (1)")
        #expect(
            throws: StoreError(
                .failed, "The tables of the database \(connection.path) are not those of Berth. Name another file.",
                path: connection.path, cause: "SQLite 1: no such table: missing")
        ) { try Migration.apply(broken, to: connection) }
        #expect(!connection.isInTransaction)
        #expect(try connection.number("PRAGMA user_version") == 1, "the step before it stays")
        #expect(try connection.number("SELECT count(*) FROM pragma_table_info('a')") == 1)
        try Migration.apply(steps, to: connection)
        #expect(try connection.number("PRAGMA user_version") == 3)
    }

    @Test func aDatabaseFromTheFutureIsRefused() throws {
        let folder = try TemporaryFolder()
        let connection = try Sample.connection(folder)
        try Migration.apply(steps, to: connection)
        #expect(
            throws: StoreError(
                .fromTheFuture,
                "The database \(connection.path) was written by a later version of Berth: its tables have version 3, "
                    + "and this program knows them up to 2. Use the later program, or another file.",
                path: connection.path)
        ) { try Migration.apply(Array(steps.prefix(2)), to: connection) }
    }

    @Test func aDatabaseOfAnotherProgramIsRefused() throws {
        let folder = try TemporaryFolder()
        for (name, sql) in [
            ("tables", "CREATE TABLE songs (title TEXT)"), ("version", "PRAGMA user_version = 1"),
            ("marked", "PRAGMA application_id = 1; CREATE TABLE t (x)"),
        ] {
            let connection = try Sample.connection(folder, name + ".db")
            try Migration.checkKind(of: connection)
            try connection.execute(sql)
            #expect(
                throws: StoreError(
                    .cannotOpen, "\(connection.path) is a database of another program. Name another file.",
                    path: connection.path)
            ) { try Migration.checkKind(of: connection) }
        }
    }
}
