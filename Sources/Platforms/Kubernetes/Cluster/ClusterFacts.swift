import BerthDocument
import BerthPlatform

/// What a cluster says about itself, as far as the broker may see it.
struct ClusterFacts: Sendable, Hashable {
    /// By name; `nil` when they may not be seen.
    var nodes: [ClusterNode]?
    /// What the pods on each node asked for; `nil` when those of others may not be seen.
    var used: [String: Quantities]?
    var quotas: [NamespaceQuota] = []
    var limits: [NamespaceLimit] = []
    /// Of those nodes, and no others.
    var names = ExtendedNames([])

    init(nodes: [Document]?, pods: [Document]?, quotas: [Document]?, limits: [Document]?) {
        self.nodes = nodes?.map(ClusterNode.init).sorted { $0.name < $1.name }
        used = pods.map(ClusterFacts.used)
        self.quotas = (quotas ?? []).compactMap(NamespaceQuota.init).sorted { $0.name < $1.name }
        self.limits = (limits ?? []).flatMap(NamespaceLimit.all).sorted { $0.name < $1.name }
        names = ExtendedNames((self.nodes ?? []).flatMap { $0.allocatable.keys })
    }

    /// Nodes that sessions of a site can come to.
    func open(_ settings: KubernetesSettings) -> [ClusterNode] {
        (nodes ?? []).filter { $0.closed(settings) == nil }
    }

    /// What a session can have on each node; storage with a class is had beside the nodes.
    func sizes(_ settings: KubernetesSettings) -> [Size] {
        open(settings).map { Size($0.name, resources($0.allocatable, settings)) }
    }

    private func resources(_ amounts: Quantities, _ settings: KubernetesSettings) -> Resources {
        var all = ClusterNode.resources(amounts, names)
        // What a session writes beside its storage is on the node as well.
        let kept = settings.beside
        all[.storage] = max(0, all[.storage] - kept)
        if settings.storageClass != nil { all.amounts.removeAll { $0.name == ResourceName.storage.rawValue } }
        return all
    }

    func capacity(_ settings: KubernetesSettings) -> Capacity? {
        if nodes == nil { return nil }
        var shared = Resources()
        if settings.storageClass != nil { shared[.storage] = settings.storage?.gibibytesInBytes ?? .max }
        return Capacity(nodes: sizes(settings), shared: shared)
    }

    /// The nodes that have room for so much now; `nil` when nobody knows.
    func free(for demand: Resources, _ settings: KubernetesSettings) -> [ClusterNode]? {
        guard let used, nodes != nil else { return nil }
        return open(settings).filter { node in
            var left = node.allocatable
            for (name, amount) in used[node.name] ?? [:] { left[name] = (left[name] ?? .zero) - amount }
            if let pods = left["pods"], pods.floor < 1 { return false }
            let room = resources(left, settings)
            return demand.amounts.allSatisfy { !room.has($0.name) || $0.amount <= room[named: $0.name] }
        }
    }

    /// What the pods on each node asked for, and their number. Those that ended take nothing.
    private static func used(_ pods: [Document]) -> [String: Quantities] {
        var used: [String: Quantities] = [:]
        for pod in pods {
            guard let node = pod.at("spec", "nodeName")?.text else { continue }
            if ["Succeeded", "Failed"].contains(pod.at("status", "phase")?.text) { continue }
            used[node, default: [:]].add(asked(pod))
            used[node, default: [:]].add(["pods": Quantity(1)])
        }
        return used
    }

    /// All containers together, or the most of those that run before them. Source: Kubernetes, *Init Containers*.
    static func asked(_ pod: Document) -> Quantities {
        var asked: Quantities = [:]
        for container in pod.at("spec", "containers")?.items ?? [] {
            asked.add(container.at("resources", "requests")?.quantities ?? [:])
        }
        for container in pod.at("spec", "initContainers")?.items ?? [] {
            asked.raise(to: container.at("resources", "requests")?.quantities ?? [:])
        }
        asked.add(pod.at("spec", "overhead")?.quantities ?? [:])
        return asked
    }
}

extension KubernetesSettings {
    /// Bytes on the node beside the storage of a session: `/tmp`, and the output until it is read.
    var beside: Int64 { temporaryBytes.addingOrMost(logBytes) }
}
