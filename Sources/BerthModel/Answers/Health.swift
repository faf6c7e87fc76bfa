/// Whether the service can do its work.
public struct Health: Shaped {
    public var status: HealthStatus?
    public var version: String?
    public var instance: String?
    public var messages: [String] = []

    public init() {}

    public init(status: HealthStatus, version: String?, instance: String? = nil, messages: [String] = []) {
        self.status = status
        self.version = version
        self.instance = instance
        self.messages = messages
    }

    public static let shape = Shape<Health>(
        "Health", "Whether the service can do its work.",
        [
            Field("status", \.status, "PASS, or FAIL with messages."),
            Field("version", \.version, "Version of the program."),
            Field("instance", \.instance, "Tells this service from all others, under whatever URL it is reached."),
            Field("messages", \.messages, "What is wrong.", xml: .wrapped(item: "message")),
        ])
}

/// Whether a service can do its work.
public enum HealthStatus: String, ModelEnumeration {
    case pass = "PASS"
    case fail = "FAIL"

    public static let name = "HealthStatus"
    public static let summary = "Whether a service can do its work."
}
