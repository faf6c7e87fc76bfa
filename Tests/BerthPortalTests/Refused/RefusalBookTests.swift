import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthPortal

struct RefusalBookTests {
    /// Somebody who is refused again and again takes nobody's place.
    @Test func oneSubjectHasSoManyPlaces() async throws {
        let (world, store) = (StillWorld(), MemoryPortalStore())
        let book = RefusalBook(store: store, world: world, retention: TimeSpan(seconds: 86_400))
        try await store.put(PortalRecord(.refusal, key: "eve's", at: Sample.noon, body: []))
        let broker = PortalBroker(name: "here", title: "Here", url: "http://127.0.0.1:9")
        for number in 0..<UInt64(RefusalBook.mostOfOne + 3) {
            let asking = LiveAsking(
                id: Sample.id(number), owner: "ada", draft: "d", revision: 1, title: "A", request: [:],
                at: Sample.noon, Sample.state(nil))
            await book.keep(Sample.answer([], [Sample.obstacle()]), of: asking, broker, groups: [])
        }
        #expect(try await store.count(.refusal, owner: nil) == RefusalBook.mostOfOne + 1)
        #expect(try await store.record(.refusal, "eve's") != nil)
        #expect(try await store.record(.refusal, "\(Sample.id(2))/here") == nil)
        #expect(try await store.record(.refusal, "\(Sample.id(3))/here") != nil)
    }

    @Test func whatIsOldIsForgotten() async throws {
        let world = StillWorld()
        let store = MemoryPortalStore()
        let book = RefusalBook(store: store, world: world, retention: TimeSpan(seconds: 86_400))
        let broker = PortalBroker(name: "here", title: "Here", url: "http://127.0.0.1:9")
        let asking = Sample.asking(Sample.state(nil))
        await book.keep(Sample.answer([], [Sample.obstacle()]), of: asking, broker, groups: ["astro"])
        await book.keep(Sample.answer([Sample.offer(1)]), of: asking, broker, groups: [])
        #expect(try await book.all().map(\.broker) == ["Here"])
        // Nobody's: who asked is not kept.
        let record = try #require(try await store.records(.refusal, limit: 1).first)
        #expect(record.owner.isEmpty)
        #expect(!String(decoding: record.body, as: UTF8.self).contains("ada"))
        world.set(Sample.after(86_401))
        let other = PortalBroker(name: "east", title: "East", url: "http://127.0.0.1:9")
        await book.keep(Sample.answer([], [Sample.obstacle()]), of: asking, other, groups: [])
        #expect(try await book.all().map(\.broker) == ["East"])
        await store.close()
        await #expect(throws: PortalError.self) { try await book.all() }
        await book.keep(Sample.answer([], [Sample.obstacle()]), of: asking, other, groups: [])
    }
}
