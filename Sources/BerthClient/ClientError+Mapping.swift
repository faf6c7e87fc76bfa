import BerthDocument
import BerthHTTP
import BerthModel

// What the HTTP client throws and what brokers answer, as this room tells it.

extension ClientError {
    /// - Parameter url: the broker's, as the user wrote it.
    init(_ error: HTTPError, url: String) {
        let code: Code
        let message: String
        switch error.code {
        case .badRequest, .addressRefused:
            (code, message) = (.badAddress, "\(url) cannot be asked: \(error.message).")
        case .unreachable, .peerGone:
            (code, message) = (.unreachable, "The broker at \(url) cannot be reached: \(error.message).")
        case .tooSlow:
            (code, message) = (.tooSlow, "The broker at \(url) is too slow: \(error.message).")
        case .untrusted:
            (code, message) = (.untrusted, "The broker at \(url) cannot be trusted: \(error.message).")
        case .tooLarge, .brokenReply:
            (code, message) = (.brokenReply, "The broker at \(url) did not answer as one does: \(error.message).")
        case .localFailure:
            (code, message) = (.unreachable, "The broker at \(url) could not be asked: \(error.message).")
        case .cancelled: (code, message) = (.cancelled, "The request was cancelled.")
        case .stopped: (code, message) = (.stopped, "The client is closed.")
        }
        self.init(code, message, cause: error.cause)
    }

    /// A status that says no. Source: RFC 9110, section 15; RFC 9457.
    ///
    /// - Parameter about: what was asked for, such as `the session 4f6b…`.
    init(_ status: HTTPStatus, _ headers: HTTPHeaders, _ body: [UInt8], about: String, url: String) {
        let problem = Self.problem(headers, body)
        let said = problem?.detail ?? problem?.title
        let (code, own): (Code, String) =
            switch status.code {
            case 401: (.notIdentified, "The broker at \(url) wants to know who asks; hand over your token.")
            case 403, 421: (.notAllowed, "The broker at \(url) does not allow this.")
            case 404: (.notFound, "The broker at \(url) has nothing under that name: \(about).")
            case 405, 501: (.notFound, "The broker at \(url) does not offer this: \(about).")
            // A conflict that passes by itself: the first request with the same key is still being answered.
            case 409 where headers["Retry-After"] != nil:
                (.unavailable, "The broker at \(url) is not ready for this; ask again in a moment.")
            case 409, 412: (.wrongPhase, "The phase does not allow this: \(about).")
            case 410: (.gone, "It is gone: \(about).")
            case 408: (.tooSlow, "The broker at \(url) did not get the whole request in time.")
            case 429: (.tooMany, "The broker at \(url) answers too many questions already; ask again in a moment.")
            case 503: (.unavailable, "The broker at \(url) cannot do this now; ask again in a moment.")
            case 500...: (.serviceFailed, "The broker at \(url) made a mistake: status \(status.code).")
            case 400..<500: (.badRequest, "The broker at \(url) cannot read this request: status \(status.code).")
            default:
                (.brokenReply, "The broker at \(url) answered with status \(status.code), which means nothing here.")
            }
        self.init(
            code, said ?? own, problem: problem,
            retryAfterSeconds: headers["Retry-After"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil })
    }

    /// The problem document of a reply; brokers write it in any of the syntaxes, and under any media type.
    private static func problem(_ headers: HTTPHeaders, _ body: [UInt8]) -> ProblemDocument? {
        let syntax = ReplyReader.syntax(of: headers, body)
        guard let document = try? Document.read(body, as: syntax) else { return nil }
        var problem = ProblemDocument.reading(document, from: syntax).value
        // What other services write in place of a problem document.
        for name in ["message", "error", "detail"] where problem.detail == nil {
            problem.detail = document[name]?.text
        }
        return problem.detail == nil && problem.title == nil ? nil : problem
    }
}
