import BerthBroker
import BerthStorage
import Glibc
import Testing

@testable import BerthPortal

struct SQLitePortalStoreTests {
    /// A folder of its own, removed at the end.
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        var template = Array("/tmp/berth-portal-XXXXXX".utf8CString)
        let folder = String(cString: try #require(mkdtemp(&template)))
        defer {
            for ending in ["", "-wal", "-shm", "-lock"] { unlink("\(folder)/p.db\(ending)") }
            rmdir(folder)
        }
        try await body(folder + "/p.db")
    }

    @Test func itDoesWhatEveryStoreDoes() async throws {
        try await inFolder { try await PortalStoreContract.check(try SQLitePortalStore(path: $0)) }
    }

    @Test func whatIsKeptIsThereAfterAStart() async throws {
        try await inFolder { path in
            let first = try SQLitePortalStore(path: path)
            try await first.put(PortalStoreContract.record("a"))
            let second = #expect(throws: StoreError.self) { try SQLitePortalStore(path: path) }
            #expect(second?.code == .inUse)
            await first.close()
            let next = try SQLitePortalStore(path: path)
            #expect(try await next.record(.draft, "a") == PortalStoreContract.record("a"))
            await next.close()
        }
    }

    @Test func nobodyElseMayReadIt() async throws {
        try await inFolder { path in
            let store = try SQLitePortalStore(path: path)
            try await store.put(PortalStoreContract.record("a"))
            for ending in ["", "-wal", "-shm"] {
                var status = stat()
                #expect(stat(path + ending, &status) == 0 && status.st_mode & 0o777 == 0o600, "\(ending)")
            }
            await store.close()
        }
    }

    /// Sign-ins of the first form held tokens as they were.
    @Test func tokensOfBeforeAreRemoved() async throws {
        try await inFolder { path in
            let first = try SQLitePortalStore(path: path)
            try await first.put(
                PortalRecord(.signIn, key: "k", owner: "ada", at: Sample.noon, body: Array("secret-token".utf8)))
            try await first.put(PortalStoreContract.record("a"))
            await first.close()
            let connection = try SQLiteConnection(path: path, busyTimeoutMilliseconds: 1000)
            try connection.execute("PRAGMA user_version = 1")
            let next = try SQLitePortalStore(path: path)
            #expect(try await next.record(.signIn, "k") == nil)
            #expect(try await next.record(.draft, "a") == PortalStoreContract.record("a"))
            await next.close()
            for ending in ["", "-wal"] {
                let bytes = (try? Self.read(path + ending)) ?? []
                #expect(!String(decoding: bytes, as: UTF8.self).contains("secret-token"))
            }
        }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return bytes
    }

    /// The broker's database is not the portal's, and what a later version wrote is left alone.
    @Test func otherDatabasesAreRefused() async throws {
        try await inFolder { path in
            let broker = try SQLiteStore(path: path)
            await broker.close()
            let error = #expect(throws: StoreError.self) { try SQLitePortalStore(path: path) }
            #expect(error?.code == .cannotOpen)
        }
        try await inFolder { path in
            let store = try SQLitePortalStore(path: path)
            await store.close()
            let connection = try SQLiteConnection(path: path, busyTimeoutMilliseconds: 1000)
            try connection.execute("PRAGMA user_version = 99")
            let error = #expect(throws: StoreError.self) { try SQLitePortalStore(path: path) }
            #expect(error?.code == .fromTheFuture)
        }
    }
}
