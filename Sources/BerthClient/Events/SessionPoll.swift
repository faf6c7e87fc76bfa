import BerthDocument
import BerthModel

/// Makes events from a session that is read again and again.
struct SessionPoll: Sendable {
    private var last: Document?
    private var phase: SessionPhase?

    /// Milliseconds until the next reading; none before the first.
    var wait: Int64? { last == nil ? nil : 1000 }

    mutating func events(of received: Received<Session>) -> [SessionEvent] {
        if received.document == last { return [] }
        last = received.document
        var events: [SessionEvent] = []
        if let now = received.value.phase, now != phase {
            phase = now
            events.append(.phase(now, at: received.value.component.meta?.modified))
        }
        return events + [.session(received)]
    }
}
