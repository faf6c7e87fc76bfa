import BerthModel
import BerthPlatform

/// What a cluster says about itself.
struct SlurmFacts: Sendable, Hashable {
    var partition: SlurmPartition
    /// Those of the partition, by name.
    var nodes: [SlurmNode]
    /// Whether it keeps books of what jobs used.
    var hasAccounting: Bool

    /// - Parameter wanted: the partition of the settings; the default one unless set.
    /// - Throws: `refused` when there is no such partition.
    init(
        partitions: [SlurmPartition], nodes: [SlurmNode], wanted: String?, hasAccounting: Bool
    ) throws(PlatformError) {
        let found = partitions.first { wanted == nil ? $0.isDefault : $0.name == wanted }
        guard let found else {
            let names = partitions.map(\.name).joined(separator: ", ")
            throw PlatformError(
                .refused,
                wanted.map { "The cluster has no partition \($0); the setting partition names one of: \(names)." }
                    ?? "The cluster has no default partition; name one in the setting partition: \(names).",
                subject: "partition")
        }
        partition = found
        self.nodes = nodes.filter { $0.partitions.contains(found.name) && !$0.isAbsent }.sorted { $0.name < $1.name }
        self.hasAccounting = hasAccounting
    }

    /// What a job of the partition can have on each node that suits it.
    ///
    /// - Parameter storageBytes: of the file system that the nodes share.
    func capacity(for compute: ComputeResource, storageBytes: Int64) -> Capacity {
        var shared = Resources()
        shared[.storage] = storageBytes
        let sizes = nodes.filter { $0.traits.suit(compute) }.map { node in
            var size = node.size.resources
            size[.cores] = min(size[.cores], partition.mostCores)
            size[.memory] = min(size[.memory], partition.mostMemoryBytes)
            return Size(node.name, size)
        }
        return Capacity(nodes: sizes, shared: shared)
    }

    /// Names of the nodes of another architecture; Slurm has no option that names one.
    func nodes(otherThan architecture: String?) -> [String] {
        guard let architecture else { return [] }
        return nodes.filter { $0.architecture != architecture }.map(\.name)
    }

    /// Of all nodes together, each word once.
    var traits: MachineTraits {
        MachineTraits(
            architectures: Set(nodes.compactMap(\.architecture)).sorted(),
            features: Set(nodes.flatMap(\.features)).sorted())
    }

    var resources: [SlurmGres] { nodes.flatMap(\.resources) }
}
