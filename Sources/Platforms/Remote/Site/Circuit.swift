import BerthModel

/// Leaves a site alone that does not answer: after some failures in a row nobody asks it for a while, then one question
/// tries it, and after each try that fails the while is longer. No clock.
struct Circuit: Sendable {
    /// Whether the site may be asked now.
    enum Verdict: Sendable, Hashable {
        case ask
        /// Nobody asks before then.
        case wait(until: Instant)
    }

    static let firstGap = TimeSpan(seconds: 5)
    static let longestGap = TimeSpan(seconds: 300)

    private let failuresAllowed: Int64
    private var failures: Int64 = 0
    private var gap = Circuit.firstGap
    /// When it is tried again.
    private(set) var openUntil: Instant?
    /// What happened last.
    private(set) var lastFailure = ""

    init(failures: Int64) { failuresAllowed = failures }

    /// Of several who come when it is time again, the first tries; the others wait for another while, in case that it
    /// does not come back.
    mutating func ask(now: Instant) -> Verdict {
        guard let until = openUntil else { return .ask }
        if now < until { return .wait(until: until) }
        openUntil = now + gap
        return .ask
    }

    mutating func succeeded() {
        failures = 0
        gap = Self.firstGap
        openUntil = nil
    }

    mutating func failed(_ what: String, now: Instant) {
        lastFailure = what
        failures += 1
        if openUntil != nil {
            gap = min(Self.longestGap, TimeSpan(milliseconds: gap.milliseconds * 2))
        } else if failures < failuresAllowed {
            return
        }
        openUntil = now + gap
    }
}
