/// Why a server could not be started or a request to another service did not get its answer.
package struct HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The address of the request, its scheme or a header is not usable.
        case badRequest
        /// The name does not resolve or nobody listens there.
        case unreachable
        /// The caller's rule refuses the address that the name stands for.
        case addressRefused
        /// A time limit passed: connecting, in total, or too few bytes a second.
        case tooSlow
        /// More bytes, headers or redirects than the limit allows.
        case tooLarge
        /// The certificate or the handshake is not acceptable.
        case untrusted
        /// What came back is not HTTP, or ended early.
        case brokenReply
        /// The task that asked was cancelled.
        case cancelled
        /// The peer of an answer went away.
        case peerGone
        /// A file or socket of this machine cannot be used.
        case localFailure
        /// The client or server is stopped.
        case stopped
    }

    package var code: Code
    /// What happened, and what would be right.
    package var message: String
    /// The URL without user, password and query, or the address or file that it is about.
    package var subject: String?
    package var cause: String?

    package init(_ code: Code, _ message: String, subject: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.subject = subject
        self.cause = cause
    }

    package var description: String {
        (subject.map { "\($0): " } ?? "") + message + (cause.map { " (\($0))" } ?? "")
    }
}
