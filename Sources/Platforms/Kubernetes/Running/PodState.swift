import BerthDocument
import BerthModel

/// Where the pod of a session stands. Source: *PodStatus v1 core*.
struct PodState: Sendable, Hashable {
    /// A container of it.
    struct Container: Sendable, Hashable {
        var waitingReason: String?
        var isRunning = false
        var end: End?
        /// The cluster's words for why it waits.
        var words: String?
        var image = ""
    }

    struct End: Sendable, Hashable {
        var code: Int64
        var signal: Int64
        var reason: String
        /// The cluster's words.
        var words: String
    }

    var name: String
    var phase: String
    /// Of the pod as a whole: `Evicted`, `DeadlineExceeded`.
    var reason: String
    var words: String
    var node: String?
    var hostAddress: String?
    var isDeleting: Bool
    /// Whether what it serves can be had.
    var isReady = false
    /// Whether the cluster no longer hears of its node: then it says so of the pod, and of no container.
    /// Source: Kubernetes, *node lifecycle controller*.
    var isAway = false
    /// Why no node takes it, in the scheduler's words.
    var unschedulable: String?
    var main = Container()
    var fetchers: [Container] = []
    /// When it was made, as the cluster writes it: of two pods of one session the later counts.
    var madeAt: String

    init(_ document: Document) {
        name = document.objectName
        let status = document["status"] ?? .null
        phase = status["phase"]?.text ?? "Pending"
        reason = status["reason"]?.text ?? ""
        words = status["message"]?.text ?? ""
        node = document.at("spec", "nodeName")?.text
        hostAddress = status["hostIP"]?.text
        isDeleting = document.at("metadata", "deletionTimestamp") != nil
        madeAt = document.at("metadata", "creationTimestamp")?.text ?? ""
        let placed = status["conditions"]?.items.first { $0["type"]?.text == "PodScheduled" }
        if placed?["status"]?.text == "False" { unschedulable = placed?["message"]?.text ?? "" }
        let conditions = (status["conditions"]?.items ?? []).filter { $0["status"]?.text == "True" }
        let held = Set(conditions.compactMap { $0["type"]?.text })
        isReady = held.contains("Ready")
        isAway = held.contains("ContainersReady") && !isReady
        if let main = status["containerStatuses"]?.items.first(where: { $0["name"]?.text == ObjectNames.container }) {
            self.main = PodState.container(main)
        }
        fetchers = (status["initContainerStatuses"]?.items ?? []).map(PodState.container)
    }

    private static func container(_ document: Document) -> Container {
        var container = Container()
        let state = document["state"] ?? .null
        container.image = document["image"]?.text ?? ""
        container.isRunning = state["running"] != nil
        if let waiting = state["waiting"] {
            container.waitingReason = waiting["reason"]?.text
            container.words = waiting["message"]?.text
        }
        if let end = state["terminated"] {
            container.end = End(
                code: end["exitCode"]?.integer ?? -1, signal: end["signal"]?.integer ?? 0,
                reason: end["reason"]?.text ?? "", words: end["message"]?.text ?? "")
        }
        return container
    }

    var hasEnded: Bool { phase == "Succeeded" || phase == "Failed" }
    /// Its deadline is over, and as far as the node told its container still runs.
    var isOverdue: Bool { reason == "DeadlineExceeded" && main.isRunning }
    /// Whether there is or was output.
    var hasBegun: Bool { main.isRunning || main.end != nil }
    /// Those that are not through.
    var waiting: [Container] { (fetchers + [main]).filter { $0.waitingReason != nil } }
}

/// Where the Job of a session stands. Source: *JobStatus v1 batch*.
struct JobState: Sendable, Hashable {
    var name: String
    var instance: String
    var parallelism: Int64
    var isDeleting: Bool
    /// The broker asked it to end.
    var isStopped: Bool
    /// The reason of its failure: `BackoffLimitExceeded`, `DeadlineExceeded`.
    var failure: String?
    var isComplete: Bool

    init(_ document: Document) {
        name = document.objectName
        instance = document.label(ObjectNames.instanceLabel) ?? ""
        parallelism = document.at("spec", "parallelism")?.integer ?? 1
        isDeleting = document.at("metadata", "deletionTimestamp") != nil
        isStopped = document.at("metadata", "annotations")?[ObjectNames.stoppedAnnotation] != nil
        let conditions = (document.at("status", "conditions")?.items ?? []).filter { $0["status"]?.text == "True" }
        failure = conditions.first { $0["type"]?.text == "Failed" }.map { $0["reason"]?.text ?? "Failed" }
        isComplete = conditions.contains { $0["type"]?.text == "Complete" }
    }
}
