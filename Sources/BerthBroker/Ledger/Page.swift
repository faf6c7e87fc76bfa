import BerthModel
import BerthPlatform
import BerthReservations

/// What there is on one platform over time, and what is held of it.
struct Page: Sendable {
    private(set) var capacity: Capacity
    private(set) var dimensions: Dimensions
    private(set) var rooms: any Rooms
    private var limits: Limits

    /// - Throws: `negativeAmount`, `tooManyDimensions`, `doubledNode`.
    init(_ capacity: Capacity) throws(ReservationError) {
        try self.init(capacity, names: [], places: [])
    }

    /// - Parameters:
    ///   - names: of resources that are counted as well, and of which there is nothing.
    ///   - places: nodes or flavors that are gone, on which something is held still.
    private init(_ capacity: Capacity, names: [String], places: [String]) throws(ReservationError) {
        self.capacity = capacity
        let counted = capacity.names
        dimensions = try Dimensions(counted + names.filter { !counted.contains($0) })
        limits = Limits(capacity, dimensions)
        switch capacity.form {
        case .pool: rooms = try Timeline<UUID>(dimensions: dimensions, capacity: limits.base)
        case .nodes(let nodes, let shared):
            let known = nodes.map(\.name)
            let all = known + places.filter { !known.contains($0) }
            rooms = try NodePool<UUID>(
                dimensions: dimensions,
                nodes: all.map { [limits] in ($0, limits.bases[$0] ?? limits.gone) },
                shared: shared.amounts.isEmpty ? nil : limits.base)
        case .flavors(let flavors, _):
            var all: [FlavorPool<UUID>.Flavor] = []
            for flavor in flavors {
                let amounts = dimensions.names.map { max(0, flavor.resources[named: $0]) }
                all.append(.init(flavor.name, Amounts(amounts), count: flavor.count.map { max(0, $0) }))
            }
            for place in places where limits.counts[place] == nil { all.append(.init(place, .zero, count: 0)) }
            rooms = try FlavorPool<UUID>(dimensions: dimensions, quota: limits.base, flavors: all)
        }
        try rooms.follow(limits)
    }

    /// Takes over what there is from now on; what was promised stays promised, also on a node that is gone.
    ///
    /// - Throws: as `init`; then all stays as it was.
    mutating func follow(_ capacity: Capacity) throws(ReservationError) {
        let (names, places) = (Set(capacity.names), capacity.places)
        if names.isSubset(of: dimensions.names), capacity.isSameForm(as: self.capacity),
            places == self.capacity.places
        {
            let limits = Limits(capacity, dimensions)
            try rooms.follow(limits)
            self.limits = limits
            self.capacity = capacity
            return
        }
        try remake(with: capacity)
    }

    /// Knows from now on what a plan has that was promised before: a resource that is no longer counted, a node or
    /// flavor that is gone. There is nothing of them, and all else that the plan holds is held.
    ///
    /// - Throws: as `init`; then all stays as it was.
    mutating func admit(_ plan: Plan) throws(ReservationError) {
        let names = plan.demand.amounts.filter(isStrange).map(\.name).prefix(Dimensions.limit - dimensions.count)
        let isPlaced = plan.place.map { rooms.knows($0) } ?? true
        if names.isEmpty && isPlaced { return }
        try remake(with: capacity, names: Array(names), places: isPlaced ? [] : plan.place.map { [$0] } ?? [])
    }

    /// - Parameters: what has to be known besides what is held.
    private mutating func remake(
        with capacity: Capacity, names: [String] = [], places: [String] = []
    ) throws(ReservationError) {
        let holdings = rooms.holdings
        let held = holdings.isEmpty && names.isEmpty ? [] : dimensions.names
        var next = try Page(
            capacity, names: held + names, places: Set(holdings.compactMap(\.holding.place) + places).sorted())
        for (id, holding) in holdings {
            var amounts = Amounts.zero
            for dimension in dimensions.all where holding.amounts[dimension] > 0 {
                guard let same = next.dimensions[dimensions.name(of: dimension)] else { continue }
                amounts[same] = holding.amounts[dimension]
            }
            try next.rooms.restore(
                id, Demand(amounts: amounts, place: holding.place), during: holding.slot, group: holding.group)
        }
        self = next
    }

    /// What a plan demands; `nil` where some of it is not counted here.
    func demand(of plan: Plan) -> Demand? { firstStrange(in: plan) == nil ? knownDemand(of: plan) : nil }

    /// What a plan demands of all that is counted here.
    func knownDemand(of plan: Plan) -> Demand {
        var amounts = Amounts.zero
        for demand in plan.demand.amounts where demand.amount > 0 {
            if let dimension = dimensions[demand.name] { amounts[dimension] = demand.amount }
        }
        return Demand(amounts: amounts, place: plan.place)
    }

    private func firstStrange(in plan: Plan) -> ResourceAmount? { plan.demand.amounts.first(where: isStrange) }

    private func isStrange(_ demand: ResourceAmount) -> Bool { demand.amount > 0 && dimensions[demand.name] == nil }

    /// What a plan demands more of than there ever is, `nil` when all is well.
    func shortage(_ plan: Plan) -> (resource: String, wanted: Int64, available: Int64)? {
        if let strange = firstStrange(in: plan) { return (strange.name, strange.amount, 0) }
        let demand = knownDemand(of: plan)
        func over(_ base: Amounts) -> (resource: String, wanted: Int64, available: Int64)? {
            dimensions.all.first { demand.amounts[$0] > base[$0] }
                .map { (dimensions.name(of: $0), demand.amounts[$0], base[$0]) }
        }
        if let over = over(limits.base) { return over }
        switch capacity.form {
        case .pool: return nil
        case .nodes:
            if let place = demand.place { return over(limits.bases[place] ?? limits.gone) }
            if limits.bases.values.contains(where: { demand.amounts.isWithin($0) }) { return nil }
            return over(limits.bases.values.reduce(.zero) { $0.most(with: $1) })
                ?? ("nodes with all that is asked for", 1, 0)
        case .flavors:
            let place = demand.place ?? "a flavor"
            return limits.counts[place, default: 0] > 0 ? nil : (place, 1, 0)
        }
    }

    /// As it would be without closures.
    var open: Page? {
        if capacity.closures.isEmpty { return nil }
        var page = self
        page.limits = limits.open
        do throws(ReservationError) { try page.rooms.follow(page.limits) } catch { return nil }
        return page
    }

    /// Amounts by their names.
    func resources(_ amounts: Amounts) -> Resources {
        var resources = Resources()
        for dimension in dimensions.all {
            resources[ResourceName(rawValue: dimensions.name(of: dimension))] = amounts[dimension]
        }
        return resources
    }

    // MARK: holding

    mutating func hold(_ id: UUID, _ demand: Demand, _ slot: Slot, group: UUID?) throws(ReservationError) {
        try rooms.hold(id, demand, during: slot, group: group)
    }

    mutating func restore(_ id: UUID, _ demand: Demand, _ slot: Slot, group: UUID?) throws(ReservationError) {
        try rooms.restore(id, demand, during: slot, group: group)
    }

    mutating func shorten(_ id: UUID, to end: Int64) throws(ReservationError) { try rooms.shorten(id, to: end) }

    mutating func release(_ id: UUID) { rooms.release(id) }

    mutating func keep(_ id: UUID, ofGroup group: UUID) throws(ReservationError) {
        try rooms.keepOnly(id, ofGroup: group)
    }
}

extension Capacity {
    /// The resources that are counted, each once.
    fileprivate var names: [String] {
        var names: [String] = []
        func add(_ resources: Resources) {
            for amount in resources.amounts where !names.contains(amount.name) { names.append(amount.name) }
        }
        switch form {
        case .pool(let resources): add(resources)
        case .nodes(let nodes, let shared):
            for node in nodes { add(node.resources) }
            add(shared)
        case .flavors(let flavors, let quota):
            for flavor in flavors { add(flavor.resources) }
            add(quota)
            var storage = Resources()
            storage[.storage] = 0
            add(storage)
        }
        return names
    }

    fileprivate var places: [String] {
        switch form {
        case .pool: []
        case .nodes(let sizes, _), .flavors(let sizes, _): sizes.map(\.name).sorted()
        }
    }

    fileprivate func isSameForm(as other: Capacity) -> Bool {
        switch (form, other.form) {
        case (.pool, .pool): true
        case (.nodes(_, let one), .nodes(_, let other)): one.amounts.isEmpty == other.amounts.isEmpty
        case (.flavors(let one, _), .flavors(let other, _)): one == other
        default: false
        }
    }
}
