import BerthDocument
public import BerthModel

extension Question {
    /// What cores, memory and storage the question needs at least, over all its components, and what else is counted.
    public var needs: Resources {
        var cores: Int64 = 0
        var memory: Int64 = 0
        if let compute = compute.basic {
            cores = compute.cores?.min ?? 0
            memory = (compute.memory?.min ?? 0).gibibytesInBytes
        }
        var bytes: Int64 = 0
        for case .simple(let simple) in storage {
            let (sum, overflow) = bytes.addingReportingOverflow((simple.size?.min ?? 0).gibibytesInBytes)
            bytes = overflow ? .max : sum
        }
        var needs = Resources(cores: cores, memoryBytes: memory, storageBytes: bytes)
        // No name stands twice among them, and none is one of the three above.
        for countable in countables where countable.least > 0 {
            needs.amounts.append(ResourceAmount(ResourceName(rawValue: countable.name), countable.least))
        }
        return needs
    }

    /// One obstacle for every component whose kind is not known here, or not among those that the platform can run, and
    /// for an architecture and features that its machines have not.
    ///
    /// - Parameter traits: of all machines together; without a word nothing is known of them.
    public func obstaclesOfKind(executables: [Kind], traits: MachineTraits = MachineTraits()) -> [Obstacle] {
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
                    ], change: executable.change(toOneOf: executables)))
        }
        if let stranger = compute.stranger { strange(stranger.kind, ["compute"]) }
        obstacles += obstaclesOfTraits(traits)
        for (index, storage) in storage.enumerated() {
            if let stranger = storage.stranger { strange(stranger.kind, ["storage", .index(index)]) }
        }
        for (index, data) in data.enumerated() {
            if let stranger = data.stranger { strange(stranger.kind, ["data", .index(index)]) }
        }
        if let compute = compute.basic {
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
        tooMuchToCompute(capacity, "this platform has") + tooMuchToStore(capacity[.storage])
            + tooManyToCount(capacity, "this platform has")
    }

    /// - Parameter holder: whose capacity it is, as "this platform has".
    func tooMuchToCompute(_ capacity: Resources, _ holder: String) -> [Obstacle] {
        guard let compute = compute.basic else { return [] }
        var obstacles: [Obstacle] = []
        let cores = compute.cores?.min ?? 0
        if cores > capacity[.cores] {
            obstacles.append(
                .tooMuch(["compute", "cores", "min"], wanted: cores, available: capacity[.cores], .core, holder))
        }
        let memory = compute.memory?.min ?? 0
        if memory.gibibytesInBytes > capacity[.memory] {
            obstacles.append(
                .tooMuch(
                    ["compute", "memory", "min"], wanted: memory, available: capacity[.memory] / bytesPerGibibyte,
                    .gibibyte, holder))
        }
        return obstacles
    }

    /// Only what has to be smaller is told: the largest, with what the others leave to it. Where they leave nothing,
    /// the next largest as well, and these have equal shares.
    ///
    /// - Parameters:
    ///   - bytes: all the storage there is.
    ///   - holder: as of `tooMuchToCompute`.
    func tooMuchToStore(_ bytes: Int64, _ holder: String = "this platform has") -> [Obstacle] {
        if needs[.storage] <= bytes { return [] }
        let largestFirst = sizesOfStorage.sorted { ($1.size, $0.index) < ($0.size, $1.index) }
        var free = max(0, bytes) / bytesPerGibibyte
        var tooLarge = largestFirst.count
        // From the smallest on, as long as each of the larger ones is left something.
        while tooLarge > 1, free - Int64(tooLarge - 1) >= largestFirst[tooLarge - 1].size {
            tooLarge -= 1
            free -= largestFirst[tooLarge].size
        }
        let share = free / max(1, Int64(tooLarge))
        return largestFirst.prefix(share < 1 ? 1 : tooLarge).map { index, size in
            .tooMuch(
                ["storage", .index(index), "size", "min"], wanted: size, available: share, .gibibyte, holder)
        }
    }

    /// How many gibibytes each storage needs at least.
    var sizesOfStorage: [(index: Int, size: Int64)] {
        storage.enumerated().compactMap { index, storage in
            guard case .simple(let simple) = storage, let size = simple.size?.min else { return nil }
            return (index, size)
        }
    }

    /// - Parameter isMeant: which of them are looked at.
    func tooManyToCount(
        _ capacity: Resources, _ holder: String, where isMeant: (Countable) -> Bool = { _ in true }
    ) -> [Obstacle] {
        countables.filter(isMeant).compactMap { countable in
            let available = capacity[named: countable.name]
            if countable.least <= available { return nil }
            let path = countable.range.appending("min")
            let verb = countable.least == 1 ? "is" : "are"
            // Who asks by a name that nothing has is told the names that there are.
            let others = available < 1 ? capacity.counted : nil
            return Obstacle(
                .never, path,
                others == nil
                    ? "{path}: {wanted} {unit} \(verb) wanted, \(holder) {available}."
                    : "{path}: {wanted} \(verb) wanted, \(holder) {available}.",
                others.map { ["wanted": "\(countable.least) \(countable.name)", "available": $0] }
                    ?? ["wanted": "\(countable.least)", "available": "\(available)", "unit": countable.name],
                couldChange: "the site",
                change: available < 1
                    ? Change(path: countable.item, to: .null, range: .absent)
                    : .atMost(available, path, nil))
        }
    }
}

extension Resources {
    /// More names than this are not told.
    private static let told = 20

    /// What is counted by name, as people say it: 2 gpu, 2 gpu-a100 and 4 licence; `nil` when nothing is.
    fileprivate var counted: String? {
        let counted = amounts.filter { !ResourceName.plain.contains($0.name) && $0.amount > 0 }
            .sorted { $0.name < $1.name }
        if counted.isEmpty { return nil }
        if counted.count > Self.told {
            return counted.prefix(Self.told).map { "\($0.amount) \($0.name)" }.joined(separator: ", ") + " and others"
        }
        var told = Resources()
        told.amounts = counted
        return Fit.phrase(told, like: told)
    }
}

extension Obstacle {
    /// More than there is.
    static func tooMuch(
        _ path: DocumentPath, wanted: Int64, available: Int64, _ unit: BerthModel.Unit, _ holder: String
    ) -> Obstacle {
        return Obstacle(
            .never, path,
            "{path}: {wanted} {unit} \(wanted == 1 ? "is" : "are") wanted, \(holder) {available}.",
            ["wanted": "\(wanted)", "available": "\(available)", "unit": unit.name(for: wanted)],
            couldChange: "the site",
            change: available < 1 ? nil : .atMost(available, path, unit))
    }
}
