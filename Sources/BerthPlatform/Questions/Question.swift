public import BerthModel

/// One request, made complete: what every platform is asked.
///
/// Defaults stand where the request was silent, every component has a UUID, and references between components are these
/// UUIDs. Components of the request keep their places, so that paths of obstacles are paths in the request; storage
/// that was made for data without any stands after them.
public struct Question: Sendable, Hashable {
    public var executable: Executable
    public var compute: ComputeResource { didSet { countables = Countable.all(in: metrics, compute) } }
    public var storage: [StorageResource]
    public var data: [DataResource]
    /// Constraints on costs and metrics: all must hold.
    public var costs: [Cost]
    public var metrics: [Metric] { didSet { countables = Countable.all(in: metrics, compute) } }
    /// What metrics and accelerators ask for of what is counted by name.
    public private(set) var countables: [Countable]
    /// When the work is to be available: both ends belong to it.
    public var window: Interval
    /// How long it is to be available.
    public var duration: TimeSpan
    public var asker: Identity
    public var now: Instant
    /// Identifiers of the brokers that the question came through, this one last; empty where nobody counts them.
    public var via: [String] = []

    /// What stands in for what a request does not say. Source: WIRE.md §3.2.
    public struct Defaults: Sendable, Hashable {
        public var cores: Int64 = 1
        public var memoryGibibytes: Int64 = 1
        public var storageGibibytes: Int64 = 1
        public var duration = TimeSpan(seconds: 2 * 3600)
        /// How far ahead a start is looked for when the request names no interval.
        public var horizon = TimeSpan(seconds: 24 * 3600)

        public init() {}
    }

    /// - Precondition: the request has an executable; `ExecutionRequest.validated()` found nothing.
    public init(
        _ request: ExecutionRequest, asker: Identity, now: Instant, defaults: Defaults, nextID: () -> UUID
    ) {
        guard let executable = request.executable else {
            preconditionFailure("a question needs an executable; validate the request first")
        }
        var completion = Completion(defaults: defaults)
        self.executable = completion.complete(executable, nextID)
        storage = request.storage.map { completion.complete($0, nextID) }
        data = request.data.map { completion.register($0, nextID) }
        for index in data.indices {
            if let made = completion.resolveStorage(of: &data[index], nextID) { storage.append(made) }
        }
        compute = completion.complete(request.compute ?? .simple(SimpleCompute()), nextID)
        costs = request.component.costs
        metrics = request.component.metrics
        countables = Countable.all(in: metrics, compute)
        let requested = request.schedule?.requested
        window = requested?.start ?? Interval(start: now, end: now + defaults.horizon)
        duration = requested?.duration ?? defaults.duration
        self.asker = asker
        self.now = now
    }
}
