import BerthClient
import BerthModel

/// All that is known of a session while somebody looks at it.
struct SessionNews: Sendable {
    struct Change: Sendable, Hashable {
        var phase: SessionPhase
        var at: Instant
    }

    var received: Received<Session>?
    /// The phases that it has been in, in their order, each once.
    var phases: [Change] = []
    /// In one sentence, while its broker is away.
    var away: String?
    /// Why there will be no more news of it.
    var failure: ClientError?
    /// What only a change makes other than it was; outputs are counted apart.
    private(set) var newsNumber = 0
    var outputs: [TaskOutput: LogTail] = [:]

    var session: Session? { received?.value }
    var isOver: Bool { session?.phase?.isEnd ?? false }

    /// Nothing more will come, neither news nor outputs.
    var isFinished: Bool {
        let areRead = WatchedSession.shown.allSatisfy { output in
            outputs[output].map { $0.isEnd || $0.problem != nil } ?? false
        }
        return failure != nil || (isOver && areRead)
    }

    mutating func take(_ event: SessionEvent, at now: Instant) {
        switch event {
        case .phase(let phase, let at): enter(phase, at ?? now)
        case .session(let received):
            self.received = received
            if let phase = received.value.phase { enter(phase, received.value.component.meta?.modified ?? now) }
            away = nil
        case .interrupted(let error):
            // What is tried again and again is said once.
            if away == error.message { return }
            away = error.message
        }
        newsNumber += 1
    }

    mutating func fail(_ error: ClientError) {
        failure = error
        away = nil
        newsNumber += 1
    }

    private mutating func enter(_ phase: SessionPhase, _ at: Instant) {
        if phases.last?.phase == phase { return }
        // After a connection that was lost the phases may come once more.
        if phases.contains(where: { $0.phase == phase && $0.at == at }) { return }
        phases.append(Change(phase: phase, at: at))
    }

    /// When it came into a phase first.
    func time(of phase: SessionPhase) -> Instant? { phases.first { $0.phase == phase }?.at }

    /// When the task began to run; of a session that is only there to be used, when it could be.
    var started: Instant? { time(of: .running) ?? time(of: .available) }

    /// When the task had ended; what is released after it does not count.
    var ended: Instant? {
        guard started != nil else { return nil }
        return time(of: .releasing) ?? phases.last { $0.phase.isEnd }?.at
    }
}
