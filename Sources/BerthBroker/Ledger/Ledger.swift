import BerthModel
import BerthPlatform
import BerthReservations

/// What is held on every platform, over time: the one place that knows what is free.
///
/// A platform that keeps its own reservations has no page here, and nothing is held for it.
///
/// **Siblings.** Of the offers of one set at most one is ever accepted, so they share what they hold: in a pool, on
/// each node, and of the quota and of each flavor a set counts at every instant as much as its largest offer there, not
/// as their sum. Each of them can still be accepted where it is: a set whose offers are on two nodes holds on both.
/// That happens only where it must; of nodes on which it can begin first, an offer goes to one that its set holds
/// already.
struct Ledger: Sendable {
    private var pages: [String: Page] = [:]

    /// - Throws: `platformFailed` for a platform whose capacity cannot be counted.
    init(_ profiles: [PlatformProfile]) throws(BrokerError) {
        for profile in profiles {
            guard let capacity = profile.capacity else { continue }
            do throws(ReservationError) {
                if let (name, amount) = capacity.negative { throw ReservationError.below(name, amount) }
                pages[profile.name] = try Page(capacity)
            } catch {
                throw BrokerError(
                    .platformFailed, "The capacity of the platform \(profile.name) cannot be counted.",
                    cause: error.message)
            }
        }
    }

    /// Takes over what a platform says it has from now on. What is below zero is none.
    mutating func follow(_ profile: PlatformProfile) {
        guard let capacity = profile.capacity, let page = pages[profile.name], page.capacity != capacity else { return }
        // What cannot be counted changes nothing.
        try? pages[profile.name]?.follow(capacity)
    }

    // MARK: looking for room

    /// When a plan would fit, without holding it.
    enum Place: Sendable, Hashable {
        /// The slot, and the node or flavor where there are such.
        case slot(HeldSlot, on: String?)
        /// Not in the window; the earliest begin after it, if there ever is one, and the closure that stands in the
        /// way: without it there would be room.
        case none(earliest: Instant?, closure: Closure? = nil)
        /// The plan demands more than there is, or what is not counted here.
        case never(resource: String, wanted: Int64, available: Int64)
    }

    /// The earliest slot in which a plan fits; of several nodes the one where the least is left beside it, then the
    /// first by name.
    ///
    /// - Parameter group: the offer set, whose other offers share what they hold.
    func place(_ plan: Plan, _ times: SlotTimes, group: UUID?) -> Place {
        guard let page = pages[plan.platform] else {
            return times.isPossible
                ? .slot(times.slot(at: times.first, slack: times.slack(at: times.first)), on: plan.place)
                : .none(earliest: nil)
        }
        if let short = page.shortage(plan) {
            return .never(resource: short.resource, wanted: short.wanted, available: short.available)
        }
        guard let demand = page.demand(of: plan) else { return .none(earliest: nil) }
        if times.isPossible, let (slot, place) = Self.search(page.rooms, demand, times, group) {
            return .slot(slot, on: place)
        }
        let spot = page.rooms.earliest(
            demand, duration: times.total, from: times.first, through: times.latest, group: group)
        return .none(
            earliest: spot.map { Instant(seconds: $0.start + times.preparing) },
            closure: Self.closure(page, demand, times, group))
    }

    private static func search(
        _ rooms: some Rooms, _ demand: Demand, _ times: SlotTimes, _ group: UUID?
    ) -> (HeldSlot, String?)? {
        func earliest(_ slack: Int64, from start: Int64, through last: Int64) -> Spot? {
            rooms.earliest(demand, duration: times.total + slack, from: start, through: last, group: group)
        }
        guard let first = earliest(0, from: times.first, through: times.last) else { return nil }
        let wanted = times.slack(at: first.start)
        if wanted == 0 { return (times.slot(at: first.start, slack: 0), first.place) }
        // Somebody comes right after: a later slot with room to begin late, or this one with less time to decide.
        if let roomy = earliest(wanted, from: first.start, through: times.last) {
            return (times.slot(at: roomy.start, slack: times.slack(at: roomy.start)), roomy.place)
        }
        var slack = wanted / 2
        while slack >= SlotTimes.leastSlack {
            if let spot = earliest(slack, from: first.start, through: first.start) {
                return (times.slot(at: spot.start, slack: slack), spot.place)
            }
            slack /= 2
        }
        return nil
    }

    /// The closure without which there would be room: the first that reaches into the slot that would be had.
    private static func closure(_ page: Page, _ demand: Demand, _ times: SlotTimes, _ group: UUID?) -> Closure? {
        guard times.isPossible, let open = page.open, let (held, place) = search(open.rooms, demand, times, group)
        else { return nil }
        let slot = slot(held)
        return page.capacity.closures.filter {
            $0.concerns(place) && $0.slot.start < slot.end && slot.start < $0.slot.end
        }.min { ($0.slot.start, $0.slot.end) < ($1.slot.start, $1.slot.end) }
    }

    /// What is free on a platform for one task during a slot; `nil` for one that keeps its own reservations.
    func free(on platform: String, in place: String?, during held: HeldSlot) -> Resources? {
        guard let page = pages[platform] else { return nil }
        return page.resources(page.rooms.free(during: Self.slot(held), in: place))
    }

    /// What is free on a platform at an instant, of all its nodes together; `nil` where that is not known here: of
    /// flavors, and of a platform that keeps its own reservations.
    func free(on platform: String, at now: Instant) -> Resources? {
        guard let page = pages[platform] else { return nil }
        return page.rooms.free(at: now.seconds).map(page.resources)
    }

    // MARK: holding

    /// Holds a slot for an offer, or says `false` when it is no longer free.
    ///
    /// - Parameter plan: on nodes with the node that `place` found.
    mutating func hold(_ id: UUID, _ plan: Plan, _ slot: HeldSlot, group: UUID?) -> Bool {
        // A page that is kept here would be copied, with all that is booked, when it is changed below.
        guard let found = pages[plan.platform].map({ $0.demand(of: plan) }) else { return true }
        guard let demand = found else { return false }
        return (try? pages[plan.platform]?.hold(id, demand, Self.slot(slot), group: group)) != nil
    }

    /// Books what a record of the store says, whatever else is booked: it was promised. So it is when the platform no
    /// longer counts all of it, or has no such node or flavor any more.
    mutating func restore(_ record: SessionRecord) {
        guard pages[record.plan.platform]?.rooms.holding(record.id) == nil else { return }
        let group = record.phase == .offered ? record.offerSet : nil
        restore(record.id, record.plan, Self.slot(record.held), group: group)
    }

    /// Books what is known to be held, under any name.
    mutating func restore(_ id: UUID, _ plan: Plan, _ slot: Slot, group: UUID?) {
        // More things than can be counted: the others are held.
        try? pages[plan.platform]?.admit(plan)
        guard let demand = pages[plan.platform]?.knownDemand(of: plan) else { return }
        try? pages[plan.platform]?.restore(id, demand, slot, group: group)
    }

    /// The offer was accepted: its siblings are let go, and so is what it held in order to begin late.
    mutating func keep(_ record: SessionRecord) {
        let name = record.plan.platform
        if let set = record.offerSet {
            for other in pages.keys where other != name { releaseGroup(set, on: other) }
            try? pages[name]?.keep(record.id, ofGroup: set)
        }
        restore(record)
        try? pages[name]?.shorten(record.id, to: record.held.end.seconds)
    }

    private mutating func releaseGroup(_ set: UUID, on name: String) {
        for id in pages[name]?.rooms.members(ofGroup: set) ?? [] { pages[name]?.release(id) }
    }

    /// The session needs its resources for longer than was planned; what others were promised stays promised.
    mutating func extend(_ record: SessionRecord, to end: Instant) {
        let name = record.plan.platform
        guard let holding = pages[name]?.rooms.holding(record.id), holding.slot.end < end.seconds else { return }
        pages[name]?.release(record.id)
        try? pages[name]?.restore(
            record.id, holding.demand, Slot(start: holding.slot.start, end: end.seconds), group: nil)
    }

    mutating func release(_ id: UUID, on platform: String) {
        pages[platform]?.release(id)
    }

    /// Gives back what is held under a name, wherever that is.
    mutating func release(_ id: UUID) {
        for name in pages.keys { pages[name]?.release(id) }
    }

    /// Number of bookings on a platform.
    func count(on platform: String) -> Int { pages[platform]?.rooms.count ?? 0 }

    /// The node or flavor that is held under a name.
    func place(of id: UUID, on platform: String) -> String? { pages[platform]?.rooms.holding(id)?.place }

    /// What is booked on a platform over time; `nil` for one that keeps its own reservations.
    func page(of platform: String) -> Page? { pages[platform] }

    private static func slot(_ held: HeldSlot) -> Slot {
        Slot(start: held.start.seconds, end: max(held.start.seconds + 1, held.bookedEnd.seconds))
    }
}

extension Capacity {
    /// An amount below zero, which is none that could be counted.
    fileprivate var negative: (name: String, amount: Int64)? {
        let all: [Resources] =
            switch form {
            case .pool(let resources): [resources]
            case .nodes(let sizes, let beside), .flavors(let sizes, let beside): sizes.map(\.resources) + [beside]
            }
        return all.lazy.flatMap(\.amounts).first { $0.amount < 0 }.map { ($0.name, $0.amount) }
    }
}
