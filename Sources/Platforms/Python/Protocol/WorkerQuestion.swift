import BerthModel
import BerthPlatform

/// A question as a worker reads it.
struct WorkerQuestion: Shaped {
    var executable: Executable?
    var compute: ComputeResource?
    var storage: [StorageResource] = []
    var data: [DataResource] = []
    var costs: [Cost] = []
    var metrics: [Metric] = []
    var window: Interval?
    var duration = TimeSpan.zero
    var asker = Identity()
    var now: Instant?

    init() {}

    init(_ question: Question) {
        executable = question.executable
        compute = question.compute
        storage = question.storage
        data = question.data
        costs = question.costs
        metrics = question.metrics
        window = question.window
        duration = question.duration
        asker = question.asker
        now = question.now
    }

    static let shape = Shape<WorkerQuestion>(
        "WorkerQuestion", "A question as a worker reads it.",
        [
            Field("executable", \.executable, "What is to be run."), Field("compute", \.compute, "On what."),
            Field("storage", \.storage, "Storage."), Field("data", \.data, "Data."),
            Field("costs", \.costs, "What it may cost."), Field("metrics", \.metrics, "Other bounds."),
            Field("window", \.window, "When it is to be available."), Field("duration", \.duration, "For how long."),
            Field("asker", \.asker, "Who asks."), Field("now", \.now, "The time."),
        ])
}
