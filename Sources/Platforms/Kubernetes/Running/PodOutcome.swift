import BerthHost
import BerthModel
import BerthPlatform

/// How the pod of a session ended, in words for people.
struct PodOutcome {
    var pod: PodState
    var plan: Plan
    /// Whether `cancel` was asked for.
    var wasCancelled: Bool

    var outcome: Outcome {
        var outcome = bare
        if let node = pod.node, pod.hasBegun {
            outcome.notes.append(Note(.info, "It ran on the node {node}.", ["node": node]))
        }
        return outcome
    }

    private var bare: Outcome {
        if wasCancelled {
            return failed("The program was stopped because the session was cancelled.", [:], .info)
        }
        switch pod.reason {
        case "Evicted": return evicted
        case "DeadlineExceeded":
            return failed(
                "The cluster ended it at the end of the time that was offered, waiting for the image included.")
        case "NodeLost", "Shutdown", "NodeShutdown", "NodeAffinity", "Terminated":
            return failed("The node {node} failed while it ran there.", ["node": pod.node ?? ""])
        case "Preempting", "Preempted":
            return failed("The cluster gave its place to something more important, and it was ended.")
        default: break
        }
        for (index, fetcher) in pod.fetchers.enumerated() {
            guard let end = fetcher.end, end.code != 0 else { continue }
            return failed(
                "data[{index}] could not be fetched into the cluster: the program that fetches ended with exit code"
                    + " {exitCode}.", ["index": "\(index)", "exitCode": "\(end.code)"])
        }
        guard let end = pod.main.end else {
            return failed("The cluster ended it before it began to run.")
        }
        return ended(end)
    }

    private func ended(_ end: PodState.End) -> Outcome {
        switch end.reason {
        case "OOMKilled":
            return failed(
                "The program was killed because it took more than the {limit} GiB of memory that were offered.",
                ["limit": memory])
        case "ContainerCannotRun", "StartError", "RunContainerError":
            return failed(
                "The program could not be started: {why}.",
                ["why": PodWords.start(end.words) ?? "the node's runtime refuses it"])
        default: break
        }
        if end.code == 137 {
            return failed(
                "The program was killed (exit code {exitCode}) and nobody here asked for it: most likely it took more"
                    + " than the {limit} GiB of memory that were offered.", ["exitCode": "137", "limit": memory])
        }
        return .exited(end.code)
    }

    /// Source: kubelet, *eviction messages*: the volume or container, and its limit.
    private var evicted: Outcome {
        for index in plan.storage.indices where pod.words.contains("\"\(ObjectNames.volume(index))\"") {
            return failed(
                "The program was stopped because it wrote more than the {limit} GiB of storage[{index}].",
                ["limit": "\((plan.storageBytes(index) ?? 0) / bytesPerGibibyte)", "index": "\(index)"])
        }
        if pod.words.contains("\"tmp\"") {
            return failed("The program was stopped because it wrote more to /tmp than this site allows.")
        }
        if pod.words.contains("ephemeral") && pod.words.contains("limit") {
            return failed(
                "The program was stopped because it and its output took more of the node's disk than allowed.")
        }
        return failed(
            "The node {node} was short of {what}, and the cluster stopped the program there.",
            ["node": pod.node ?? "", "what": pod.words.contains("memory") ? "memory" : "disk"])
    }

    private var memory: String { "\(plan.demand[.memory] / bytesPerGibibyte)" }

    private func failed(_ template: String, _ values: NamedTexts = [:], _ level: MessageLevel = .error) -> Outcome {
        let code = pod.main.end.map(\.code)
        return Outcome(isSuccess: false, exitCode: code == 0 ? nil : code, notes: [Note(level, template, values)])
    }
}

/// What the words of the cluster and its nodes mean for whose session it is.
enum PodWords {
    /// The end of a sentence: why a program could not be started; `nil` for words that are an administrator's affair.
    static func start(_ words: String) -> String? {
        let words = words.lowercased()
        for (parts, meaning) in [
            (["no such file", "executable file not found", "not found in $path"], "it is not in the image"),
            (["permission denied", "is a directory"], "it may not be executed"),
            (["exec format error"], "it is made for another kind of machine"),
            (["no space left"], "the disk of the node is full"),
        ] where parts.contains(where: { words.contains($0) }) {
            return meaning
        }
        return nil
    }

    /// Why an image cannot be fetched, and whether trying again is of no use.
    static func image(_ reason: String, _ words: String) -> (meaning: String, isFinal: Bool) {
        let words = words.lowercased()
        if reason == "InvalidImageName" { return ("its name is none", true) }
        if reason == "ErrImageNeverPull" { return ("the node does not have it, and this site fetches none", true) }
        let denied = ["unauthorized", "authorization failed", "authentication required", "denied", "forbidden"]
        if denied.contains(where: { words.contains($0) }) {
            // Some registries say the same of what they do not have.
            return ("the registry does not hand it out, or does not have it", true)
        }
        if ["manifest unknown", "not found", "name unknown", "does not exist"].contains(where: { words.contains($0) }) {
            return ("the registry does not have it", true)
        }
        if words.contains("no match for platform") || words.contains("no matching manifest") {
            return ("there is none for this kind of machine", true)
        }
        return ("the registry does not answer as it should", false)
    }

    /// The scheduler's words, `0/3 nodes are available: 2 Insufficient cpu, …`, as one of ours.
    static func waiting(_ words: String) -> String {
        let meanings = [
            ("Insufficient cpu", "no node has as many free cores"),
            ("Insufficient memory", "no node has as much free memory"),
            ("Insufficient ephemeral-storage", "no node has as much free disk"),
            ("taint", "some nodes are kept for others"), ("unschedulable", "some nodes are closed to new work"),
            ("node affinity", "some nodes are not those of this site"),
            ("node selector", "some nodes are not those of this site"),
            ("unbound", "its storage is not there yet"), ("Too many pods", "some nodes have as many pods as they can"),
            ("Insufficient ", "no node has as many free devices"),
        ]
        var found: [String] = []
        var rest = words
        for (word, meaning) in meanings where rest.contains(word) {
            if !found.contains(meaning) { found.append(meaning) }
            if word != "Insufficient " { rest = rest.replacing(word, with: "") }
        }
        return found.isEmpty ? "no node takes it" : found.joined(separator: ", ")
    }
}
