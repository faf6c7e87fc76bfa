import BerthDocument
import BerthModel
import BerthPlatform

extension Question {
    /// Every reason of the cluster, also where no node has all that is asked for together.
    ///
    /// - Parameter facts: with the nodes that suit.
    func obstacles(of all: ClusterFacts, suiting facts: ClusterFacts, _ settings: KubernetesSettings) -> [Obstacle] {
        if !all.open(settings).isEmpty, let capacity = facts.capacity(settings),
            let obstacle = obstacle(ofTraitsTogether: capacity, in: "the cluster"), all.traits(settings).suit(compute)
        {
            return [obstacle]
        }
        // What is wanted and not there is told by itself.
        return obstacles(of: facts.open(settings).isEmpty ? all : facts, settings)
    }

    /// Every reason of the cluster: nodes, taints, quotas and limits of the namespace.
    func obstacles(of facts: ClusterFacts, _ settings: KubernetesSettings) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        if let nodes = facts.nodes, let capacity = facts.capacity(settings) {
            if facts.open(settings).isEmpty {
                obstacles.append(.noNode(nodes, settings))
            } else {
                obstacles += obstaclesOfSize(capacity: capacity)
                if !obstacles.isEmpty { obstacles += closedNodes(facts, settings) }
            }
        }
        for bound in facts.bounds(settings) { obstacles += obstacle(of: bound) }
        return obstacles
    }

    /// Nodes that would be large enough, and what keeps sessions off them.
    private func closedNodes(_ facts: ClusterFacts, _ settings: KubernetesSettings) -> [Obstacle] {
        var told: Set<String> = []
        return (facts.nodes ?? []).compactMap { node in
            guard let closed = node.closed(settings), closed.isOfSite else { return nil }
            let size = ClusterNode.resources(node.allocatable, facts.names)
            let isEnough = needs.amounts.allSatisfy { $0.amount <= size[named: $0.name] }
            guard isEnough, told.insert(closed.words).inserted else { return nil }
            return Obstacle(
                .notAllowed, ["compute"],
                "{path}: the node {node} would be large enough, but {why}.", ["node": node.name, "why": closed.words],
                couldChange: "the site")
        }
    }

    private func obstacle(of bound: NamespaceBound) -> [Obstacle] {
        let wanted: Int64
        let path: DocumentPath
        var unit: BerthModel.Unit?
        var divisor: Int64 = 1
        switch ResourceName(rawValue: bound.name) {
        case .cores: (wanted, path, unit) = (needs[.cores], ["compute", "cores", "min"], .core)
        case .memory:
            (wanted, path, unit, divisor) = (needs[.memory], ["compute", "memory", "min"], .gibibyte, bytesPerGibibyte)
        case .storage:
            guard !storage.isEmpty || bound.isLeast == false else { return [] }
            (wanted, path, unit, divisor) = (needs[.storage], ["storage"], .gibibyte, bytesPerGibibyte)
        default:
            guard let countable = countables.first(where: { $0.name == bound.name }) else {
                return bound.isCount && bound.most < 1 ? [bound.obstacle(["executable"], wanted: "1", unit: nil)] : []
            }
            (wanted, path) = (countable.least, countable.range.appending("min"))
        }
        if bound.isLeast ? wanted >= bound.most : wanted <= bound.most { return [] }
        var obstacle = bound.obstacle(path, wanted: "\(wanted / divisor)", unit: unit)
        let most = bound.most / divisor
        if bound.isLeast {
            let least = (bound.most + divisor - 1) / divisor
            if path != ["storage"] { obstacle.change = .atLeast(least, path, unit) }
        } else if most >= 1, path != ["storage"] {
            obstacle.change = .atMost(most, path, unit)
        } else if most >= 1, storage.count == 1 {
            obstacle.path = ["storage", .index(0), "size", "min"]
            obstacle.change = .atMost(most, obstacle.path, unit)
        }
        return [obstacle]
    }
}

extension ClusterNode.Closed {
    /// Whether settings of the site decide it.
    var isOfSite: Bool {
        switch self {
        case .taint, .label: true
        case .notReady, .cordoned, .strange: false
        }
    }

    /// The end of a sentence.
    var words: String {
        switch self {
        case .notReady: "it is not ready"
        case .cordoned: "it is closed to new pods"
        case .taint(let taint): "its taint \(taint.text) is not among the tolerations of this site"
        case .label(let label): "it has no label \(label), which this site wants"
        case .strange(let os): "it runs \(os)"
        }
    }
}

extension Obstacle {
    /// Sessions can come to no node at all.
    fileprivate static func noNode(_ nodes: [ClusterNode], _ settings: KubernetesSettings) -> Obstacle {
        var counts: [(words: String, count: Int)] = []
        for node in nodes {
            guard let words = node.closed(settings)?.words else { continue }
            if let index = counts.firstIndex(where: { $0.words == words }) {
                counts[index].count += 1
            } else {
                counts.append((words, 1))
            }
        }
        let why = counts.map { "\($0.count) because \($0.words)" }.joined(separator: ", ")
        let isForNow = nodes.contains { $0.closed(settings).map { !$0.isOfSite } ?? false }
        return Obstacle(
            isForNow ? .notNow : .notAllowed, ["compute"],
            "{path}: of the {wanted} nodes of the cluster {available} take sessions\(why.isEmpty ? "" : ": {why}").",
            ["wanted": "\(nodes.count)", "available": "0", "unit": "node", "why": why], couldChange: "the site")
    }
}
