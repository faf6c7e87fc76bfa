import BerthModel

/// What the things of sessions are called in the cluster: by these they are found again, and told from others.
enum ObjectNames {
    static let sessionLabel = "berth.org/session"
    static let instanceLabel = "berth.org/instance"
    /// On the Job that asks the image for notebooks, with the instance.
    static let lookLabel = "berth.org/look"
    /// On a Job that was asked to end, and why.
    static let stoppedAnnotation = "berth.org/stopped"

    /// Of the Job and the Service. It has 42 bytes; the name of the pod has 6 more, and 63 are the most.
    static func job(_ session: UUID) -> String { "berth-\(session)" }
    static func claim(_ session: UUID, _ index: Int) -> String { "berth-\(session)-\(index)" }
    static func secret(_ session: UUID, _ index: Int) -> String { "berth-\(session)-\(index)" }
    static func look(_ instance: String) -> String { "berth-look-\(instance)" }
    /// The container that runs what was asked for.
    static let container = "main"
    static func fetcher(_ index: Int) -> String { "data-\(index)" }
    static func volume(_ index: Int) -> String { "storage-\(index)" }

    static func selector(instance: String) -> String { "\(instanceLabel)=\(instance)" }
    static func selector(session: UUID) -> String { "\(sessionLabel)=\(session)" }
}
