import BerthModel
import BerthPlatform

/// The times of a question as they are booked: whole seconds, from the begin of preparation to the end of release.
struct SlotTimes: Sendable, Hashable {
    /// The first and the last second at which preparation may begin; the last may lie before the first.
    var first: Int64
    var last: Int64
    /// The last second at which preparation may begin and all of it still end in time that can be written.
    var latest: Int64
    var preparing: Int64
    var available: Int64
    var releasing: Int64
    /// When an offer expires that may wait.
    var expires: Int64

    /// Less time than this to decide about an offer is none, in seconds.
    static let leastSlack: Int64 = 5

    /// - Parameters:
    ///   - now: when the offer is made, which may be later than the question.
    ///   - offerLife: none for what is accepted at once.
    init(_ question: Question, _ plan: Plan, now: Instant, offerLife: TimeSpan) {
        preparing = max(0, plan.preparing.secondsRoundedUp)
        available = max(1, question.duration.secondsRoundedUp)
        releasing = max(0, plan.releasing.secondsRoundedUp)
        let now = now.roundedUpSeconds
        first = max(question.window.start.roundedUpSeconds - preparing, now)
        // What ends after the last instant cannot be written.
        latest = Instant.latest.seconds - preparing - available - releasing
        last = min(question.window.end.seconds - preparing, latest)
        expires = now + max(0, offerLife.secondsRoundedUp)
        if let heldUntil = plan.heldUntil { book(plan, until: heldUntil, now: now) }
    }

    /// The platform holds the time itself: its offer begins now, is prepared until it is available, and ends with what
    /// the platform holds.
    private mutating func book(_ plan: Plan, until heldUntil: Instant, now: Int64) {
        if let start = plan.availableFrom { preparing = max(preparing, start.roundedUpSeconds - now) }
        latest = Instant.latest.seconds - preparing - available - releasing
        first = now
        expires = min(expires, heldUntil.seconds)
        last = min(max(first, expires), latest)
    }

    var total: Int64 { preparing + available + releasing }
    var isPossible: Bool { first <= last }

    /// How much later a slot may have to begin because its offer is accepted late.
    func slack(at start: Int64) -> Int64 {
        max(0, min(expires - start, last - start))
    }

    func slot(at start: Int64, slack: Int64) -> HeldSlot {
        HeldSlot(start: start, preparing: preparing, available: available, releasing: releasing, slack: slack)
    }

    /// Until when an offer of that slot can be accepted.
    func expires(_ slot: HeldSlot) -> Instant {
        min(Instant(seconds: expires), slot.start + slot.slack)
    }
}

extension Instant {
    /// Whole seconds, rounded up.
    var roundedUpSeconds: Int64 { (self + TimeSpan(milliseconds: 999)).seconds }
}
