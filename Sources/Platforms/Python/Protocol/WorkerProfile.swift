import BerthModel
import BerthPlatform

/// What a plugin says that it is.
struct WorkerProfile: Shaped {
    var summary = ""
    var executables: [String] = []
    var capacity: WorkerCapacity?
    var outage: String?
    var name: String?
    var kind: String?

    static let shape = Shape<WorkerProfile>(
        "WorkerProfile", "What a plugin says that it is.",
        [
            Field("name", \.name, "What it calls itself; here it has the name of the configuration."),
            Field("kind", \.kind, "The word python."),
            Field("summary", \.summary, "One sentence."),
            Field("executables", \.executables, "URIs of kinds; all when empty."),
            Field("capacity", \.capacity, "How much there is; nothing bounds it without."),
            Field("outage", \.outage, "Why nothing can be run now."),
        ])
}

/// How much a plugin has; what is not there has no bound.
struct WorkerCapacity: Shaped {
    var cores: Int64?
    var memory: Int64?
    var storage: Int64?

    static let shape = Shape<WorkerCapacity>(
        "WorkerCapacity", "How much a plugin has.",
        [
            Field("cores", \.cores, "Cores.", unit: .core), Field("memory", \.memory, "Memory.", unit: .gibibyte),
            Field("storage", \.storage, "Storage.", unit: .gibibyte),
        ])

    var all: Capacity {
        Capacity(
            Resources(
                cores: max(0, cores ?? .max), memoryBytes: memory.map { max(0, $0).gibibytesInBytes } ?? .max,
                storageBytes: storage.map { max(0, $0).gibibytesInBytes } ?? .max))
    }
}
