public import BerthModel

/// Why a broker did not do what it was asked. A task that it will not run is no error but the answer NO.
public struct ClientError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The URL of the broker cannot be used.
        case badAddress
        /// The token cannot be sent.
        case badToken
        /// Nobody answers under the URL.
        case unreachable
        /// No answer came in time.
        case tooSlow
        /// The certificate of the broker is not acceptable.
        case untrusted
        /// What came back is not what a broker answers.
        case brokenReply
        /// The broker could not read the request.
        case badRequest
        /// Who asks is not known to the broker.
        case notIdentified
        /// It is somebody else's, or not allowed to this one.
        case notAllowed
        /// The broker has nothing under that name.
        case notFound
        /// The phase of the session does not allow it.
        case wrongPhase
        /// The offer is no longer held.
        case gone
        /// The broker answers too many questions already.
        case tooMany
        /// The broker cannot do it now.
        case unavailable
        /// The broker made a mistake.
        case serviceFailed
        /// The task that asked was cancelled.
        case cancelled
        /// The client was closed.
        case stopped
    }

    public var code: Code
    /// What happened, and what would be right.
    public var message: String
    /// What the broker wrote about it, when it did.
    public var problem: ProblemDocument?
    /// What the library below said.
    public var cause: String?
    /// When the broker wants to be asked again.
    public var retryAfterSeconds: Int?

    public init(
        _ code: Code, _ message: String, problem: ProblemDocument? = nil, cause: String? = nil,
        retryAfterSeconds: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.problem = problem
        self.cause = cause
        self.retryAfterSeconds = retryAfterSeconds
    }

    public var description: String { message + (cause.map { " (\($0))" } ?? "") }
}
