import BerthPlatform

/// One node of a cluster, as `scontrol show nodes -o` tells it.
struct SlurmNode: Sendable, Hashable {
    var name = ""
    var cores: Int64 = 0
    var memoryBytes: Int64 = 0
    /// `IDLE`, `DOWN`, `DRAIN` and others, without the marks that Slurm adds.
    var states: Set<String> = []
    var features: [String] = []
    /// As images name it; `nil` where the node has never spoken.
    var architecture: String?
    /// What is counted by name, as in `gpu:a100:2`.
    var resources: [SlurmGres] = []
    var partitions: [String] = []

    /// `nil` for a record of something else.
    init?(_ record: SlurmRecord) {
        guard let name = record["NodeName"], let cores = record.number("CPUEfctv") ?? record.number("CPUTot") else {
            return nil
        }
        self.name = name
        // A node keeps some of its memory for itself.
        let kept = record.number("MemSpecLimit") ?? 0
        self.cores = cores
        memoryBytes = max(0, (record.number("RealMemory") ?? 0) - kept) << 20
        states = Set(
            (record["State"] ?? "").split(separator: "+").map { $0.filter { $0.isLetter || $0 == "_" } })
        features = (record["AvailableFeatures"] ?? "").split(separator: ",").map(String.init)
        architecture = record["Arch"].map(MachineTraits.architecture(ofKernel:))
        resources = SlurmGres.all(in: record["Gres"] ?? "")
        partitions = (record["Partitions"] ?? "").split(separator: ",").map(String.init)
    }

    var traits: MachineTraits {
        MachineTraits(architectures: [architecture].compactMap(\.self), features: features)
    }

    /// Whether it is only a name that may become a node one day.
    var isAbsent: Bool { states.contains("FUTURE") }

    /// What a job can have of it.
    var size: Size {
        var all = Resources(cores: cores, memoryBytes: memoryBytes, storageBytes: 0)
        all.amounts.removeAll { $0.name == ResourceName.storage.rawValue }
        for (name, count) in SlurmGres.counts(resources) { all[named: name] = count }
        return Size(name, all)
    }
}
