public import BerthDocument
public import BerthModel

/// An accepted plan being carried out.
public struct Work: Sendable, Hashable {
    /// The session; whatever the platform makes is named after it.
    public var session: UUID
    public var plan: Plan
    public var owner: Identity
    /// Until when the work may run.
    public var end: Instant
    /// What the platform wanted to remember (`Progress.handle`), latest first come.
    public var handle: Document?

    public init(session: UUID, plan: Plan, owner: Identity, end: Instant, handle: Document? = nil) {
        self.session = session
        self.plan = plan
        self.owner = owner
        self.end = end
        self.handle = handle
    }
}

/// A part of a plan that is prepared and released by itself.
public enum Part: Sendable, Hashable, CustomStringConvertible {
    /// Index into `Plan.storage`.
    case storage(Int)
    /// Index into `Plan.data`.
    case data(Int)
    case compute
    case executable

    /// The order of preparation; release goes the other way. Source: WIRE.md §3.6.
    public static func inOrder(of plan: Plan) -> [Part] {
        plan.storage.indices.map { .storage($0) } + plan.data.indices.map { .data($0) } + [.compute, .executable]
    }

    /// `storage[0]`, `compute`: where in the session the part stands.
    public var description: String {
        switch self {
        case .storage(let index): "storage[\(index)]"
        case .data(let index): "data[\(index)]"
        case .compute: "compute"
        case .executable: "executable"
        }
    }
}

/// What came out of a step.
public struct Progress: Sendable, Hashable {
    public var notes: [Note]
    /// Replaces the connectors that the session has, unless `nil`.
    public var connectors: [Connector]?
    /// Stored before the next step and handed back in `Work.handle`; `nil` leaves the one that there is.
    public var handle: Document?

    public init(notes: [Note] = [], connectors: [Connector]? = nil, handle: Document? = nil) {
        self.notes = notes
        self.connectors = connectors
        self.handle = handle
    }

    public static let done = Progress()
}

/// Something to tell the owner of a session; the broker puts the time on it.
public struct Note: Sendable, Hashable {
    public var level: MessageLevel
    public var template: String
    public var values: NamedTexts

    public init(_ level: MessageLevel, _ template: String, _ values: NamedTexts = [:]) {
        self.level = level
        self.template = template
        self.values = values
    }

    public func message(at time: Instant) -> Message { Message(level, time: time, template, values) }
}

/// Where the work stands.
public enum WorkState: Sendable, Hashable {
    /// Handed over and not running yet: in a queue.
    case waiting
    case running
    case finished(Outcome)
}

/// How the work ended.
public struct Outcome: Sendable, Hashable {
    /// COMPLETED; else FAILED.
    public var isSuccess: Bool
    /// What the program answered; `nil` when it was killed before.
    public var exitCode: Int64?
    public var notes: [Note]

    public init(isSuccess: Bool, exitCode: Int64?, notes: [Note] = []) {
        self.isSuccess = isSuccess
        self.exitCode = exitCode
        self.notes = notes
    }

    /// Exit code 0 is success, anything else is not. Source: WIRE.md §3.7.
    public static func exited(_ code: Int64) -> Outcome {
        code == 0
            ? Outcome(isSuccess: true, exitCode: 0)
            : Outcome(
                isSuccess: false, exitCode: code,
                notes: [Note(.error, "The program ended with exit code {exitCode}.", ["exitCode": "\(code)"])])
    }
}
