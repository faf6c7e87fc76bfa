import BerthBroker
import BerthModel
import Glibc
import Testing

@testable import BerthStorage

@Suite struct SQLiteStoreTests {
    @Test func keepsWhatWasWrittenAfterClosing() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/store.db"
        let set = Sample.offerSet(1)
        let session = Sample.session(2, in: set.id)
        let first = try SQLiteStore(path: path)
        try await first.insert(set, [session])
        await first.close()
        #expect(!folder.has("store.db-wal"), "closing folds the log into the database")
        let second = try SQLiteStore(path: path)
        let found = try await second.offerSet(set.id)
        #expect(found?.set == set)
        #expect(found?.sessions == [session])
        await second.close()
    }

    @Test func isReadableOnlyByItsOwner() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.path + "/store.db")
        try await store.insert(nil, [Sample.session(1)])
        for name in ["store.db", "store.db-wal", "store.db-shm", "store.db-lock"] {
            var status = stat()
            #expect(stat(folder.path + "/" + name, &status) == 0, "\(name)")
            #expect(status.st_mode & 0o777 == 0o600, "\(name)")
        }
        await store.close()
    }

    @Test func flushesEveryCommit() async throws {
        let folder = try TemporaryFolder()
        let writer = try Sample.writer(folder)
        let (mode, flush) = try await writer.pragmas()
        #expect(mode == "wal")
        #expect(flush == 2, "synchronous = FULL")
        await writer.close()
    }

    @Test func whatIsNotOurDatabaseIsRefusedAndUntouched() throws {
        let folder = try TemporaryFolder()
        let text = folder.path + "/text.db"
        let content = [UInt8](repeating: UInt8(ascii: "x"), count: 5000)
        try folder.write(content, to: "text.db")
        #expect(
            throws: StoreError(
                .cannotOpen, "\(text) is not a database. Name another file, or move this one away.", path: text,
                cause: "SQLite 26: file is not a database")
        ) { try SQLiteStore(path: text) }
        #expect(try folder.read("text.db") == content)

        let foreign = folder.path + "/foreign.db"
        try folder.write([], to: "foreign.db")
        do {
            let other = try SQLiteConnection(path: foreign, busyTimeoutMilliseconds: 0)
            try other.execute("CREATE TABLE songs (title TEXT)")
        }
        let before = try folder.read("foreign.db")
        #expect(
            throws: StoreError(
                .cannotOpen, "\(foreign) is a database of another program. Name another file.", path: foreign)
        ) { try SQLiteStore(path: foreign) }
        #expect(try folder.read("foreign.db") == before)
    }

    @Test func aDatabaseFromTheFutureIsRefusedAndUntouched() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/store.db"
        await (try SQLiteStore(path: path)).close()
        do {
            let later = try SQLiteConnection(path: path, busyTimeoutMilliseconds: 0)
            try later.execute("PRAGMA user_version = 7")
        }
        #expect(
            throws: StoreError(
                .fromTheFuture,
                "The database \(path) was written by a later version of Berth: its tables have version 7, and this "
                    + "program knows them up to 1. Use the later program, or another file.", path: path)
        ) { try SQLiteStore(path: path) }
        let later = try SQLiteConnection(path: path, busyTimeoutMilliseconds: 0)
        #expect(try later.number("PRAGMA user_version") == 7)
    }

    @Test func anEmptyFileBecomesADatabase() async throws {
        let folder = try TemporaryFolder()
        try folder.write([], to: "empty.db")
        let store = try SQLiteStore(path: folder.path + "/empty.db")
        try await store.insert(nil, [Sample.session(1)])
        await store.close()
    }

    @Test func twoStoresDoNotShareOneFile() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/store.db"
        let first = try SQLiteStore(path: path)
        #expect(
            throws: StoreError(
                .inUse, "Another broker (process \(getpid())) uses the database \(path). Stop it, or use another file.",
                path: path)
        ) { try SQLiteStore(path: path) }
        try await first.insert(nil, [Sample.session(1)])
        await first.close()
        let second = try SQLiteStore(path: path)
        #expect(try await second.session(Sample.id(1)) == Sample.session(1))
        await second.close()
    }

    @Test func aStoreThatFailsToOpenLeavesTheFileFree() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/store.db"
        try folder.write(
            Array("not a database, and longer than its header would be: \(String(repeating: "-", count: 100))".utf8),
            to: "store.db")
        #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
        unlink(path)
        let store = try SQLiteStore(path: path)
        await store.close()
    }

    @Test func anotherProgramThatHoldsTheDatabaseIsNamed() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/store.db"
        var settings = SQLiteStore.Settings()
        settings.busyTimeoutMilliseconds = 0
        let store = try SQLiteStore(path: path, settings: settings)
        try await store.insert(nil, [Sample.session(1)])
        do {
            let other = try SQLiteConnection(path: path, busyTimeoutMilliseconds: 0)
            try other.execute("BEGIN IMMEDIATE")
            let expected = StoreError(
                .inUse, "Another program holds the database \(path). Stop it, or use another file.", path: path,
                cause: "SQLite 5: database is locked")
            await #expect(throws: expected) { try await store.insert(nil, [Sample.session(2)]) }
            #expect(try await store.session(Sample.id(1)) != nil, "reading goes on")
            try other.execute("ROLLBACK")
        }
        try await store.insert(nil, [Sample.session(2)])
        await store.close()
    }

    @Test func aFullDiskIsSaidAndLosesNothing() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/store.db"
        var settings = SQLiteStore.Settings()
        settings.limits.databasePages = 40
        let store = try SQLiteStore(path: path, settings: settings)
        var kept = 0
        let expected = StoreError(
            .full, "There is no room left for the database \(path). Free some, or forget old sessions.", path: path,
            cause: "SQLite 13: database or disk is full")
        do throws(StoreError) {
            while kept < 100 {
                try await store.insert(nil, [Sample.session(kept, phase: .completed, body: Sample.bytes(6000))])
                kept += 1
            }
        } catch {
            #expect(error == expected)
        }
        #expect((5..<40).contains(kept))
        for number in 0..<kept { #expect(try await store.session(Sample.id(number)) != nil) }
        #expect(try await store.session(Sample.id(kept)) == nil)
        // The remedy works.
        let forgotten = try await store.forget(endedBefore: .latest, limit: 5)
        #expect(forgotten.count == 5)
        try await store.insert(nil, [Sample.session(500, body: Sample.bytes(6000))])
        await store.close()
    }

    @Test func aDamagedPageIsSaid() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/store.db"
        let store = try SQLiteStore(path: path)
        try await store.insert(nil, (0..<200).map { Sample.session($0, body: Sample.bytes(1000)) })
        await store.close()
        var content = try folder.read("store.db")
        // The first page holds the tables' names and stays; the rest becomes noise.
        for index in 4096..<content.count { content[index] = UInt8(truncatingIfNeeded: index &* 7919 >> 3) }
        try folder.write(content, to: "store.db")
        let damaged = try SQLiteStore(path: path)
        let expected = StoreError(
            .damaged, "The database \(path) is damaged. Stop the broker, and restore the file from a backup.",
            path: path, cause: "SQLite 11: database disk image is malformed")
        await #expect(throws: expected) { try await damaged.session(Sample.id(1)) }
        await #expect(throws: expected) { try await damaged.unfinished() }
        await #expect(throws: expected) { try await damaged.insert(nil, [Sample.session(1000)]) }
        await damaged.close()
    }

    @Test func aPhaseThatDoesNotExistIsDamage() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/store.db"
        let store = try SQLiteStore(path: path)
        try await store.insert(nil, [Sample.session(1)])
        do {
            let other = try SQLiteConnection(path: path, busyTimeoutMilliseconds: 1000)
            try other.execute("UPDATE sessions SET phase = 'DREAMING'")
        }
        let expected = StoreError(
            .damaged,
            "The database \(path) holds a session in the phase \"DREAMING\", which does not exist. Stop the broker, "
                + "and restore the file from a backup.", path: path)
        await #expect(throws: expected) { try await store.session(Sample.id(1)) }
        await store.close()
    }

    @Test func bodiesHaveALimit() async throws {
        let folder = try TemporaryFolder()
        var settings = SQLiteStore.Settings()
        settings.limits.bodyBytes = 1000
        let store = try SQLiteStore(path: folder.path + "/store.db", settings: settings)
        try await store.insert(
            Sample.offerSet(1, body: Sample.bytes(1000)), [Sample.session(2, body: Sample.bytes(1000))])
        let expected = StoreError(
            .failed, "A body of 1001 bytes is larger than the store takes: 1000 bytes.", path: store.path)
        await #expect(throws: expected) { try await store.insert(nil, [Sample.session(3, body: Sample.bytes(1001))]) }
        await #expect(throws: expected) { try await store.insert(Sample.offerSet(4, body: Sample.bytes(1001)), []) }
        await #expect(throws: expected) {
            try await store.replace([Sample.session(2, revision: 2, body: Sample.bytes(1001))])
        }
        #expect(try await store.session(Sample.id(3)) == nil)
        await store.close()
    }

    @Test func readsHaveALimit() async throws {
        let folder = try TemporaryFolder()
        var settings = SQLiteStore.Settings()
        settings.limits.waitingReads = 0
        let store = try SQLiteStore(path: folder.path + "/store.db", settings: settings)
        let expected = StoreError(
            .tooBusy, "0 reads wait for the database \(store.path) already. Try again in a moment.", path: store.path)
        await #expect(throws: expected) { try await store.session(Sample.id(1)) }
        await store.close()
        settings.limits.waitingReads = 1
        let other = try SQLiteStore(path: folder.path + "/store.db", settings: settings)
        for _ in 0..<10 { #expect(try await other.session(Sample.id(1)) == nil) }
        await other.close()
    }
}

extension SQLiteWriter {
    /// The journal's mode and how commits are flushed, as the connection says.
    fileprivate func pragmas() throws -> (String, Int64) {
        try withConnection { (try $0.text("PRAGMA journal_mode"), try $0.number("PRAGMA synchronous")) }
    }
}
