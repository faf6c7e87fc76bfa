package import BerthModel
package import BerthPlatform

/// The life of one session: events in, the next step out. No I/O, no clock.
///
/// `record` is stored after every event and before the next step is taken; `record.step` says what that is. Taking a
/// step twice is harmless, so a crash between the two loses nothing.
package struct SessionMachine: Sendable {
    package private(set) var record: SessionRecord
    private let messageLimit: Int

    package init(_ record: SessionRecord, messageLimit: Int) {
        self.record = record
        self.messageLimit = messageLimit
    }

    /// What happened.
    package enum Event: Sendable {
        /// The slot has begun.
        case due
        case prepared(Progress)
        case started(Progress)
        case observed(WorkState)
        case released
        /// The step could not be done.
        case failed(PlatformError)
        case stop(StopReason)
        /// The work was stopped, or would not stop.
        case stopped(PlatformError?)
    }

    /// Takes in an event and makes the record ready to be stored.
    ///
    /// - Returns: `false` when the event is late and changes nothing: what a cancelled step still says, a second stop.
    package mutating func handle(_ event: Event, now: Instant) -> Bool {
        switch (record.step, event) {
        case (.wait, .due): beginPreparing(now)
        case (.prepare, .prepared(let progress)): prepared(progress, now)
        case (.start, .started(let progress)): started(progress, now)
        case (.observe, .observed(.waiting)): return false
        case (.observe, .observed(.running)):
            if record.phase == .running { return false }
            running(now)
        case (.observe, .observed(.finished(let outcome))): finished(outcome, now)
        case (.release, .released): released(now)
        case (.release, .failed(let error)): releaseFailed(error, now)
        case (.wait, .stop(let reason)), (.prepare, .stop(let reason)), (.start, .stop(let reason)),
            (.observe, .stop(let reason)):
            stop(reason, now)
        case (.cancel, .stopped(let error)):
            if let error { say(.warn, "The work did not stop cleanly: {cause}", ["cause": error.description], now) }
            beginReleasing(now)
        case (.prepare, .failed(let error)), (.start, .failed(let error)), (.observe, .failed(let error)):
            fail(error, now)
        case (.cancel, .prepared(let progress)), (.cancel, .started(let progress)):
            // The stop came while the step was ending: what it made has to be found for the release.
            take(progress, now)
        default:
            return false
        }
        record.revision += 1
        record.session.component.meta?.modified = now
        return true
    }

    // MARK: the way up

    /// An offer was accepted: its slot is waited for.
    package mutating func accept(now: Instant) {
        record.session.expires = nil
        record.held.begin(at: now)
        record.session.schedule = record.held.schedule
        for part in record.parts { setPhase(.waiting, of: part) }
        enter(.accepted, now)
        record.step = .wait
        record.revision += 1
        record.session.component.meta?.modified = now
    }

    /// Adds what was said while the session was made.
    package mutating func say(_ messages: [Message]) {
        let all = (record.session.component.meta?.messages ?? []) + messages
        record.session.component.meta?.messages = all.suffix(messageLimit)
    }

    /// An offer came to nothing.
    package mutating func close(_ phase: SessionPhase, now: Instant) {
        precondition(record.step == .offered, "only an offer can be closed")
        record.session.expires = nil
        enter(phase, now)
        record.step = .none
        record.revision += 1
        record.session.component.meta?.modified = now
    }

    private mutating func beginPreparing(_ now: Instant) {
        enter(.preparing, now)
        record.step = .prepare
        record.partIndex = 0
        setPhase(.preparing, of: record.parts[0])
    }

    private mutating func prepared(_ progress: Progress, _ now: Instant) {
        take(progress, now)
        setPhase(.available, of: record.parts[Int(record.partIndex)])
        record.partIndex += 1
        if Int(record.partIndex) < record.parts.count {
            setPhase(.preparing, of: record.parts[Int(record.partIndex)])
        } else {
            enter(.available, now)
            record.step = .start
        }
    }

    private mutating func started(_ progress: Progress, _ now: Instant) {
        take(progress, now)
        record.step = .observe
    }

    private mutating func finished(_ outcome: Outcome, _ now: Instant) {
        // Quick work is over before anybody has seen it run.
        running(now)
        for note in outcome.notes { say(note.level, note.template, note.values, now) }
        record.ending = outcome.isSuccess ? .completed : .failed
        beginReleasing(now)
    }

    private mutating func running(_ now: Instant) {
        if record.plan.patience != nil, record.phase != .running {
            record.held.runLate(at: now)
            record.session.schedule = record.held.schedule
        }
        enter(.running, now)
        setPhase(.running, of: .executable)
        setPhase(.running, of: .compute)
    }

    // MARK: the way down

    private mutating func stop(_ reason: StopReason, _ now: Instant) {
        record.stop = reason
        switch reason {
        case .cancelled:
            record.ending = .cancelled
            say(.info, "Cancelled by {owner}.", ["owner": record.owner.subject], now)
        case .overtime:
            record.ending = .failed
            let hasBegun = record.phase == .running || record.plan.patience == nil
            say(
                .error,
                hasBegun
                    ? "The work was stopped at {end}, the end of the time that was offered."
                    : "The work had not begun at {end}, and it waits no longer.",
                ["end": record.deadline.description], now)
        }
        if record.step == .wait {
            // Nothing has been made yet.
            finish(now)
        } else {
            record.step = .cancel
            enter(.releasing, now)
        }
    }

    private mutating func fail(_ error: PlatformError, _ now: Instant) {
        var values: NamedTexts = ["problem": error.message, "code": error.code.rawValue]
        if let cause = error.cause { values.entries.append(.init(name: "cause", text: cause)) }
        say(.error, error.cause == nil ? "{problem}" : "{problem} ({cause})", values, now)
        record.ending = .failed
        // What failed may still be there in part: it is stopped and released like anything else.
        record.step = .cancel
        enter(.releasing, now)
    }

    private mutating func beginReleasing(_ now: Instant) {
        enter(.releasing, now)
        closeConnectors()
        record.step = .release
        record.partIndex = Int64(record.parts.count - 1)
        setPhase(.releasing, of: record.parts[Int(record.partIndex)])
    }

    private mutating func released(_ now: Instant) {
        setPhase(endOfPart, of: record.parts[Int(record.partIndex)])
        releaseNext(now)
    }

    private mutating func releaseFailed(_ error: PlatformError, _ now: Instant) {
        let part = record.parts[Int(record.partIndex)]
        say(
            .error, "{part} could not be released: {cause}",
            ["part": part.description, "cause": error.description], now)
        setPhase(.failed, of: part)
        record.ending = .failed
        releaseNext(now)
    }

    private mutating func releaseNext(_ now: Instant) {
        if record.partIndex > 0 {
            record.partIndex -= 1
            setPhase(.releasing, of: record.parts[Int(record.partIndex)])
        } else {
            finish(now)
        }
    }

    private mutating func finish(_ now: Instant) {
        closeConnectors()
        for part in record.parts where !isEnd(of: part) { setPhase(endOfPart, of: part) }
        enter(record.ending ?? .failed, now)
        record.step = .none
    }

    // MARK: small things

    private var endOfPart: ComponentPhase {
        switch record.ending {
        case .completed: .completed
        case .cancelled: .cancelled
        default: .failed
        }
    }

    private mutating func enter(_ phase: SessionPhase, _ now: Instant) {
        if record.session.phase == phase { return }
        record.session.phase = phase
        record.history.append(PhaseChange(phase, now, revision: record.revision + 1))
    }

    private mutating func take(_ progress: Progress, _ now: Instant) {
        for note in progress.notes { say(note.level, note.template, note.values, now) }
        if let connectors = progress.connectors { record.session.connectors = connectors }
        if let handle = progress.handle { record.handle = handle }
    }

    private mutating func closeConnectors() {
        for index in record.session.connectors.indices { record.session.connectors[index].status = .finished }
    }

    private mutating func say(_ level: MessageLevel, _ template: String, _ values: NamedTexts, _ now: Instant) {
        say([Message(level, time: now, template, values)])
    }

    private func isEnd(of part: Part) -> Bool {
        let phase: ComponentPhase? =
            switch part {
            case .storage(let index): record.session.storage[index].life?.phase
            case .data(let index): record.session.data[index].life?.phase
            case .compute: record.session.compute?.life?.phase
            case .executable: record.session.executable?.life?.phase
            }
        return phase == .completed || phase == .cancelled || phase == .failed
    }

    private mutating func setPhase(_ phase: ComponentPhase, of part: Part) {
        switch part {
        case .storage(let index): record.session.storage[index].change { _, life in life.phase = phase }
        case .data(let index): record.session.data[index].change { _, life in life.phase = phase }
        case .compute: record.session.compute?.change { _, life in life.phase = phase }
        case .executable: record.session.executable?.change { _, life in life.phase = phase }
        }
    }
}
