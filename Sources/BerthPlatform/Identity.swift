public import BerthModel

/// Who asks: the subject that a token or the configuration names, and the groups it belongs to.
public struct Identity: Shaped {
    /// Unique name of the person or service; `anonymous` when nobody was named.
    public var subject = Identity.anonymousSubject
    /// Groups, sorted, each once.
    public var groups: [String] = []

    public static let anonymousSubject = "anonymous"
    public static let anonymous = Identity()

    public init() {}

    public init(subject: String, groups: [String] = []) {
        self.subject = subject
        self.groups = Set(groups).sorted()
    }

    public static let shape = Shape<Identity>(
        "Identity", "Who asks.",
        [
            Field("subject", \.subject, "Unique name of the person or service."),
            Field("groups", \.groups, "Groups, sorted, each once."),
        ])
}
