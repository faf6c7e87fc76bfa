import BerthModel
import BerthPlatform
import Testing

@testable import BerthPortal

struct RefusalBookTests {
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
