import BerthBroker
import BerthDocument
import BerthModel

/// Server-sent events of a session and of a question. Source: HTML Living Standard, section 9.2.5.
///
/// Of a question, `answer` events tell what platforms say as they say it, and one `offerset` or `problem` event ends
/// it. Of a session, `phase` events tell each change of phase, `session` events the session as it is now; the
/// identifier of both is the revision with which it came to be so.
enum EventFrames {
    /// What a client has to be told that has seen everything up to a revision: the phases since, then the session.
    static func frames(_ view: SessionView, after seen: Int64) throws(DocumentError) -> [UInt8] {
        var bytes: [UInt8] = []
        for change in view.history where change.revision > seen {
            bytes += try frame("phase", change.revision, change.document(for: .json))
        }
        return bytes
            + (try frame("session", view.revision, view.session.document(for: .json, leavingOutStrangers: true)))
    }

    /// A line that says nothing, so that nobody between takes the connection for dead.
    static let keepAlive = Array(":\n\n".utf8)

    /// What one platform said.
    static func frame(_ answer: PlatformAnswer) throws(DocumentError) -> [UInt8] {
        try frame("answer", nil, answer.document(for: .json))
    }

    /// The answer to a question, the last event of its stream.
    static func frame(_ answer: OfferSetResponse) throws(DocumentError) -> [UInt8] {
        try frame("offerset", nil, answer.document(for: .json, leavingOutStrangers: true))
    }

    /// Why there is no answer, the last event of its stream.
    static func frame(_ problem: ProblemDocument) throws(DocumentError) -> [UInt8] {
        try frame("problem", nil, problem.document(for: .json))
    }

    /// JSON without line breaks fits into one line of data.
    private static func frame(_ name: String, _ revision: Int64?, _ data: Document) throws(DocumentError) -> [UInt8] {
        var bytes = Array("\(revision.map { "id: \($0)\n" } ?? "")event: \(name)\ndata: ".utf8)
        bytes += try data.written(as: .json)
        bytes += Array("\n\n".utf8)
        return bytes
    }
}
