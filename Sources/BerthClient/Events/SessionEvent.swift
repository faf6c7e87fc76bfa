import BerthDocument
public import BerthModel

/// Something that happened to a session.
public enum SessionEvent: Sendable, Equatable {
    /// It came into a phase.
    case phase(SessionPhase, at: Instant?)
    /// It is like this now.
    case session(Received<Session>)
    /// The connection to the broker is lost and will be tried again.
    case interrupted(ClientError)

    /// What an event of the stream tells; nil for one that is not known here.
    init?(_ event: EventParser.Event) {
        guard let document = try? Document.read(Array(event.data.utf8), as: .json, limits: ReplyReader.limits) else {
            return nil
        }
        switch event.name {
        case "phase":
            guard let phase = document["phase"]?.text.flatMap({ SessionPhase(rawValue: $0) }) else { return nil }
            self = .phase(phase, at: document["time"]?.text.flatMap { Instant($0) })
        case "session":
            self = .session(Received(Session.reading(document, from: .json).value, document))
        default: return nil
        }
    }
}
