import BerthClient
import BerthModel

/// Turns the events of a session into lines: each phase and each message once.
struct SessionWatch: Sendable {
    private var seen: Set<Message> = []
    private(set) var phase: SessionPhase?
    private(set) var since: Instant?
    /// As it was last told.
    private(set) var last: Received<Session>?

    mutating func lines(for event: SessionEvent, _ time: TimeText) -> [String] {
        switch event {
        case .phase(let phase, let instant):
            return enter(phase, instant ?? time.now, time)
        case .session(let received):
            last = received
            let session = received.value
            var lines: [String] = []
            for message in session.component.meta?.messages ?? [] where seen.insert(message).inserted {
                lines.append(SessionSheet.line(message, time))
            }
            if let phase = session.phase {
                lines += enter(phase, session.component.meta?.modified ?? time.now, time)
            }
            return lines
        case .interrupted(let error):
            return ["\(time.clock(time.now))  The connection is lost and tried again: \(error.message)".printable]
        }
    }

    private mutating func enter(_ phase: SessionPhase, _ instant: Instant, _ time: TimeText) -> [String] {
        if phase == self.phase { return [] }
        self.phase = phase
        since = instant
        return ["\(time.clock(instant))  \(phase.rawValue)"]
    }

    /// What a progress line says.
    func progress(_ time: TimeText) -> String {
        guard let phase, let since else { return "Waiting for the broker" }
        return "\(phase.rawValue) for \(TimeText.span(time.now - since)). Ctrl-C stops watching, not the session."
    }
}

extension Session {
    /// The code with which the task ended; nil when it did not end by itself.
    var taskExitCode: Int32? {
        if phase == .completed { return 0 }
        guard phase == .failed else { return nil }
        let said = component.meta?.messages.last { $0.values["exitCode"] != nil }?.values["exitCode"]
        return said.flatMap { Int32($0) }
    }

    /// What a script is told of a session at its end.
    var exitCode: ExitCode {
        switch phase {
        case .completed: return .success
        case .expired: return .gone
        default: return .notWell
        }
    }
}
