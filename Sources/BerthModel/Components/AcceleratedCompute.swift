/// Cores and memory with accelerators, of an architecture, with features. A kind of Berth's own; whoever needs none of
/// these asks for the standard kind.
public struct AcceleratedCompute: Shaped, HasLife {
    /// What the standard kind has as well.
    public var basic = SimpleCompute()
    public var accelerators: [Accelerator] = []
    public var architecture: String?
    public var features: [String] = []

    public init() {}

    public var component: Component {
        get { basic.component }
        set { basic.component = newValue }
    }
    public var life: Life {
        get { basic.life }
        set { basic.life = newValue }
    }

    public static let shape = Shape<AcceleratedCompute>(
        "AcceleratedComputeResource", "Cores and memory with accelerators, of an architecture, with features.",
        Field.inline(\.basic),
        [
            Field("accelerators", \.accelerators, "GPUs and the like, each model once."),
            Field("architecture", \.architecture, "Architecture of the CPU as images name it: amd64, arm64."),
            Field("features", \.features, "Names that a site gives to what its machines have; all are needed."),
        ])
}

/// Accelerators of one model.
public struct Accelerator: Shaped {
    public var model: String?
    public var count: IntegerRange?

    public init() {}

    public init(model: String?, count: IntegerRange?) {
        self.model = model
        self.count = count
    }

    public static let shape = Shape<Accelerator>(
        "Accelerator", "Accelerators of one model.",
        [
            Field(
                "model", \.model,
                "URI of the model, or the name that sites count it by: gpu-a100; gpu, for any, unless said otherwise."
            ),
            Field("count", \.count, "How many; one unless said otherwise."),
        ])
}
