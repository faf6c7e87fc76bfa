import BerthModel
import BerthPlatform

extension ClusterNode {
    /// A label by which a node is chosen.
    struct Label: Sendable, Hashable {
        var name: String
        var value: String
    }

    static let architectureLabel = "kubernetes.io/arch"
    /// Source: Node Feature Discovery, *Feature labels*.
    static let featurePrefix = "feature.node.kubernetes.io/"
    private static let instructions = "cpu-cpuid."

    /// What its labels say that it has, by the names that requests ask for: `pci-10de.present`, with a value as
    /// `kernel-version.major=5`. What the processor can is also named as the kernel of a machine does: `avx2`.
    var features: [String: Label] {
        var features: [String: Label] = [:]
        for (name, value) in labels where name.hasPrefix(ClusterNode.featurePrefix) {
            let feature = String(name.dropFirst(ClusterNode.featurePrefix.count))
            let label = Label(name: name, value: value)
            if value != "true" {
                features[feature + "=" + value] = label
                continue
            }
            features[feature] = label
            if feature.hasPrefix(ClusterNode.instructions) {
                features[feature.dropFirst(ClusterNode.instructions.count).lowercased()] = label
            }
        }
        return features
    }

    var traits: MachineTraits {
        MachineTraits(architectures: [architecture], features: features.keys.sorted())
    }
}

extension ClusterFacts {
    /// Of all nodes together that sessions of a site can come to, each word once.
    func traits(_ settings: KubernetesSettings) -> MachineTraits {
        let nodes = open(settings)
        return MachineTraits(
            architectures: Set(nodes.map(\.architecture)).sorted(),
            features: Set(nodes.flatMap(\.features.keys)).sorted())
    }

    /// The same with no more nodes than those that have what is asked for.
    ///
    /// - Parameter architecture: what an image is made for; any unless given.
    func suiting(_ compute: ComputeResource, architecture: String?) -> ClusterFacts {
        if compute.accelerated == nil, architecture == nil { return self }
        var facts = self
        facts.nodes = nodes?.filter { node in
            node.traits.suit(compute) && (architecture.map { $0 == node.architecture } ?? true)
        }
        return facts
    }

    /// The labels by which the scheduler finds those nodes.
    func labels(for compute: ComputeResource, architecture: String?, _ settings: KubernetesSettings) -> NamedTexts {
        let asked = compute.accelerated
        var labels: [Label] = []
        if let architecture = asked?.architecture ?? architecture {
            labels.append(Label(name: ClusterNode.architectureLabel, value: architecture))
        }
        if let features = asked?.features, !features.isEmpty {
            let known = open(settings).reduce(into: [String: Label]()) { $0.merge($1.features) { first, _ in first } }
            labels += features.compactMap { known[$0] }
        }
        var seen: Set<Label> = []
        return NamedTexts(labels.filter { seen.insert($0).inserted }.map { .init(name: $0.name, text: $0.value) })
    }

    private typealias Label = ClusterNode.Label
}
