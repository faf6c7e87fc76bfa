import BerthAnswers
import BerthClient
import BerthModel

/// Turns the events of a session into lines: each phase and each message once, in the order of their times.
struct SessionWatch: Sendable {
    private var seen: Set<Message> = []
    /// Phases that wait for the session that follows them, whose messages may be older.
    private var waiting: [(time: Instant, isPhase: Bool, line: String)] = []
    private(set) var phase: SessionPhase?
    private(set) var since: Instant?
    /// As it was last told.
    private(set) var last: Received<Session>?

    mutating func lines(for event: SessionEvent, _ time: TimeText) -> [String] {
        switch event {
        case .phase(let phase, let instant):
            enter(phase, instant ?? time.now, time)
            return []
        case .session(let received):
            last = received
            let session = received.value
            if let phase = session.phase { enter(phase, session.component.meta?.modified ?? time.now, time) }
            for message in session.component.meta?.messages ?? [] where seen.insert(message).inserted {
                waiting.append((message.time ?? time.now, false, SessionSheet.line(message, time)))
            }
            return taken()
        case .interrupted(let error):
            let line = "\(time.clock(time.now))  The connection is lost and tried again: \(error.message)".printable
            return taken() + [line]
        }
    }

    private mutating func enter(_ phase: SessionPhase, _ instant: Instant, _ time: TimeText) {
        if phase == self.phase { return }
        self.phase = phase
        since = instant
        waiting.append((instant, true, "\(time.clock(instant))  \(phase.rawValue)"))
    }

    private mutating func taken() -> [String] {
        defer { waiting = [] }
        // What is said in the moment of a change is said about what went before.
        return waiting.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            return (one.time, one.isPhase ? 1 : 0, left.offset) < (other.time, other.isPhase ? 1 : 0, right.offset)
        }.map(\.element.line)
    }

    /// What a progress line says.
    func progress(_ time: TimeText) -> String {
        guard let phase, let since else { return "Waiting for the broker" }
        let whole = TimeSpan(seconds: max(0, (time.now - since).milliseconds / 1000))
        return "\(phase.rawValue) for \(TimeText.span(whole)). Ctrl-C stops watching, not the session."
    }
}

extension Session {
    /// What a script is told of a session at its end.
    var exitCode: ExitCode {
        switch phase {
        case .completed: return .success
        case .expired: return .gone
        default: return .notWell
        }
    }
}
