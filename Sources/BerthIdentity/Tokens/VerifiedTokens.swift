import BerthModel

/// Tokens that were verified, by their digests, so that the many calls with one token cost one signature.
struct VerifiedTokens: Sendable {
    /// More are forgotten; they are verified again.
    static let most = 4096

    private var people: [[UInt8]: KnownPerson] = [:]

    var count: Int { people.count }

    /// Nil for a token that was not seen, or whose time is over.
    func person(_ digest: [UInt8], _ now: Instant) -> KnownPerson? {
        people[digest].flatMap { now < $0.expires ? $0 : nil }
    }

    mutating func add(_ digest: [UInt8], _ person: KnownPerson) {
        if people.count >= Self.most { people = [:] }
        people[digest] = person
    }
}
