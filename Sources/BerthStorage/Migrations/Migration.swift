package import BerthBroker

/// One step of the database's tables from a version to the next. A step that was released is never changed.
package struct Migration: Sendable {
    /// The version after the step, from 1 without a gap. Kept as SQLite's `user_version`.
    package var version: Int64
    package var statements: [String]

    package init(version: Int64, statements: [String]) {
        self.version = version
        self.statements = statements
    }

    /// Every step, in order.
    static let all = [version1]

    /// "Brth": marks a database as Berth's. Kept as SQLite's `application_id`.
    package static let applicationID: Int64 = 0x4272_7468

    /// Refuses a database that another program made, before anything in it is touched.
    ///
    /// - Parameter applicationID: what marks the kind of database; each kind has tables of its own.
    /// - Throws: `cannotOpen`, `damaged`.
    package static func checkKind(
        of connection: SQLiteConnection, applicationID: Int64 = applicationID
    ) throws(StoreError) {
        if try connection.number("PRAGMA application_id") == applicationID { return }
        let isNew = try connection.number("SELECT count(*) FROM sqlite_schema") == 0
        if isNew, try connection.number("PRAGMA user_version") == 0 { return }
        throw StoreError(
            .cannotOpen, "\(connection.path) is a database of another program. Name another file.",
            path: connection.path)
    }

    /// Takes the steps that a database has not taken yet, each in a transaction of its own.
    ///
    /// - Throws: `fromTheFuture` when the database has taken steps that are not among these; what the database said.
    package static func apply(
        _ migrations: [Migration], to connection: SQLiteConnection, applicationID: Int64 = applicationID
    ) throws(StoreError) {
        let latest = migrations.last?.version ?? 0
        let version = try connection.number("PRAGMA user_version")
        if version > latest {
            throw StoreError(
                .fromTheFuture,
                "The database \(connection.path) was written by a later version of Berth: its tables have version "
                    + "\(version), and this program knows them up to \(latest). "
                    + "Use the later program, or another file.",
                path: connection.path)
        }
        for migration in migrations where migration.version > version {
            try migration.apply(to: connection, applicationID)
        }
    }

    private func apply(to connection: SQLiteConnection, _ applicationID: Int64) throws(StoreError) {
        try connection.execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
            for statement in statements { try connection.execute(statement) }
            try connection.execute("PRAGMA application_id = \(applicationID)")
            try connection.execute("PRAGMA user_version = \(version)")
            try connection.execute("COMMIT")
        } catch {
            if connection.isInTransaction { try? connection.execute("ROLLBACK") }
            throw error
        }
    }
}
