/// One partition of a cluster, as `scontrol show partitions -o` tells it.
struct SlurmPartition: Sendable, Hashable {
    var name = ""
    var isDefault = false
    /// `UP`, `DOWN`, `DRAIN`, `INACTIVE`.
    var state = ""
    /// Longest time of a job, in seconds; `Int64.max` without a bound.
    var longestSeconds: Int64 = .max
    /// Most cores of a job on one node.
    var mostCores: Int64 = .max
    /// Most memory of a job on one node.
    var mostMemoryBytes: Int64 = .max

    /// `nil` for a record of something else.
    init?(_ record: SlurmRecord) {
        guard let name = record["PartitionName"] else { return nil }
        self.name = name
        isDefault = record["Default"] == "YES"
        state = record["State"] ?? "UP"
        if let limit = record["MaxTime"].flatMap({ SlurmTime.seconds($0) }) { longestSeconds = limit }
        if let most = record.number("MaxCPUsPerNode") { mostCores = most }
        if let most = record.number("MaxMemPerNode") { mostMemoryBytes = most << 20 }
    }
}
