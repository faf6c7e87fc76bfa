/// An offer, and what becomes of it: the record of one execution.
public struct Session: Shaped, HasComponent {
    public var kind: String?
    public var component = Component()
    public var phase: SessionPhase?
    public var expires: Instant?
    public var executable: Executable?
    public var compute: ComputeResource?
    public var storage: [StorageResource] = []
    public var data: [DataResource] = []
    public var schedule: Schedule?
    public var connectors: [Connector] = []

    public init() {
        kind = Kind.scheduledSession.uri
    }

    public static let shape = Shape<Session>(
        "ExecutionSession", "An offer, and what becomes of it: the record of one execution.",
        [Field("kind", \.kind, "Kind of the session.", xml: .attribute)],
        Field.inline(\.component),
        [
            Field("phase", \.phase, "Where in its life the session is."),
            Field("expires", \.expires, "Until when the offer is held; only while OFFERED."),
            Field("executable", \.executable, "What is run."),
            Field("compute", \.compute, "What it runs on."),
            Field("storage", \.storage, "Storage of the session."),
            Field("data", \.data, "Data of the session."),
            Field("schedule", \.schedule, "When the session is prepared, available and released."),
            Field("connectors", \.connectors, "Where the session can be reached.", xml: .wrapped(item: "connector")),
        ])
}

/// A way to reach a running session.
public struct Connector: Shaped {
    public var kind: String?
    public var status: ConnectorStatus?
    public var `protocol`: String?
    public var location: String?

    public init() {
        kind = Kind.simpleConnector.uri
    }

    public init(status: ConnectorStatus, protocol: String, location: String?) {
        self.init()
        self.status = status
        self.protocol = `protocol`
        self.location = location
    }

    public static let shape = Shape<Connector>(
        "Connector", "A way to reach a running session.",
        [
            Field("kind", \.kind, "Kind of the connector.", xml: .attribute),
            Field("status", \.status, "Whether it can be used."),
            Field("protocol", \.protocol, "Protocol, such as https."),
            Field("location", \.location, "URL."),
        ])
}

/// Whether a connector can be used.
public enum ConnectorStatus: String, ModelEnumeration {
    case preparing = "PREPARING"
    case available = "AVAILABLE"
    case finished = "FINISHED"

    public static let name = "ConnectorStatus"
    public static let summary = "Whether a connector can be used."
}
