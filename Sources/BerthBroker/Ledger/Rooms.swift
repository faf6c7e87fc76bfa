import BerthModel
import BerthPlatform
import BerthReservations

/// What is held of one platform over time, whatever form its capacity has: a pool, nodes or flavors.
protocol Rooms: Sendable {
    /// Number of bookings.
    var count: Int { get }
    /// What is booked under a name, and where.
    func holding(_ id: UUID) -> Holding?
    /// Whether there is such a node or flavor; a pool has none and asks for none.
    func knows(_ place: String) -> Bool
    /// Everything that is booked, of each place in the order in which it was booked.
    var holdings: [(id: UUID, holding: Holding)] { get }

    /// The earliest start from `first` to `last` with room for the whole duration, and where.
    func earliest(_ demand: Demand, duration: Int64, from first: Int64, through last: Int64, group: UUID?) -> Spot?
    /// What is free for one task during all of a slot in a place.
    func free(during slot: Slot, in place: String?) -> Amounts
    /// What is free at an instant of all places together; `nil` where nobody can say, as of flavors.
    func free(at instant: Int64) -> Amounts?
    /// Where a demand could ever be met, in the order in which one looks there: in each of these by itself.
    func claims(of demand: Demand) -> [Claim]

    /// Books all of it in a place, or nothing.
    mutating func hold(_ id: UUID, _ demand: Demand, during slot: Slot, group: UUID?) throws(ReservationError)
    /// Books what is held in fact, even when it is more than there is.
    mutating func restore(_ id: UUID, _ demand: Demand, during slot: Slot, group: UUID?) throws(ReservationError)
    mutating func shorten(_ id: UUID, to end: Int64) throws(ReservationError)
    @discardableResult
    mutating func release(_ id: UUID) -> Booking<UUID>?
    /// Releases the siblings of a booking, wherever they are.
    @discardableResult
    mutating func keepOnly(_ id: UUID, ofGroup group: UUID) throws(ReservationError) -> [UUID]
    func members(ofGroup group: UUID) -> [UUID]

    /// There is from now on, and at all times, what the limits say.
    mutating func follow(_ limits: Limits) throws(ReservationError)
}

/// So much, on a certain node or of a certain flavor when one is named.
struct Demand: Sendable, Hashable {
    var amounts: Amounts
    var place: String?
}

/// When something has room, and on which node or of which flavor.
struct Spot: Sendable, Hashable {
    var start: Int64
    var place: String?
}

struct Holding: Sendable, Hashable {
    var amounts: Amounts
    var slot: Slot
    var group: UUID?
    var place: String?

    init(_ booking: Booking<UUID>, in place: String?) {
        amounts = booking.amounts
        slot = booking.slot
        group = booking.group
        self.place = place
    }

    var demand: Demand { Demand(amounts: amounts, place: place) }
}

/// One place in which a demand could be met: all these timelines must have room for their amounts at the same time.
struct Claim: Sendable {
    var parts: [(timeline: Timeline<UUID>, amounts: Amounts)]
    /// What who asks may hold, beside the place itself.
    var share: Shares.Part?

    private var all: [(timeline: Timeline<UUID>, amounts: Amounts)] {
        parts + (share.map { [($0.timeline, $0.amounts)] } ?? [])
    }

    /// The first so many steps of what is booked.
    func starts(in slot: Slot, limit: Int) -> [Int64] {
        Array(Set(all.flatMap { $0.timeline.starts(during: slot, limit: limit) }).sorted().prefix(limit))
    }

    /// The first instant of a slot at which it does not fit.
    func firstConflict(during slot: Slot) -> Int64? {
        all.compactMap { $0.timeline.firstConflict($0.amounts, during: slot)?.instant }.min()
    }

    /// What is short during a slot, with what is free of it; `nil` where something is short that has no name here.
    func shortages(during slot: Slot, _ dimensions: Dimensions) -> [(name: String, wanted: Int64, free: Int64)]? {
        var short: [(name: String, wanted: Int64, free: Int64)] = []
        for (index, (timeline, amounts)) in all.enumerated() {
            let free = timeline.free(during: slot)
            for dimension in timeline.dimensions.all where amounts[dimension] > free[dimension] {
                if index < parts.count && timeline.dimensions != dimensions { return nil }
                let name = timeline.dimensions.name(of: dimension)
                if let known = short.firstIndex(where: { $0.name == name }) {
                    short[known].free = min(short[known].free, free[dimension])
                } else {
                    short.append((name, amounts[dimension], free[dimension]))
                }
            }
        }
        return short
    }
}

private let allTime = Slot(start: .min, end: .max)

extension Timeline<UUID>: Rooms {
    func knows(_ place: String) -> Bool { true }

    func holding(_ id: UUID) -> Holding? { self[id].map { Holding($0, in: nil) } }

    var holdings: [(id: UUID, holding: Holding)] {
        bookings(during: allTime).compactMap { id in holding(id).map { (id, $0) } }
    }

    func earliest(_ demand: Demand, duration: Int64, from first: Int64, through last: Int64, group: UUID?) -> Spot? {
        earliest(demand.amounts, duration: duration, from: first, through: last, group: group).map { Spot(start: $0) }
    }

    func free(during slot: Slot, in place: String?) -> Amounts { free(during: slot) }

    func free(at instant: Int64) -> Amounts? { free(during: Slot(start: instant, end: instant + 1)) }

    func claims(of demand: Demand) -> [Claim] { [Claim(parts: [(self, demand.amounts)])] }

    mutating func hold(_ id: UUID, _ demand: Demand, during slot: Slot, group: UUID?) throws(ReservationError) {
        try book(id, demand.amounts, during: slot, group: group)
    }

    mutating func restore(_ id: UUID, _ demand: Demand, during slot: Slot, group: UUID?) throws(ReservationError) {
        try restore(id, demand.amounts, during: slot, group: group)
    }

    mutating func follow(_ limits: Limits) throws(ReservationError) {
        try setCapacity(limits.base, from: .min)
        for step in limits.steps(of: nil, base: limits.base) {
            try setCapacity(step.amounts, from: step.slot.start, until: step.slot.end)
        }
    }
}

extension NodePool<UUID>: Rooms {
    func knows(_ place: String) -> Bool { self[node: place] != nil }

    func holding(_ id: UUID) -> Holding? { self[id].map { Holding($0, in: node(of: id)) } }

    var holdings: [(id: UUID, holding: Holding)] {
        names.flatMap { name -> [(id: UUID, holding: Holding)] in
            (self[node: name]?.bookings(during: allTime) ?? []).compactMap { id in holding(id).map { (id, $0) } }
        }
    }

    func earliest(_ demand: Demand, duration: Int64, from first: Int64, through last: Int64, group: UUID?) -> Spot? {
        earliest(
            demand.amounts, duration: duration, from: first, through: last, on: demand.place, group: group
        ).map { Spot(start: $0.start, place: $0.node) }
    }

    func free(during slot: Slot, in place: String?) -> Amounts {
        guard let place, let node = self[node: place] else { return .zero }
        let free = node.free(during: slot)
        return shared.map { free.least(with: $0.free(during: slot)) } ?? free
    }

    func free(at instant: Int64) -> Amounts? {
        let slot = Slot(start: instant, end: instant + 1)
        var all = Amounts.zero
        for name in names {
            guard let free = self[node: name]?.free(during: slot) else { continue }
            for dimension in dimensions.all {
                let (sum, overflow) = all[dimension].addingReportingOverflow(free[dimension])
                all[dimension] = overflow ? .max : sum
            }
        }
        return shared.map { all.least(with: $0.free(during: slot)) } ?? all
    }

    func claims(of demand: Demand) -> [Claim] {
        names.compactMap { name in
            if let place = demand.place, place != name { return nil }
            guard let node = self[node: name] else { return nil }
            return Claim(
                parts: [(node, demand.amounts)] + (shared.map { [($0, demand.amounts)] } ?? []))
        }
    }

    mutating func hold(_ id: UUID, _ demand: Demand, during slot: Slot, group: UUID?) throws(ReservationError) {
        // Without a node it is held nowhere.
        try book(id, demand.amounts, on: demand.place ?? "", during: slot, group: group)
    }

    /// What was held before there were nodes goes where there is room, or else to the first that could ever hold it.
    mutating func restore(_ id: UUID, _ demand: Demand, during slot: Slot, group: UUID?) throws(ReservationError) {
        let node =
            demand.place
            ?? earliest(
                demand.amounts, duration: slot.end - slot.start, from: slot.start, through: slot.start, group: group
            )?.node
            ?? names.first { demand.amounts.isWithin(self[node: $0]?.capacity(at: slot.start) ?? .zero) }
            ?? names.first ?? ""
        try restore(id, demand.amounts, on: node, during: slot, group: group)
    }

    mutating func follow(_ limits: Limits) throws(ReservationError) {
        for name in names {
            let base = limits.bases[name] ?? limits.gone
            try setCapacity(base, of: name, from: .min)
            for step in limits.steps(of: name, base: base) {
                try setCapacity(step.amounts, of: name, from: step.slot.start, until: step.slot.end)
            }
        }
        try setShared(limits.base, from: .min)
    }
}

extension FlavorPool<UUID>: Rooms {
    func knows(_ place: String) -> Bool { self[flavor: place] != nil }

    func holding(_ id: UUID) -> Holding? { self[id].map { Holding($0, in: flavor(of: id)?.name) } }

    var holdings: [(id: UUID, holding: Holding)] {
        quota.bookings(during: allTime).compactMap { id in holding(id).map { (id, $0) } }
    }

    func earliest(_ demand: Demand, duration: Int64, from first: Int64, through last: Int64, group: UUID?) -> Spot? {
        guard let flavor = demand.place else { return nil }
        return earliest(
            flavor, demand.amounts, duration: duration, from: first, through: last, group: group
        ).map { Spot(start: $0, place: flavor) }
    }

    func free(during slot: Slot, in place: String?) -> Amounts {
        guard let place, let pieces = self[pieces: place], let flavor = self[flavor: place],
            pieces.fits(FlavorPool.onePiece, during: slot)
        else { return .zero }
        // Of the piece no more than it has; what is had beside it is bounded by the quota alone.
        let free = quota.free(during: slot)
        var amounts = free
        for dimension in dimensions.all where flavor.amounts[dimension] > 0 {
            amounts[dimension] = min(free[dimension], flavor.amounts[dimension])
        }
        return amounts
    }

    func free(at instant: Int64) -> Amounts? { nil }

    func claims(of demand: Demand) -> [Claim] {
        guard let flavor = demand.place, let pieces = self[pieces: flavor] else { return [] }
        return [Claim(parts: [(pieces, FlavorPool.onePiece), (quota, demand.amounts)])]
    }

    mutating func hold(_ id: UUID, _ demand: Demand, during slot: Slot, group: UUID?) throws(ReservationError) {
        try book(id, demand.place ?? "", demand.amounts, during: slot, group: group)
    }

    /// What was held before there were flavors has the smallest that is enough, or else the largest.
    mutating func restore(_ id: UUID, _ demand: Demand, during slot: Slot, group: UUID?) throws(ReservationError) {
        var piece = demand.amounts
        if let storage = dimensions[ResourceName.storage.rawValue] { piece[storage] = 0 }
        let flavor = demand.place ?? (flavors.first { piece.isWithin($0.amounts) } ?? flavors.last)?.name ?? ""
        try restore(id, flavor, demand.amounts, during: slot, group: group)
    }

    mutating func follow(_ limits: Limits) throws(ReservationError) {
        try setQuota(limits.base, from: .min)
        for step in limits.steps(of: nil, base: limits.base) {
            try setQuota(step.amounts, from: step.slot.start, until: step.slot.end)
        }
        for flavor in flavors {
            try setCount(limits.counts[flavor.name] ?? 0, of: flavor.name, from: .min)
            for slot in limits.absences(of: flavor.name) {
                try setCount(0, of: flavor.name, from: slot.start, until: slot.end)
            }
        }
    }
}
