import BerthBroker
import BerthModel
import Testing

@testable import BerthPortal

/// What every store of the portal does.
enum PortalStoreContract {
    static func record(
        _ key: String, owner: String = "ada", at seconds: Int64 = 0, revision: Int64 = 1
    ) -> PortalRecord {
        PortalRecord(
            .draft, key: key, owner: owner, revision: revision, at: Sample.after(seconds),
            body: Array("\(key)é\0".utf8))
    }

    static func check(_ store: any PortalStore) async throws {
        try await keeping(store)
        try await replacing(store)
        try await listing(store)
        try await forgetting(store)
        await store.close()
        let error = await #expect(throws: StoreError.self) { try await store.record(.draft, "a") }
        #expect(error?.code == .closed)
    }

    private static func keeping(_ store: any PortalStore) async throws {
        #expect(try await store.record(.draft, "a") == nil)
        try await store.put(record("a"))
        #expect(try await store.record(.draft, "a") == record("a"))
        #expect(try await store.record(.asking, "a") == nil)
        try await store.put(record("a", owner: "eve", at: 1, revision: 7))
        #expect(try await store.record(.draft, "a") == record("a", owner: "eve", at: 1, revision: 7))
        try await store.remove(.draft, "a")
        try await store.remove(.draft, "a")
        #expect(try await store.record(.draft, "a") == nil)
    }

    private static func replacing(_ store: any PortalStore) async throws {
        #expect(try await store.replace(record("r", revision: 2)) == false)
        try await store.put(record("r"))
        #expect(try await store.replace(record("r", at: 5, revision: 2)))
        #expect(try await store.replace(record("r", at: 6, revision: 2)) == false)
        #expect(try await store.record(.draft, "r") == record("r", at: 5, revision: 2))
        try await store.remove(.draft, "r")
    }

    private static func listing(_ store: any PortalStore) async throws {
        for (key, owner, at) in [("b", "ada", Int64(2)), ("c", "ada", 2), ("d", "eve", 3), ("e", "ada", 1)] {
            try await store.put(record(key, owner: owner, at: at))
        }
        let own = try await store.records(.draft, owner: "ada", limit: 10)
        #expect(own.map(\.key) == ["c", "b", "e"])
        #expect(try await store.records(.draft, limit: 2).map(\.key) == ["d", "c"])
        let rest = try await store.records(.draft, owner: "ada", before: own[1], limit: 10)
        #expect(rest.map(\.key) == ["e"])
        #expect(try await store.records(.history, limit: 10).isEmpty)
        #expect(try await store.count(.draft, owner: "ada") == 3)
        #expect(try await store.count(.draft, owner: nil) == 4)
    }

    private static func forgetting(_ store: any PortalStore) async throws {
        try await store.forget(.history, before: Sample.after(100), keeping: 0)
        try await store.forget(.draft, before: Sample.after(2), keeping: 2)
        #expect(try await store.records(.draft, limit: 10).map(\.key) == ["d", "c"])
        try await store.forget(.draft, before: Sample.after(3), keeping: 9)
        #expect(try await store.records(.draft, limit: 10).map(\.key) == ["d"])
        for (key, owner, at) in [("f", "ada", Int64(4)), ("g", "ada", 5), ("h", "ada", 6)] {
            try await store.put(record(key, owner: owner, at: at))
        }
        try await store.forget(.draft, owner: "ada", before: Sample.after(5), keeping: 1)
        #expect(try await store.records(.draft, limit: 10).map(\.key) == ["h", "d"])
        try await store.forget(.draft, before: Sample.after(6), keeping: .max)
        #expect(try await store.records(.draft, limit: 10).map(\.key) == ["h"])
    }
}
