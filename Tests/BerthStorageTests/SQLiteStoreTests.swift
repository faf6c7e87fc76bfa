import BerthBroker
import BerthModel
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
        let second = try SQLiteStore(path: path)
        let found = try await second.offerSet(set.id)
        #expect(found?.set == set)
        #expect(found?.sessions == [session])
        await second.close()
    }
}
