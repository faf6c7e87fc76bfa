/// What every component carries.
public struct Component: Shaped {
    public var meta: Metadata?
    public var costs: [Cost] = []
    public var metrics: [Metric] = []

    public init() {}

    public static let shape = Shape<Component>(
        "Component", "What every component carries.",
        [
            Field("meta", \.meta, "Name, identifier, messages and options of the component."),
            Field("costs", \.costs, "What the component costs, or may cost.", xml: .wrapped(item: "cost")),
            Field(
                "metrics", \.metrics, "Other measures of the component, such as energy.",
                xml: .wrapped(item: "metric")),
        ])
}

/// What a component with a life carries besides.
public struct Life: Shaped {
    public var phase: ComponentPhase?
    public var schedule: Schedule?

    public init() {}

    public static let shape = Shape<Life>(
        "Life", "The phase of a component and when its phases begin.",
        [
            Field("phase", \.phase, "Where in its life the component is."),
            Field("schedule", \.schedule, "When the component is prepared, available and released."),
        ])
}

/// A component that can be named, found by its name or UUID, and told about in messages.
public protocol HasComponent {
    var component: Component { get set }
}

/// A component with a life of its own.
public protocol HasLife: HasComponent {
    var life: Life { get set }
}

/// Names, messages and options of a component.
public struct Metadata: Shaped {
    public var uuid: UUID?
    public var name: String?
    public var url: String?
    public var description: String?
    public var created: Instant?
    public var modified: Instant?
    public var messages: [Message] = []
    public var options: [Option] = []

    public init() {}

    public init(uuid: UUID? = nil, name: String? = nil) {
        self.uuid = uuid
        self.name = name
    }

    public static let shape = Shape<Metadata>(
        "ComponentMetadata", "Names, messages and options of a component.",
        [
            Field("uuid", \.uuid, "Identifier, assigned by the service that made the component."),
            Field("name", \.name, "Name, assigned by the client; other components refer to it."),
            Field("url", \.url, "Where the component can be read."),
            Field("description", \.description, "Description for people."),
            Field("created", \.created, "When the component was made."),
            Field("modified", \.modified, "When the component last changed."),
            Field(
                "messages", \.messages, "Messages about the component, oldest first.", xml: .wrapped(item: "message")),
            Field(
                "options", \.options, "What this caller may do with the component now.", xml: .wrapped(item: "option")),
        ])
}
