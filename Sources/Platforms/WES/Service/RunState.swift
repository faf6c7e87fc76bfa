/// Where a run stands, in the service's own word. Source: GA4GH WES 1.1, `State`.
struct RunState: RawRepresentable, Sendable, Hashable {
    var rawValue: String

    enum Stage: Sendable, Hashable {
        /// The service does not know for now, or has a word of its own for it.
        case unknown
        case waiting, running, ended
    }

    var stage: Stage {
        switch rawValue {
        case "QUEUED", "INITIALIZING": .waiting
        case "RUNNING", "PAUSED", "CANCELING": .running
        case "COMPLETE", "EXECUTOR_ERROR", "SYSTEM_ERROR", "CANCELED", "PREEMPTED": .ended
        default: .unknown
        }
    }

    static let complete = RunState(rawValue: "COMPLETE")
    static let canceled = RunState(rawValue: "CANCELED")
    static let executorError = RunState(rawValue: "EXECUTOR_ERROR")
}
