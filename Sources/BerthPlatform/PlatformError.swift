/// Why a platform could not carry out a step.
public struct PlatformError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Open: a platform may add codes of its own.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public var rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The engine, scheduler or server behind the platform does not answer.
        public static let unreachable = Code(rawValue: "unreachable")
        /// It answered, and said no.
        public static let refused = Code(rawValue: "refused")
        /// What was made for this session is no longer there.
        public static let lost = Code(rawValue: "lost")
        /// An image, a file or a job that was asked for does not exist.
        public static let notFound = Code(rawValue: "notFound")
        /// What was fetched is not what was promised: digest, size.
        public static let mismatch = Code(rawValue: "mismatch")
        /// More than a limit allows: bytes, seconds.
        public static let overLimit = Code(rawValue: "overLimit")
        /// `cancel` came while the step was running.
        public static let cancelled = Code(rawValue: "cancelled")
        /// The platform's own mistake.
        public static let broken = Code(rawValue: "broken")
    }

    public var code: Code
    /// One or two sentences that say what happened and what can be done.
    public var message: String
    /// What it is about: an image, a URL without secrets, a container.
    public var subject: String?
    /// What the library said, or what came before; whose session it is may read it.
    public var cause: String?
    /// What only an administrator may read, such as paths of the host and the words of an engine; it goes to the log.
    public var detail: String?

    public init(
        _ code: Code, _ message: String, subject: String? = nil, cause: String? = nil, detail: String? = nil
    ) {
        self.detail = detail
        self.code = code
        self.message = message
        self.subject = subject
        self.cause = cause
    }

    public var description: String {
        message + (cause.map { " (\($0))" } ?? "")
    }

    /// For the log and for administrators: with the detail.
    public var fullDescription: String {
        description + (detail.map { " [\($0)]" } ?? "")
    }
}

extension PlatformError {
    /// A setting that cannot be meant.
    ///
    /// - Parameters:
    ///   - key: as the configuration writes it, the subject of the error.
    ///   - message: what is wrong and what would be right, as "is 0; it must be at least 1".
    ///   - item: which one of a list.
    public static func setting(_ key: String, _ message: String, item: Int? = nil) -> PlatformError {
        PlatformError(.refused, "The setting \(key) \(message).", subject: item.map { "\(key)[\($0)]" } ?? key)
    }
}
