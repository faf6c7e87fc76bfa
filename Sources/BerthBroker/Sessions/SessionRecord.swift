package import BerthDocument
package import BerthModel
package import BerthPlatform

/// Everything that the broker keeps of a session: what the wire shows, and what it needs to carry the session on after
/// a crash.
package struct SessionRecord: Shaped {
    /// What the wire shows, without what depends on who looks: links and options.
    package var session = Session()
    package var offerSet: UUID?
    package var owner = Identity()
    package var plan = Plan()
    /// When the resources are held.
    package var held = HeldSlot()
    /// The next thing to do.
    package var step = Step.offered
    /// Which part the step is about, as an index into `Part.inOrder(of:)`.
    package var partIndex: Int64 = 0
    /// Why the session is being ended before its work ended by itself.
    package var stop: StopReason?
    /// The phase that the session will end in, once it is known.
    package var ending: SessionPhase?
    package var handle: Document?
    package var history: [PhaseChange] = []
    /// Counts up by one with every change, from 1.
    package var revision: Int64 = 1

    package init() {}

    package static let shape = Shape<SessionRecord>(
        "SessionRecord", "Everything that the broker keeps of a session.",
        [
            Field("session", \.session, "What the wire shows."),
            Field("offerSet", \.offerSet, "The offer set that it was offered in."),
            Field("owner", \.owner, "Who asked."),
            Field("plan", \.plan, "What is carried out."),
            Field("held", \.held, "When the resources are held."),
            Field("step", \.step, "The next thing to do."),
            Field("partIndex", \.partIndex, "Which part the step is about."),
            Field("stop", \.stop, "Why it is being ended."),
            Field("ending", \.ending, "The phase that it will end in."),
            Field("handle", \.handle, "What the platform wanted to remember."),
            Field("history", \.history, "When it came into which phase."),
            Field("revision", \.revision, "How often it was changed."),
        ])

    package var id: UUID {
        guard let id = session.component.meta?.uuid else { preconditionFailure("a session record without an id") }
        return id
    }

    package var phase: SessionPhase { session.phase ?? .initial }

    package var parts: [Part] { Part.inOrder(of: plan) }

    package var work: Work {
        Work(session: id, plan: plan, owner: owner, end: held.availableEnd, handle: handle)
    }
}

extension SessionRecord {
    /// When the work is stopped: at the end of its time, which what waits in a queue of the platform has not begun.
    package var deadline: Instant {
        phase == .running ? held.availableEnd : held.availableEnd + (plan.patience ?? .zero)
    }
}

/// The slot of a session: half-open, in whole seconds.
///
/// An offer that may begin at once is accepted a little later than it was made. Its hold therefore reaches further by
/// `slack`, and all of it moves when it is accepted, so that nothing is lost of the time that was promised.
package struct HeldSlot: Shaped {
    /// Begin of preparation.
    package var start = Instant(seconds: 0)
    package var availableStart = Instant(seconds: 0)
    package var availableEnd = Instant(seconds: 0)
    /// End of release.
    package var end = Instant(seconds: 0)
    /// How much later all of it may begin; zero once it is accepted.
    package var slack = TimeSpan.zero

    package init() {}

    /// - Parameters: in whole seconds.
    package init(start: Int64, preparing: Int64, available: Int64, releasing: Int64, slack: Int64) {
        self.start = Instant(seconds: start)
        availableStart = Instant(seconds: start + preparing)
        availableEnd = Instant(seconds: start + preparing + available)
        end = Instant(seconds: start + preparing + available + releasing)
        self.slack = TimeSpan(seconds: slack)
    }

    /// What is booked while the offer is open.
    package var bookedEnd: Instant { end + slack }

    /// Begins now, or as late as it may.
    package mutating func begin(at now: Instant) {
        let late = Instant(seconds: (now + TimeSpan(milliseconds: 999)).seconds) - start
        let delay = min(max(.zero, late), slack)
        start = start + delay
        availableStart = availableStart + delay
        availableEnd = availableEnd + delay
        end = end + delay
        slack = .zero
    }

    /// The work began later than was planned: it has all of its time from now on.
    package mutating func runLate(at now: Instant) {
        let delay = max(.zero, Instant(seconds: (now + TimeSpan(milliseconds: 999)).seconds) - availableStart)
        availableStart = availableStart + delay
        availableEnd = availableEnd + delay
        end = end + delay
    }

    /// As the wire writes it: the interval in which the work becomes available, and for how long.
    package var schedule: Schedule {
        var schedule = Schedule()
        schedule.preparing = TimedStart(start: start, duration: availableStart - start)
        schedule.available = TimedWindow(
            start: Interval(start: availableStart, end: availableStart + slack), duration: availableEnd - availableStart
        )
        schedule.releasing = TimedStart(start: availableEnd, duration: end - availableEnd)
        return schedule
    }

    package static let shape = Shape<HeldSlot>(
        "HeldSlot", "The slot of a session.",
        [
            Field("start", \.start, "Begin of preparation."),
            Field("availableStart", \.availableStart, "Begin of the run."),
            Field("availableEnd", \.availableEnd, "End of the run."),
            Field("end", \.end, "End of release."),
            Field("slack", \.slack, "How much later all of it may begin."),
        ])
}

/// The next thing that the broker does for a session. It is written before it is done, and done again after a crash.
package enum Step: String, ModelEnumeration {
    case offered
    /// For the slot to begin.
    case wait
    case prepare
    case start
    case observe
    /// Stop the work, then release.
    case cancel
    case release
    case none

    package static let name = "Step"
    package static let summary = "The next thing that the broker does for a session."
}

/// Why a session is ended before its work ended by itself.
package enum StopReason: String, ModelEnumeration {
    case cancelled
    case overtime

    package static let name = "StopReason"
    package static let summary = "Why a session is ended early."
}

/// When a session came into a phase.
package struct PhaseChange: Shaped {
    package var phase = SessionPhase.initial
    package var time = Instant(seconds: 0)
    package var revision: Int64 = 0

    package init() {}

    package init(_ phase: SessionPhase, _ time: Instant, revision: Int64) {
        self.phase = phase
        self.time = time
        self.revision = revision
    }

    package static let shape = Shape<PhaseChange>(
        "PhaseChange", "When a session came into a phase.",
        [
            Field("phase", \.phase, "The phase."), Field("time", \.time, "When."),
            Field("revision", \.revision, "With which change of the session."),
        ])
}
