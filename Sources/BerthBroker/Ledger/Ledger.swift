import BerthModel
import BerthPlatform
import BerthReservations

/// What is held on every platform, over time: the one place that knows what is free.
///
/// A platform that keeps its own reservations has no page here, and nothing is held for it.
struct Ledger: Sendable {
    private var pages: [String: Page] = [:]

    private struct Page: Sendable {
        var capacity: Resources
        var timeline: Timeline<UUID>
    }

    /// - Throws: `platformFailed` for a platform whose capacity cannot be counted.
    init(_ profiles: [PlatformProfile]) throws(BrokerError) {
        for profile in profiles {
            guard let capacity = profile.capacity else { continue }
            do throws(ReservationError) {
                let dimensions = try Dimensions(capacity.amounts.map(\.name))
                let timeline = try Timeline<UUID>(
                    dimensions: dimensions, capacity: Amounts(capacity.amounts.map(\.amount)))
                pages[profile.name] = Page(capacity: capacity, timeline: timeline)
            } catch {
                throw BrokerError(
                    .platformFailed, "The capacity of the platform \(profile.name) cannot be counted.",
                    cause: error.message)
            }
        }
    }

    /// Takes over what a platform says it has from now on. What it did not count before is not counted.
    mutating func follow(_ profile: PlatformProfile, now: Instant) {
        guard let capacity = profile.capacity, let page = pages[profile.name], page.capacity != capacity else { return }
        let names = page.timeline.dimensions.names
        let amounts = Amounts(names.map { max(0, capacity[ResourceName(rawValue: $0)]) })
        pages[profile.name]?.capacity = capacity
        try? pages[profile.name]?.timeline.setCapacity(amounts, from: now.seconds)
    }

    // MARK: looking for room

    /// When a plan would fit, without holding it.
    enum Place: Sendable, Hashable {
        case slot(HeldSlot)
        /// Not in the window; the earliest begin after it, if there ever is one.
        case none(earliest: Instant?)
        /// The plan demands more than there is, or what is not counted here.
        case never(resource: String, wanted: Int64, available: Int64)
    }

    /// The earliest slot in which a plan fits.
    ///
    /// - Parameter group: the offer set, whose other offers share what they hold.
    func place(_ plan: Plan, _ times: SlotTimes, group: UUID?) -> Place {
        guard let timeline = pages[plan.platform]?.timeline else {
            return times.isPossible
                ? .slot(times.slot(at: times.first, slack: times.slack(at: times.first))) : .none(earliest: nil)
        }
        var amounts = Amounts.zero
        for demand in plan.demand.amounts where demand.amount > 0 {
            guard let dimension = timeline.dimensions[demand.name] else {
                return .never(resource: demand.name, wanted: demand.amount, available: 0)
            }
            amounts[dimension] = demand.amount
            let most = timeline.capacity(at: times.first)[dimension]
            if demand.amount > most { return .never(resource: demand.name, wanted: demand.amount, available: most) }
        }
        if times.isPossible, let slot = Self.search(timeline, amounts, times, group) { return .slot(slot) }
        let start = timeline.earliest(
            amounts, duration: times.total, from: times.first, through: times.latest, group: group)
        return .none(earliest: start.map { Instant(seconds: $0 + times.preparing) })
    }

    private static func search(
        _ timeline: Timeline<UUID>, _ amounts: Amounts, _ times: SlotTimes, _ group: UUID?
    ) -> HeldSlot? {
        guard
            let first = timeline.earliest(
                amounts, duration: times.total, from: times.first, through: times.last, group: group)
        else { return nil }
        func fits(_ start: Int64, _ slack: Int64) -> Bool {
            timeline.fits(
                amounts, during: Slot(start: start, end: start + times.total + slack), group: group)
        }
        let wanted = times.slack(at: first)
        if fits(first, wanted) { return times.slot(at: first, slack: wanted) }
        // Somebody comes right after: a later slot with room to begin late, or this one with less time to decide.
        let roomy = timeline.earliest(
            amounts, duration: times.total + wanted, from: first, through: times.last, group: group)
        if let roomy { return times.slot(at: roomy, slack: times.slack(at: roomy)) }
        var slack = wanted / 2
        while slack >= SlotTimes.leastSlack {
            if fits(first, slack) { return times.slot(at: first, slack: slack) }
            slack /= 2
        }
        return nil
    }

    /// What is free on a platform during a slot; `nil` for one that keeps its own reservations.
    func free(on platform: String, during held: HeldSlot) -> Resources? {
        guard let timeline = timeline(of: platform) else { return nil }
        let free = timeline.free(during: Self.slot(held))
        var resources = Resources()
        for dimension in timeline.dimensions.all {
            resources[ResourceName(rawValue: timeline.dimensions.name(of: dimension))] = free[dimension]
        }
        return resources
    }

    // MARK: holding

    /// Holds a slot for an offer, or says `false` when it is no longer free.
    mutating func hold(_ id: UUID, _ plan: Plan, _ slot: HeldSlot, group: UUID?) -> Bool {
        guard pages[plan.platform] != nil else { return true }
        guard let amounts = amounts(of: plan) else { return false }
        return (try? pages[plan.platform]?.timeline.book(id, amounts, during: Self.slot(slot), group: group)) != nil
    }

    /// Books what a record of the store says, whatever else is booked: it was promised.
    mutating func restore(_ record: SessionRecord) {
        guard let timeline = pages[record.plan.platform]?.timeline, timeline[record.id] == nil,
            let amounts = amounts(of: record.plan)
        else { return }
        let group = record.phase == .offered ? record.offerSet : nil
        try? pages[record.plan.platform]?.timeline.restore(
            record.id, amounts, during: Self.slot(record.held), group: group)
    }

    /// The offer was accepted: its siblings are let go, and so is what it held in order to begin late.
    mutating func keep(_ record: SessionRecord) {
        let name = record.plan.platform
        if let set = record.offerSet {
            for other in pages.keys where other != name { releaseGroup(set, on: other) }
            _ = try? pages[name]?.timeline.keepOnly(record.id, ofGroup: set)
        }
        restore(record)
        try? pages[name]?.timeline.shorten(record.id, to: record.held.end.seconds)
    }

    private mutating func releaseGroup(_ set: UUID, on name: String) {
        for id in pages[name]?.timeline.members(ofGroup: set) ?? [] { pages[name]?.timeline.release(id) }
    }

    /// The session needs its resources for longer than was planned; what others were promised stays promised.
    mutating func extend(_ record: SessionRecord, to end: Instant) {
        let name = record.plan.platform
        guard let booking = pages[name]?.timeline[record.id], booking.slot.end < end.seconds else { return }
        pages[name]?.timeline.release(record.id)
        try? pages[name]?.timeline.restore(
            record.id, booking.amounts, during: Slot(start: booking.slot.start, end: end.seconds))
    }

    mutating func release(_ id: UUID, on platform: String) {
        pages[platform]?.timeline.release(id)
    }

    /// Gives back what is held under a name, wherever that is.
    mutating func release(_ id: UUID) {
        for name in pages.keys { pages[name]?.timeline.release(id) }
    }

    /// Number of bookings on a platform.
    func count(on platform: String) -> Int { pages[platform]?.timeline.count ?? 0 }

    /// What is booked on a platform over time; `nil` for one that keeps its own reservations.
    func timeline(of platform: String) -> Timeline<UUID>? { pages[platform]?.timeline }

    /// What a plan demands; `nil` where that is not counted here.
    func amounts(of plan: Plan) -> Amounts? {
        guard let dimensions = pages[plan.platform]?.timeline.dimensions else { return nil }
        var amounts = Amounts.zero
        for demand in plan.demand.amounts where demand.amount > 0 {
            guard let dimension = dimensions[demand.name] else { return nil }
            amounts[dimension] = demand.amount
        }
        return amounts
    }

    private static func slot(_ held: HeldSlot) -> Slot {
        Slot(start: held.start.seconds, end: max(held.start.seconds + 1, held.bookedEnd.seconds))
    }
}
