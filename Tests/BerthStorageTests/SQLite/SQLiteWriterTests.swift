import BerthBroker
import BerthModel
import Testing

@testable import BerthStorage

@Suite struct SQLiteWriterTests {
    private typealias Result = Swift.Result<Write.Outcome, StoreError>

    @Test func eachWriteOfACommitHasItsOwnResult() async throws {
        let folder = try TemporaryFolder()
        let writer = try Sample.writer(folder)
        let results = await writer.commit([
            .insert(nil, [Sample.session(1)]),
            .insert(nil, [Sample.session(1)]),
            .replace([Sample.session(1, phase: .accepted, revision: 2)]),
            .replace([Sample.session(1, phase: .rejected, revision: 2)]),
            .insert(nil, [Sample.session(2, phase: .failed)]),
            .forget(endedBefore: .latest, limit: 10),
        ])
        let taken = StoreError(
            .failed,
            "The database \(folder.path)/store.db refused a row: its identifier is taken, or its offer set is not "
                + "there.", path: folder.path + "/store.db",
            cause: "SQLite 2067: UNIQUE constraint failed: sessions.id")
        #expect(
            results == [
                .success(.inserted), .failure(taken), .success(.replaced), .success(.outrun), .success(.inserted),
                .success(.forgotten([Sample.session(2, phase: .failed)])),
            ])
        await writer.close()
    }

    @Test func writesOfOneMomentShareACommit() async throws {
        let folder = try TemporaryFolder()
        let writer = try Sample.writer(folder)
        // The log grows by whole pages for every commit: together they change each page once.
        let results = await writer.commit((0..<200).map { .insert(nil, [Sample.session($0)]) })
        #expect(results == [Result](repeating: .success(.inserted), count: 200))
        let together = try folder.read("store.db-wal").count
        for number in 200..<400 { _ = await writer.commit([.insert(nil, [Sample.session(number)])]) }
        let alone = try folder.read("store.db-wal").count - together
        #expect(alone > together * 5)
        await writer.close()
    }

    @Test func whenTheTransactionIsLostTheOthersAreWrittenAlone() async throws {
        let folder = try TemporaryFolder()
        let writer = try Sample.writer(folder)
        // A trigger that rolls back everything, as a full disk may.
        try await writer.withConnection { connection in
            try connection.execute(
                """
                CREATE TEMP TRIGGER lose BEFORE INSERT ON sessions WHEN NEW.owner = 'unlucky'
                BEGIN SELECT RAISE(ROLLBACK, 'lost'); END
                """)
        }
        var unlucky = Sample.session(2)
        unlucky.owner = "unlucky"
        let results = await writer.commit([
            .insert(nil, [Sample.session(1)]), .insert(nil, [Sample.session(10), unlucky]),
            .insert(nil, [Sample.session(3)]),
        ])
        #expect(results.map { (try? $0.get()) == .inserted } == [true, false, true])
        let count = try await writer.withConnection { try $0.number("SELECT count(*) FROM sessions") }
        #expect(count == 2)
        await writer.close()
    }

    @Test func aDatabaseThatIsHeldFailsEveryWriteOfTheCommit() async throws {
        let folder = try TemporaryFolder()
        var settings = SQLiteStore.Settings()
        settings.busyTimeoutMilliseconds = 0
        let writer = try Sample.writer(folder, settings)
        let other = try Sample.connection(folder)
        try other.execute("BEGIN IMMEDIATE")
        let results = await writer.commit([.insert(nil, [Sample.session(1)]), .insert(nil, [Sample.session(2)])])
        #expect(
            results.map { result -> StoreError.Code? in
                if case .failure(let error) = result { error.code } else { nil }
            } == [.inUse, .inUse])
        try other.execute("ROLLBACK")
        #expect(await writer.commit([.insert(nil, [Sample.session(1)])]) == [.success(.inserted)])
        await writer.close()
    }

    @Test func closingDrainsWhatWaits() async throws {
        let folder = try TemporaryFolder()
        let writer = try Sample.writer(folder)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                group.addTask { _ = try? await writer.write(.insert(nil, [Sample.session(number)])) }
            }
            await group.waitForAll()
        }
        await writer.close()
        await writer.close()
        #expect(writer.isClosed)
        let closed = StoreError(
            .closed, "The store \(folder.path)/store.db is closed.", path: folder.path + "/store.db")
        await #expect(throws: closed) { try await writer.write(.insert(nil, [])) }
        #expect(await writer.commit([.insert(nil, [])]) == [.failure(closed)])
        #expect(try Sample.connection(folder).number("SELECT count(*) FROM sessions") == 100)
    }
}
