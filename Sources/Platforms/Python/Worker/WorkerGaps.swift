import BerthModel

/// When a worker that has ended may be started again: after 1, 2, 4 … 60 s, and 1 s again for one that has lived for
/// a minute. No clock.
struct WorkerGaps: Sendable {
    static let first = TimeSpan(seconds: 1)
    static let longest = TimeSpan(seconds: 60)

    private var gap = WorkerGaps.first
    private var started: Instant?
    /// Before then it is not started.
    private(set) var notBefore: Instant?

    mutating func began(_ now: Instant) {
        started = now
        notBefore = nil
    }

    mutating func ended(_ now: Instant) {
        if let started, now - started >= Self.longest { gap = Self.first }
        started = nil
        notBefore = now + gap
        gap = min(Self.longest, TimeSpan(milliseconds: gap.milliseconds * 2))
    }

    /// How long nobody starts it; nil when it may be.
    func wait(_ now: Instant) -> TimeSpan? {
        guard let notBefore, now < notBefore else { return nil }
        // A clock that was set back is not waited for.
        return min(notBefore - now, Self.longest)
    }
}
