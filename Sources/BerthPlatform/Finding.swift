/// A platform that can look at what it needs on the machine and at its engine.
public protocol SelfChecking: Platform {
    /// Everything that it needs, what is there and what is missing; also what comes after something that is missing.
    /// Looking changes nothing.
    func findings() async -> [Finding]
}

/// A platform whose code is loaded when the service starts: what does not load is told in the log.
public protocol CodeLoading: SelfChecking {}

/// One thing that a platform needs, for an administrator: paths of the host and words of the engine may stand in it.
public struct Finding: Sendable, Hashable {
    /// What it is: `engine`, `state directory`.
    public var subject: String
    /// What was found.
    public var found: String
    /// What would mend it; `nil` when all is well.
    public var remedy: String?

    public init(_ subject: String, _ found: String, remedy: String? = nil) {
        self.subject = subject
        self.found = found
        self.remedy = remedy
    }

    public var isWell: Bool { remedy == nil }
}
