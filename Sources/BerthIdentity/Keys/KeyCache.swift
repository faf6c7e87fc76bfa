package import BerthModel

/// What is known of the keys of an issuer, and when it is asked for them again. No clock and no network.
package struct KeyCache: Sendable {
    /// How old keys may be, and how often an issuer is asked.
    package struct Times: Sendable, Hashable {
        /// Older keys are read again while they are used.
        package var fresh = TimeSpan(seconds: 600)
        /// Older keys are used no more: an issuer that is down for so long is not believed from memory.
        package var usable = TimeSpan(seconds: 86_400)
        /// The shortest time between two attempts, whoever wants them: strangers can name keys that are not there.
        package var gap = TimeSpan(seconds: 30)
        /// The same while no keys are known.
        package var firstGap = TimeSpan(seconds: 2)

        package init() {}
    }

    var times: Times
    private(set) var keys = KeySet()
    /// When the keys were read last.
    private(set) var readAt: Instant?
    private var triedAt: Instant?
    /// Why the last attempt came to nothing.
    private(set) var failure: IdentityError?

    init(_ times: Times) { self.times = times }

    func isFresh(_ now: Instant) -> Bool { readAt.map { now < $0 + times.fresh } ?? false }

    func isUsable(_ now: Instant) -> Bool { readAt.map { now < $0 + times.usable } ?? false }

    /// Whether the issuer may be asked now. A clock that was set back asks as well.
    func mayAsk(_ now: Instant) -> Bool {
        guard let triedAt else { return true }
        return now < triedAt || now >= triedAt + (isUsable(now) ? times.gap : times.firstGap)
    }

    mutating func begin(_ now: Instant) { triedAt = now }

    mutating func take(_ keys: KeySet, _ now: Instant) {
        self.keys = keys
        readAt = now
        failure = nil
    }

    mutating func fail(_ error: IdentityError) { failure = error }
}
