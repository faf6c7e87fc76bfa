import BerthClient
import BerthModel
import BerthPlatform

/// What a site did in place of an answer, for people: with its name, and without its address.
struct SiteFault: Sendable, Hashable {
    var reason: Silence.Reason
    /// One sentence.
    var message: String
    /// What only an administrator may read.
    var detail: String

    /// Words of others are not repeated at any length.
    private static let longestWords = 300

    init(_ reason: Silence.Reason, _ message: String) {
        self.reason = reason
        self.message = message
        detail = message
    }

    init(_ error: ClientError, _ name: String, url: String, seconds: Int64) {
        detail = error.description
        let said = String(error.message.replacing(url, with: name).prefix(Self.longestWords))
        switch error.code {
        case .unreachable: (reason, message) = (.unreachable, "\(name) cannot be reached.")
        case .untrusted: (reason, message) = (.unreachable, "\(name) shows a certificate that is not trusted here.")
        case .tooSlow, .cancelled: (reason, message) = (.tooSlow, "\(name) has not answered within \(seconds) s.")
        case .tooMany, .unavailable, .serviceFailed:
            (reason, message) = (.unreachable, "\(name) cannot answer now: \(said)")
        case .notIdentified, .notAllowed:
            (reason, message) = (.unreachable, "\(name) does not let this service ask.")
        default: (reason, message) = (.brokenReply, "\(name) did not answer as a broker does: \(said)")
        }
    }

    func silence(waited: TimeSpan) -> Answer {
        .silence(Silence(reason, message, waited: waited, detail: detail))
    }
}

extension PlatformError {
    /// A call of a session that came to nothing.
    init(_ error: ClientError, _ name: String, url: String, session: UUID) {
        let said = String(error.message.replacing(url, with: name).prefix(300))
        let (code, message): (Code, String) =
            switch error.code {
            case .cancelled: (.cancelled, "The session was cancelled.")
            case .notFound: (.lost, "\(name) does not know the session \(session) there any more.")
            case .gone: (.refused, "\(name) no longer holds the offer \(session); ask again.")
            case .notIdentified, .notAllowed: (.refused, "\(name) does not let this service touch \(session) there.")
            case .unreachable, .tooSlow, .untrusted, .tooMany, .unavailable, .serviceFailed:
                (.unreachable, "\(name) does not answer; what became of its session \(session) is not known.")
            default: (.refused, "\(name) did not do what it was asked with its session \(session): \(said)")
            }
        self.init(code, message, subject: "\(session)", detail: error.description)
    }
}
