import BerthModel
import Testing

@testable import BerthPortal

struct StoreShelfTests {
    @Test func whatIsPutIsThereWithItsTime() async throws {
        let store = MemoryPortalStore()
        let shelf = StoreShelf(store)
        #expect(await shelf.get("a") == nil)
        await shelf.put("a", [1], at: Sample.noon)
        await shelf.put("a", [2], at: Sample.after(1))
        #expect(await shelf.get("a")?.bytes == [2])
        #expect(await shelf.get("a")?.at == Sample.after(1))
        await shelf.put("b", [], at: Sample.after(2) + StoreShelf.life)
        #expect(await shelf.get("a") == nil)
        // What is too long does not take the place of what was there.
        await shelf.put("b", [UInt8](repeating: 1, count: StoreShelf.mostBytes + 1), at: Sample.after(3))
        #expect(await shelf.get("b")?.bytes == [])
        await store.close()
        #expect(await shelf.get("b") == nil)
    }
}
