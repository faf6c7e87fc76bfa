import BerthDocument
import BerthModel
import Testing

@testable import BerthIdentity

@Suite struct KeyCacheTests {
    private let start = Instant(seconds: 1000)
    private func later(_ seconds: Int64) -> Instant { Instant(seconds: 1000 + seconds) }

    @Test func nothingIsKnownAtFirst() {
        let cache = KeyCache(KeyCache.Times())
        #expect(!cache.isFresh(start))
        #expect(!cache.isUsable(start))
        #expect(cache.mayAsk(start))
    }

    @Test func keysAreFreshThenUsableThenOld() throws {
        var cache = KeyCache(KeyCache.Times())
        cache.begin(start)
        cache.take(try KeySet(reading: ["keys": [TestKey.curve.published()]], of: "x"), start)
        #expect(cache.isFresh(later(599)))
        #expect(!cache.isFresh(later(600)))
        #expect(cache.isUsable(later(86_399)))
        #expect(!cache.isUsable(later(86_400)))
    }

    @Test func theIssuerIsNotAskedAgainAtOnce() throws {
        var cache = KeyCache(KeyCache.Times())
        cache.begin(start)
        #expect(!cache.mayAsk(later(1)))
        #expect(cache.mayAsk(later(2)))
        cache.take(try KeySet(reading: ["keys": [TestKey.curve.published()]], of: "x"), start)
        #expect(!cache.mayAsk(later(29)))
        #expect(cache.mayAsk(later(30)))
        // A clock that was set back.
        #expect(cache.mayAsk(later(-1)))
    }

    @Test func aFailureLeavesTheKeys() throws {
        var cache = KeyCache(KeyCache.Times())
        cache.take(try KeySet(reading: ["keys": [TestKey.curve.published()]], of: "x"), start)
        cache.fail(IdentityError(.unreachable, "Away."))
        #expect(cache.failure?.code == .unreachable)
        #expect(cache.keys.keys.count == 1)
        #expect(cache.isUsable(later(1)))
    }
}
