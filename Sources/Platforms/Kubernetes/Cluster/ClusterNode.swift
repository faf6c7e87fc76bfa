import BerthDocument
import BerthModel
import BerthPlatform

/// A node, as the cluster tells it. Source: *Node v1 core*.
struct ClusterNode: Sendable, Hashable {
    struct Taint: Sendable, Hashable {
        var key: String
        var value: String
        var effect: String

        /// As people write it.
        var text: String { key + (value.isEmpty ? "" : "=" + value) + ":" + effect }
    }

    var name: String
    var labels: [String: String] = [:]
    var allocatable: Quantities
    var taints: [Taint] = []
    var isReady: Bool
    /// Why it is not, in the words of the cluster.
    var awayWords = ""
    var isCordoned: Bool
    /// Addresses by kind, as `InternalIP`.
    var addresses: [String: String] = [:]
    /// Names of images that it has; the largest of them, if there are many.
    var images: Set<String> = []
    var architecture: String
    var os: String

    init(_ document: Document) {
        name = document.objectName
        for entry in document.at("metadata", "labels")?.entries ?? [] { labels[entry.name] = entry.value.text }
        allocatable = document.at("status", "allocatable")?.quantities ?? [:]
        taints = (document.at("spec", "taints")?.items ?? []).map {
            Taint(key: $0["key"]?.text ?? "", value: $0["value"]?.text ?? "", effect: $0["effect"]?.text ?? "")
        }
        isCordoned = document.at("spec", "unschedulable")?.isTrue ?? false
        let ready = document.at("status", "conditions")?.items.first { $0["type"]?.text == "Ready" }
        isReady = ready?["status"]?.text == "True"
        if !isReady { awayWords = ready?["message"]?.text ?? "" }
        for address in document.at("status", "addresses")?.items ?? [] {
            if let type = address["type"]?.text { addresses[type] = addresses[type] ?? address["address"]?.text }
        }
        for image in document.at("status", "images")?.items ?? [] {
            images.formUnion((image["names"]?.items ?? []).compactMap(\.text))
        }
        architecture = document.at("status", "nodeInfo", "architecture")?.text ?? "amd64"
        os = document.at("status", "nodeInfo", "operatingSystem")?.text ?? "linux"
    }

    /// Why sessions of a site never come here, or not now; `nil` when they do.
    enum Closed: Sendable, Hashable {
        case notReady, cordoned
        case taint(Taint)
        case label(String)
        case strange(String)
    }

    func closed(_ settings: KubernetesSettings) -> Closed? {
        if os != "linux" { return .strange(os) }
        for label in settings.nodeSelector.entries where labels[label.name] != label.text {
            return .label("\(label.name)=\(label.text)")
        }
        if !isReady { return .notReady }
        if isCordoned { return .cordoned }
        let kept = taints.first { taint in
            taint.effect != "PreferNoSchedule" && !settings.tolerations.contains { $0.tolerates(taint) }
        }
        return kept.map { .taint($0) }
    }

    /// What sessions can have of amounts: whole cores and things, bytes.
    static func resources(_ amounts: Quantities, _ names: ExtendedNames) -> Resources {
        var all = Resources(
            cores: max(0, amounts["cpu"]?.floor ?? 0), memoryBytes: max(0, amounts["memory"]?.floor ?? 0),
            storageBytes: max(0, amounts["ephemeral-storage"]?.floor ?? 0))
        for known in names.all {
            if let amount = amounts[known.resource] { all[named: known.name] = max(0, amount.floor) }
        }
        return all
    }
}

extension Toleration {
    /// Whether a pod with it may be on nodes with a taint.
    func tolerates(_ taint: ClusterNode.Taint) -> Bool {
        key == taint.key && (value ?? taint.value) == taint.value && (effect ?? taint.effect) == taint.effect
    }

    var document: Document {
        var members: DocumentMembers = ["key": .text(key), "operator": .text(value == nil ? "Exists" : "Equal")]
        if let value { members["value"] = .text(value) }
        if let effect { members["effect"] = .text(effect) }
        return .map(members)
    }
}
