import BerthDocument
public import BerthModel

extension Question {
    /// What cores, memory and storage the question needs at least, over all its components.
    public var needs: Resources {
        var cores: Int64 = 0
        var memory: Int64 = 0
        if case .simple(let compute) = compute {
            cores = compute.cores?.min ?? 0
            memory = (compute.memory?.min ?? 0).gibibytesInBytes
        }
        var bytes: Int64 = 0
        for case .simple(let simple) in storage {
            let (sum, overflow) = bytes.addingReportingOverflow((simple.size?.min ?? 0).gibibytesInBytes)
            bytes = overflow ? .max : sum
        }
        return Resources(cores: cores, memoryBytes: memory, storageBytes: bytes)
    }

    /// One obstacle for every component whose kind is not known here, or not among those that the platform can run.
    public func obstaclesOfKind(executables: [Kind]) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        func strange(_ kind: String, _ path: DocumentPath) {
            obstacles.append(
                kind.isEmpty
                    ? Obstacle(.contradictory, path.appending("kind"), "{path} is missing: it says what this is.")
                    : Obstacle(
                        .notKnown, path.appending("kind"), "{path}: the kind {kind} is not known here.",
                        ["kind": kind],
                        // A request may do without all but what is to be run.
                        change: path != ["executable"] ? Change(path: path, to: .null, range: .absent) : nil))
        }
        if let stranger = executable.stranger {
            strange(stranger.kind, ["executable"])
        } else if let kind = executable.kind, !executables.contains(kind) {
            obstacles.append(
                Obstacle(
                    .never, ["executable", "kind"],
                    "{path}: {kind} cannot be run here; this platform runs {available}.",
                    [
                        "kind": kind.name,
                        "available": executables.isEmpty
                            ? "nothing" : executables.map(\.name).joined(separator: ", "),
                    ]))
        }
        if let stranger = compute.stranger { strange(stranger.kind, ["compute"]) }
        for (index, storage) in storage.enumerated() {
            if let stranger = storage.stranger { strange(stranger.kind, ["storage", .index(index)]) }
        }
        for (index, data) in data.enumerated() {
            if let stranger = data.stranger { strange(stranger.kind, ["data", .index(index)]) }
        }
        if case .simple(let compute) = compute {
            for (index, volume) in compute.volumes.enumerated() {
                if let stranger = volume.stranger { strange(stranger.kind, ["compute", "volumes", .index(index)]) }
            }
        }
        for (index, cost) in costs.enumerated() {
            if let stranger = cost.stranger { strange(stranger.kind, ["costs", .index(index)]) }
        }
        for (index, metric) in metrics.enumerated() {
            if let stranger = metric.stranger { strange(stranger.kind, ["metrics", .index(index)]) }
        }
        return obstacles
    }

    /// One obstacle for every need that is greater than all there is, each with the change that would do.
    ///
    /// - Parameter capacity: a resource that it does not name counts as zero.
    public func obstaclesOfSize(capacity: Resources) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        if case .simple(let compute) = compute {
            let cores = compute.cores?.min ?? 0
            if cores > capacity[.cores] {
                obstacles.append(
                    .tooMuch(["compute", "cores", "min"], wanted: cores, available: capacity[.cores], .core))
            }
            let memory = compute.memory?.min ?? 0
            if memory.gibibytesInBytes > capacity[.memory] {
                obstacles.append(
                    .tooMuch(
                        ["compute", "memory", "min"], wanted: memory, available: capacity[.memory] / bytesPerGibibyte,
                        .gibibyte))
            }
        }
        let total = capacity[.storage] / bytesPerGibibyte
        if needs[.storage] > capacity[.storage] {
            // What the others leave is what one storage could have; with several too large each names what is left to
            // it.
            for (index, storage) in storage.enumerated() {
                guard case .simple(let simple) = storage, let size = simple.size?.min else { continue }
                let others = needs[.storage] - size.gibibytesInBytes
                let left = max(0, (capacity[.storage] - others) / bytesPerGibibyte)
                if size <= left { continue }
                // Where the others leave nothing, all have to be smaller.
                let (product, isHuge) = size.multipliedReportingOverflow(by: total)
                let share = isHuge ? 0 : product / max(1, needs[.storage] / bytesPerGibibyte)
                obstacles.append(
                    .tooMuch(
                        ["storage", .index(index), "size", "min"], wanted: size,
                        available: left < 1 ? share : min(left, total), .gibibyte))
            }
        }
        return obstacles
    }
}

extension Obstacle {
    /// More than there is.
    static func tooMuch(_ path: DocumentPath, wanted: Int64, available: Int64, _ unit: BerthModel.Unit) -> Obstacle {
        return Obstacle(
            .never, path,
            "{path}: {wanted} {unit} \(wanted == 1 ? "is" : "are") wanted, this platform has {available}.",
            ["wanted": "\(wanted)", "available": "\(available)", "unit": unit.name(for: wanted)],
            couldChange: "the site",
            change: available < 1 ? nil : .atMost(available, path, unit))
    }
}
