import BerthModel
import Testing

@testable import BerthSoftware

struct MemoryShelfTests {
    /// What every shelf has to do.
    static func check(_ shelf: any SoftwareShelf) async {
        let later = Sample.now + TimeSpan(milliseconds: 1500)
        #expect(await shelf.get("a") == nil)
        await shelf.put("a", [1, 10, 2], at: Sample.now)
        await shelf.put("b c\nd", [], at: later)
        #expect(await shelf.get("a")?.bytes == [1, 10, 2])
        #expect(await shelf.get("a")?.at == Sample.now)
        #expect(await shelf.get("b c\nd")?.bytes == [])
        #expect(await shelf.get("b c\nd")?.at == later)
        await shelf.put("a", [3], at: later)
        #expect(await shelf.get("a")?.bytes == [3])
        #expect(await shelf.get("a")?.at == later)
    }

    @Test func keepsWhatItIsGiven() async {
        await Self.check(MemoryShelf())
    }

    @Test func theOldestGoes() async {
        let shelf = MemoryShelf(mostBytes: 4)
        for (key, bytes) in [("a", [1, 1]), ("b", [2, 2]), ("c", [3])] as [(String, [UInt8])] {
            await shelf.put(key, bytes, at: Sample.now)
        }
        #expect(await shelf.get("a") == nil)
        #expect(await shelf.get("b") != nil)
        await shelf.put("b", [1, 2, 3, 4, 5], at: Sample.now)
        #expect(await shelf.get("b") == nil)
    }
}
