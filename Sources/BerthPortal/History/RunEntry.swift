import BerthDocument
import BerthModel

/// A session that was accepted here: what was promised, and what was got.
struct RunEntry: Shaped {
    var asking: UUID?
    var title: String?
    var broker: String?
    var brokerTitle: String?
    var session: UUID?
    var accepted: Instant?
    /// The offer, as it was accepted.
    var promise: Document?
    /// The session at its end, or as it was seen last.
    var got: Document?
    var started: Instant?
    var ended: Instant?

    static let shape = Shape<RunEntry>(
        "RunEntry", "A session that was accepted: what was promised, and what was got.",
        [
            Field("asking", \.asking, "The asking that it came of."),
            Field("title", \.title, "Its title."),
            Field("broker", \.broker, "The broker, in addresses."),
            Field("brokerTitle", \.brokerTitle, "The broker, for people."),
            Field("session", \.session, "The session."),
            Field("accepted", \.accepted, "When it was accepted."),
            Field("promise", \.promise, "The offer."),
            Field("got", \.got, "The session as it was seen last."),
            Field("started", \.started, "When it began to run."),
            Field("ended", \.ended, "When it ended."),
        ])

    static func key(_ broker: String, _ session: UUID) -> String { "\(broker)/\(session)" }

    var promised: Session? { promise.map { Session.reading($0, from: .json).value } }
    var last: Session? { got.map { Session.reading($0, from: .json).value } }
    var isOver: Bool { last?.phase?.isEnd ?? false }
}
