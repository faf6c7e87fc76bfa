/// Where in its life a component is.
public enum ComponentPhase: String, ModelEnumeration {
    case initializing = "INITIALIZING"
    case waiting = "WAITING"
    case preparing = "PREPARING"
    case available = "AVAILABLE"
    case running = "RUNNING"
    case releasing = "RELEASING"
    case completed = "COMPLETED"
    case failed = "FAILED"
    case cancelled = "CANCELLED"

    public static let name = "LifecyclePhase"
    public static let summary = "Where in its life a component is."
}

/// Where in its life a session is.
public enum SessionPhase: String, ModelEnumeration {
    case initial = "INITIAL"
    case offered = "OFFERED"
    case accepted = "ACCEPTED"
    case rejected = "REJECTED"
    case expired = "EXPIRED"
    case waiting = "WAITING"
    case preparing = "PREPARING"
    case available = "AVAILABLE"
    case running = "RUNNING"
    case releasing = "RELEASING"
    case completed = "COMPLETED"
    case failed = "FAILED"
    case cancelled = "CANCELLED"

    public static let name = "SessionPhase"
    public static let summary = "Where in its life a session is."

    /// Nothing more will happen to a session in this phase.
    public var isEnd: Bool {
        switch self {
        case .rejected, .expired, .completed, .failed, .cancelled: true
        default: false
        }
    }
}
