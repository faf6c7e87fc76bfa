/// What somebody asks: can this be run?
public struct ExecutionRequest: Shaped, HasComponent {
    public var kind: String?
    public var component = Component()
    public var executable: Executable?
    public var compute: ComputeResource?
    public var storage: [StorageResource] = []
    public var data: [DataResource] = []
    public var schedule: RequestedSchedule?

    public init() {}

    /// `costs` and `metrics` of the component are constraints: all must hold.
    public static let shape = Shape<ExecutionRequest>(
        "ExecutionRequest", "What somebody asks: can this be run?",
        [Field("kind", \.kind, "Kind of the request; may be left out.", xml: .attribute)],
        Field.inline(\.component),
        [
            Field("executable", \.executable, "What is to be run."),
            Field("compute", \.compute, "What it is to run on."),
            Field("storage", \.storage, "Storage that the executable needs."),
            Field("data", \.data, "Data that the executable needs."),
            Field("schedule", \.schedule, "When it is to run."),
        ])
}
