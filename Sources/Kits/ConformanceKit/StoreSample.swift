import BerthBroker
import BerthModel

/// Offer sets and sessions to fill a store with.
enum StoreSample {
    static let start = Instant(seconds: 1_800_000_000)

    /// Different for different numbers, and not in their order: the finalizer of SplitMix64, which is a bijection.
    static func id(_ number: Int) -> UUID {
        func mix(_ seed: UInt64) -> UInt64 {
            var z = seed &* 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        return UUID(high: mix(UInt64(number)), low: mix(UInt64(number) &+ 0x1_0000_0000))
    }

    static func offerSet(_ number: Int, created: Instant = start, body: [UInt8] = [1, 2, 3]) -> StoredOfferSet {
        StoredOfferSet(id: id(number), owner: "ada", created: created, body: body)
    }

    static func session(
        _ number: Int, in offerSet: UUID? = nil, owner: String = "ada", phase: SessionPhase = .offered,
        created: Instant = start, modified: Instant? = nil, body: [UInt8] = [4, 5, 6]
    ) -> StoredSession {
        StoredSession(
            id: id(number), offerSet: offerSet, owner: owner, platform: "here", phase: phase, revision: 1,
            created: created, modified: modified ?? created, body: body)
    }
}

extension StoredSession {
    /// The same session after a change.
    func next(_ phase: SessionPhase, body: [UInt8]? = nil) -> StoredSession {
        var next = self
        next.phase = phase
        next.revision += 1
        next.modified = modified + TimeSpan(seconds: 1)
        next.body = body ?? self.body
        return next
    }
}

extension Array where Element == StoredSession {
    /// The identifiers, which is what an order is about.
    var ids: [UUID] { map(\.id) }
}
