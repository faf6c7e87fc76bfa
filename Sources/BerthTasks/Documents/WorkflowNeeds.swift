/// What a workflow itself says that it needs at least.
struct WorkflowNeeds: Sendable, Hashable {
    var cores: Int64 = 0
    var memoryMebibytes: Int64 = 0
    /// For outputs and temporary files.
    var storageMebibytes: Int64 = 0
    /// Some of it is computed when it runs.
    var isPartlyUnknown = false

    var memoryGibibytes: Int64 { Self.gibibytes(memoryMebibytes) }
    var storageGibibytes: Int64 { Self.gibibytes(storageMebibytes) }

    private static func gibibytes(_ mebibytes: Int64) -> Int64 { mebibytes / 1024 + (mebibytes % 1024 == 0 ? 0 : 1) }

    /// Steps follow one another: what the largest needs is enough.
    mutating func add(_ other: WorkflowNeeds) {
        cores = max(cores, other.cores)
        memoryMebibytes = max(memoryMebibytes, other.memoryMebibytes)
        storageMebibytes = max(storageMebibytes, other.storageMebibytes)
        isPartlyUnknown = isPartlyUnknown || other.isPartlyUnknown
    }
}
