import BerthBroker
import BerthModel
import Testing

@testable import BerthStorage

@Suite struct SQLiteReaderTests {
    @Test func seesEachCommitAndEndsEachRead() async throws {
        let folder = try TemporaryFolder()
        let writer = try Sample.writer(folder)
        let reader = try SQLiteReader(path: folder.path + "/store.db", settings: SQLiteStore.Settings())
        let set = Sample.offerSet(1)
        #expect(try await reader.offerSet(set.id) == nil)
        _ = try await writer.write(.insert(set, [Sample.session(2, in: set.id)]))
        #expect(try await reader.offerSet(set.id)?.sessions.count == 1)
        _ = try await writer.write(.insert(nil, [Sample.session(3, in: set.id)]))
        #expect(try await reader.offerSet(set.id)?.sessions.count == 2)
        await reader.close()
        let closed = StoreError(
            .closed, "The store \(folder.path)/store.db is closed.", path: folder.path + "/store.db")
        await #expect(throws: closed) { try await reader.session(Sample.id(2)) }
        await writer.close()
    }
}
