import BerthModel
import BerthPlatform

extension PlatformSummary {
    /// What a platform says of itself, with what the broker knows: what is free now, and what it answered last.
    ///
    /// - Parameters:
    ///   - free: amounts that nobody holds now; `nil` where only the platform knows.
    ///   - groups: those that it is for; `nil` for everybody.
    init(
        _ profile: PlatformProfile, free: Resources?, last: BrokerMemory.LastAnswer?, groups: [String]? = nil
    ) {
        self.init()
        name = profile.name
        kind = profile.kind
        description = profile.summary
        executables = profile.executables.map(\.uri)
        outage = profile.outage
        prices = profile.prices.costs
        footprint = profile.prices.metrics
        self.groups = groups ?? []
        answered = last?.time
        answer = last?.word
        guard let total = profile.capacity?.total else { return }
        cores = Self.bounded(total, .cores)
        memory = Self.bounded(total, .memory)
        storage = Self.bounded(total, .storage)
        freeCores = cores.flatMap { _ in free?[.cores] }
        freeMemory = memory.flatMap { _ in free?[.memory] }
        freeStorage = storage.flatMap { _ in free?[.storage] }
        countables = total.amounts.filter { !$0.isPlain }.map { amount in
            let count = Self.bounded(total, ResourceName(rawValue: amount.name))
            return CountableAmount(amount.name, count, free: count.flatMap { _ in free?[named: amount.name] })
        }.sorted { ($0.name ?? "") < ($1.name ?? "") }
    }

    /// Where it was found.
    mutating func say(_ origin: FoundPlatform.Origin) {
        registry = origin.registry
        identifier = origin.identifier
        listed = origin.listed
    }

    /// `nil` where nothing bounds it.
    private static func bounded(_ total: Resources, _ name: ResourceName) -> Int64? {
        total[name] == .max ? nil : total[name]
    }
}
