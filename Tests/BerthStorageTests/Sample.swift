import BerthBroker
import BerthModel

/// Offer sets and sessions to fill a store with.
enum Sample {
    static let start = Instant(seconds: 1_800_000_000)

    static func id(_ number: Int) -> UUID { UUID(random: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, UInt64(number)) }

    static func offerSet(_ number: Int, body: [UInt8] = [1, 2, 3]) -> StoredOfferSet {
        StoredOfferSet(id: id(number), owner: "ada", created: start, body: body)
    }

    static func session(
        _ number: Int, in offerSet: UUID? = nil, phase: SessionPhase = .offered, revision: Int64 = 1,
        body: [UInt8] = [4, 5, 6]
    ) -> StoredSession {
        StoredSession(
            id: id(number), offerSet: offerSet, owner: "ada", platform: "here", phase: phase, revision: revision,
            created: start, modified: start, body: body)
    }
}
