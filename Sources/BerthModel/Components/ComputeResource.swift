public import BerthDocument

/// What it is to run on.
public enum ComputeResource: Family {
    case simple(SimpleCompute)
    case accelerated(AcceleratedCompute)
    case stranger(kind: String, Document)

    public static let familyName = "ComputeResource"
    public static let summary = "What it is to run on."
    public static let members: [FamilyMember<ComputeResource>] = [
        FamilyMember(.simpleCompute, wrap: { .simple($0) }) { if case .simple(let it) = $0 { it } else { nil } },
        FamilyMember(.acceleratedCompute, wrap: { .accelerated($0) }) {
            if case .accelerated(let it) = $0 { it } else { nil }
        },
    ]

    public static func other(kind: String, _ document: Document) -> ComputeResource { .stranger(kind: kind, document) }
    public var stranger: (kind: String, document: Document)? {
        if case .stranger(let kind, let document) = self { (kind, document) } else { nil }
    }

    /// Cores, memory and volumes, which every kind has; `nil` for a stranger's, which stays as it is.
    public var basic: SimpleCompute? {
        get {
            switch self {
            case .simple(let it): it
            case .accelerated(let it): it.basic
            case .stranger: nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .simple: self = .simple(newValue)
            case .accelerated(var it):
                it.basic = newValue
                self = .accelerated(it)
            case .stranger: break
            }
        }
    }

    /// What only the kind of our own asks for.
    public var accelerated: AcceleratedCompute? {
        if case .accelerated(let it) = self { it } else { nil }
    }
}

/// Cores, memory, and the volumes mounted into them.
public struct SimpleCompute: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var cores: IntegerRange?
    public var memory: IntegerRange?
    public var volumes: [Volume] = []

    public init() {}

    public static let shape = Shape<SimpleCompute>(
        "SimpleComputeResource", "Cores, memory, and the volumes mounted into them.",
        Field.inline(\.component), Field.inline(\.life),
        [
            Field("cores", \.cores, "CPU cores.", unit: .core),
            Field("memory", \.memory, "Memory.", unit: .gibibyte),
            Field("volumes", \.volumes, "Storage and data mounted where the executable finds them."),
        ])
}

/// The least and the most of something. In a request: needed and at most wanted; in an offer: promised and usable.
public struct IntegerRange: Shaped {
    public var min: Int64?
    public var max: Int64?

    public init() {}

    public init(min: Int64? = nil, max: Int64? = nil) {
        self.min = min
        self.max = max
    }

    public static let shape = Shape<IntegerRange>(
        "MinMaxInteger", "The least and the most of something.",
        [
            Field("min", \.min, "In a request what is needed, in an offer what is promised."),
            Field("max", \.max, "In a request the most that is wanted, in an offer the most that may be used."),
        ])
}

/// A place where storage or data is mounted.
public enum Volume: Family {
    case simple(SimpleVolume)
    case stranger(kind: String, Document)

    public static let familyName = "VolumeMount"
    public static let summary = "A place where storage or data is mounted."
    public static let members: [FamilyMember<Volume>] = [
        FamilyMember(.simpleVolume, wrap: { .simple($0) }) { if case .simple(let it) = $0 { it } else { nil } }
    ]

    public static func other(kind: String, _ document: Document) -> Volume { .stranger(kind: kind, document) }
    public var stranger: (kind: String, document: Document)? {
        if case .stranger(let kind, let document) = self { (kind, document) } else { nil }
    }
}

/// A storage or data resource at a path.
public struct SimpleVolume: Shaped, HasComponent {
    public var component = Component()
    public var path: String?
    public var mode: VolumeMode?
    public var resource: String?

    public init() {}

    public static let shape = Shape<SimpleVolume>(
        "SimpleVolumeMount", "A storage or data resource at a path.", Field.inline(\.component),
        [
            Field("path", \.path, "Path inside the executable; `/volumes/<name>` unless said otherwise."),
            Field("mode", \.mode, "READONLY unless said otherwise."),
            Field("resource", \.resource, "Name or UUID of the storage or data resource of the same request."),
        ])
}

/// Whether a volume can be written.
public enum VolumeMode: String, ModelEnumeration {
    case readOnly = "READONLY"
    case readWrite = "READWRITE"

    public static let name = "VolumeMode"
    public static let summary = "Whether a volume can be written."
}
