public import BerthModel

/// What a platform says to a question.
public enum Answer: Sendable {
    /// It can, in one or more ways; the first is what it would take itself. Never empty.
    case yes([Plan])
    /// It cannot, for all of these reasons. Never empty.
    case no([Obstacle])
    /// It could not find out.
    case silence(Silence)
}

/// Why a platform gave no answer.
public struct Silence: Sendable, Hashable {
    public enum Reason: String, ModelEnumeration {
        case unreachable, tooSlow, brokenReply

        public static let name = "SilenceReason"
        public static let summary = "Why a platform gave no answer."
    }

    public var reason: Reason
    /// One sentence with the cause.
    public var message: String
    /// How long was waited.
    public var waited: TimeSpan
    /// What only an administrator may read; it goes to the log.
    public var detail: String?

    public init(_ reason: Reason, _ message: String, waited: TimeSpan, detail: String? = nil) {
        self.detail = detail
        self.reason = reason
        self.message = message
        self.waited = waited
    }
}
