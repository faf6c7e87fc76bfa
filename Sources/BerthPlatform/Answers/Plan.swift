public import BerthDocument
public import BerthModel

/// One way in which a platform would run something: a plain value that can be stored.
///
/// An offer is a plan with a slot; a session is an accepted plan being carried out. What is promised stands in the
/// components; `details` are the platform's own and nobody else reads them.
public struct Plan: Shaped {
    /// Name of the platform that made the plan.
    public var platform = ""
    public var executable: Executable?
    public var compute: ComputeResource?
    public var storage: [StorageResource] = []
    public var data: [DataResource] = []
    /// What has to be held for the plan, from the begin of preparation to the end of release.
    public var demand = Resources()
    /// The node or flavor on which it is held, where there are such. A platform names the flavor that it promises, and
    /// a node only when it must be that one; otherwise the broker chooses the node and names it before the work begins.
    public var place: String?
    /// Estimates.
    public var preparing = TimeSpan.zero
    public var releasing = TimeSpan.zero
    /// How much later than planned the work may begin where the platform has a queue of its own: `start` hands it over,
    /// and its time counts from when it is seen running. `nil` where what is held is there in time.
    public var patience: TimeSpan?
    /// Until when the platform holds it by itself, where it does: an offer of it is held no longer. `nil` where the
    /// broker holds it.
    public var heldUntil: Instant?
    /// When the work will be available, where the platform has booked that time: the offer begins at once, and is being
    /// prepared until then.
    public var availableFrom: Instant?
    /// What it costs.
    public var costs: [Cost] = []
    public var metrics: [Metric] = []
    /// What the asker should know: a maximum that was capped, where an estimate comes from.
    public var messages: [Message] = []
    /// The platform's own.
    public var details: Document?

    public init() {}

    /// The plan of a question as it was asked; a platform then changes what it promises.
    public init(_ question: Question, on platform: String, demand: Resources) {
        self.platform = platform
        executable = question.executable
        compute = question.compute
        storage = question.storage
        data = question.data
        self.demand = demand
    }

    public static let shape = Shape<Plan>(
        "Plan", "One way in which a platform would run something.",
        [
            Field("platform", \.platform, "Name of the platform that made the plan."),
            Field("executable", \.executable, "What is run."),
            Field("compute", \.compute, "What it runs on."),
            Field("storage", \.storage, "Storage of the session."),
            Field("data", \.data, "Data of the session."),
            Field("demand", \.demand, "What has to be held."),
            Field("place", \.place, "The node or flavor on which it is held."),
            Field("preparing", \.preparing, "How long preparation takes, estimated."),
            Field("releasing", \.releasing, "How long the release takes, estimated."),
            Field(
                "patience", \.patience, "How much later than planned it may begin, in a queue of the platform's own."),
            Field("heldUntil", \.heldUntil, "Until when the platform holds it by itself."),
            Field("availableFrom", \.availableFrom, "When it will be available, where the platform has booked that."),
            Field("costs", \.costs, "What it costs."),
            Field("metrics", \.metrics, "Other measures."),
            Field("messages", \.messages, "What the asker should know."),
            Field("details", \.details, "The platform's own."),
        ])
}

extension Plan {
    /// What the platform that made the plan remembers of it.
    ///
    /// - Throws: `broken` when the plan is not one of this platform.
    public func details<Details: Shaped>(as: Details.Type) throws(PlatformError) -> Details {
        guard let details else {
            throw PlatformError(.broken, "The plan of the session has no details: it is not one of this platform.")
        }
        let (value, problems) = Details.reading(details, from: .json)
        if let problem = problems.first {
            throw PlatformError(.broken, "The plan of the session cannot be read.", cause: problem.message)
        }
        return value
    }
}
