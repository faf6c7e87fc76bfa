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
    /// Of platforms of which one person may hold only so much.
    private var shares: [String: Shares] = [:]

    /// - Throws: `platformFailed` for a platform whose capacity or share cannot be counted.
    init(_ profiles: [PlatformProfile], shares: [PlatformShare] = []) throws(BrokerError) {
        for share in shares {
            do throws(ReservationError) {
                self.shares[share.platform] = try Shares(share)
            } catch {
                throw BrokerError(
                    .platformFailed, "The share of one person in \(share.platform) cannot be counted.",
                    cause: error.message)
            }
        }
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
        /// With what who asks holds already it would be more than one person may hold; the earliest begin after that.
        ///
        /// - isBooked: others leave no room either, for which the closure may be the cause.
        case overShare(earliest: Instant?, isBooked: Bool, closure: Closure? = nil)
        /// The plan demands more than there is, or what is not counted here.
        case never(resource: String, wanted: Int64, available: Int64)
        /// The plan by itself is more than one person may hold.
        case neverYours(resource: String, wanted: Int64, available: Int64)
    }

    /// The earliest slot in which a plan fits; of several nodes the one where the least is left beside it, then the
    /// first by name.
    ///
    /// - Parameters:
    ///   - group: the offer set, whose other offers share what they hold.
    ///   - asker: whose share it comes out of; who has no name has no share.
    func place(_ plan: Plan, _ times: SlotTimes, group: UUID?, for asker: Identity = .anonymous) -> Place {
        let part = shares[plan.platform]?.part(of: asker, plan)
        if let excess = part?.excess {
            return .neverYours(resource: excess.resource, wanted: excess.wanted, available: excess.available)
        }
        guard let page = pages[plan.platform] else {
            return times.isPossible ? place(plan, times, Seeker(plan, part, group)) : .none(earliest: nil)
        }
        if let short = page.shortage(plan) {
            return .never(resource: short.resource, wanted: short.wanted, available: short.available)
        }
        guard let demand = page.demand(of: plan) else { return .none(earliest: nil) }
        return place(plan, times, Seeker(plan, part, group, page.rooms, demand))
    }

    private func place(_ plan: Plan, _ times: SlotTimes, _ seeker: Seeker) -> Place {
        if times.isPossible, let (slot, place) = Self.search(seeker, times) { return .slot(slot, on: place) }
        let earliest = Self.soonest(seeker, times).map { Instant(seconds: $0.start + times.preparing) }
        let closure = pages[plan.platform].flatMap { Self.closure($0, seeker, times) }
        guard seeker.part != nil, times.isPossible else { return .none(earliest: earliest, closure: closure) }
        if Self.search(seeker.besideShares, times) != nil { return .overShare(earliest: earliest, isBooked: false) }
        return Self.search(seeker.besideOthers, times) == nil
            ? .overShare(earliest: earliest, isBooked: true, closure: closure)
            : .none(earliest: earliest, closure: closure)
    }

    /// The soonest begin of an offer outside the window, too: one that begins before it expires leaves time to decide.
    private static func soonest(_ seeker: Seeker, _ times: SlotTimes) -> Spot? {
        let soon = seeker.earliest(
            times.total + 2 * SlotTimes.leastSlack, from: times.first, through: min(times.latest, times.expires - 1))
        return soon
            ?? seeker.earliest(times.total, from: max(times.first, times.expires), through: times.latest)
    }

    private static func search(_ seeker: Seeker, _ times: SlotTimes) -> (HeldSlot, String?)? {
        func earliest(_ slack: Int64, from start: Int64, through last: Int64) -> Spot? {
            seeker.earliest(times.total + slack, from: start, through: last)
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
        // What begins after offers expire needs no time to decide.
        guard let late = earliest(0, from: max(first.start, times.expires), through: times.last) else { return nil }
        return (times.slot(at: late.start, slack: 0), late.place)
    }

    /// The closure without which there would be room: the first that reaches into the slot that would be had.
    private static func closure(_ page: Page, _ seeker: Seeker, _ times: SlotTimes) -> Closure? {
        guard times.isPossible, let open = page.open, let (held, place) = search(seeker.besideShares(open), times)
        else { return nil }
        let slot = slot(held)
        return page.capacity.closures.filter {
            $0.concerns(place) && $0.slot.start < slot.end && slot.start < $0.slot.end
        }.min { ($0.slot.start, $0.slot.end) < ($1.slot.start, $1.slot.end) }
    }

    /// What is free on a platform for one task of somebody during a slot; `nil` for one that keeps its own
    /// reservations.
    func free(
        on platform: String, in place: String?, during held: HeldSlot, for asker: Identity = .anonymous
    ) -> Resources? {
        guard let page = pages[platform] else { return nil }
        var free = page.resources(page.rooms.free(during: Self.slot(held), in: place))
        for own in shares[platform]?.free(for: asker, during: Self.slot(held)).amounts ?? [] {
            free[named: own.name] = min(free[named: own.name], own.amount)
        }
        return free
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
    mutating func hold(
        _ id: UUID, _ plan: Plan, _ slot: HeldSlot, group: UUID?, for asker: Identity = .anonymous
    ) -> Bool {
        let name = plan.platform
        if shares[name]?.hold(id, plan, Self.slot(slot), group: group, for: asker) == false { return false }
        // A page that is kept here would be copied, with all that is booked, when it is changed below.
        guard let found = pages[name].map({ $0.demand(of: plan) }) else { return true }
        if let demand = found, (try? pages[name]?.hold(id, demand, Self.slot(slot), group: group)) != nil {
            return true
        }
        shares[name]?.release(id)
        return false
    }

    /// Books what a record of the store says, whatever else is booked: it was promised. So it is when the platform no
    /// longer counts all of it, or has no such node or flavor any more.
    mutating func restore(_ record: SessionRecord) {
        let group = record.phase == .offered ? record.offerSet : nil
        restore(record.id, record.plan, Self.slot(record.held), group: group, for: record.owner)
    }

    /// Books what is known to be held, under any name.
    mutating func restore(_ id: UUID, _ plan: Plan, _ slot: Slot, group: UUID?, for asker: Identity = .anonymous) {
        shares[plan.platform]?.restore(id, plan, slot, group: group, for: asker)
        guard pages[plan.platform]?.rooms.holding(id) == nil else { return }
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
            for other in shares.keys {
                shares[other]?.keep(other == name ? record.id : nil, ofGroup: set, of: record.owner)
            }
        }
        restore(record)
        try? pages[name]?.shorten(record.id, to: record.held.end.seconds)
        shares[name]?.shorten(record.id, to: record.held.end.seconds)
    }

    private mutating func releaseGroup(_ set: UUID, on name: String) {
        for id in pages[name]?.rooms.members(ofGroup: set) ?? [] { pages[name]?.release(id) }
    }

    /// The session needs its resources for longer than was planned; what others were promised stays promised.
    mutating func extend(_ record: SessionRecord, to end: Instant) {
        let name = record.plan.platform
        shares[name]?.extend(record.id, to: end.seconds)
        guard let holding = pages[name]?.rooms.holding(record.id), holding.slot.end < end.seconds else { return }
        pages[name]?.release(record.id)
        try? pages[name]?.restore(
            record.id, holding.demand, Slot(start: holding.slot.start, end: end.seconds), group: nil)
    }

    mutating func release(_ id: UUID, on platform: String) {
        pages[platform]?.release(id)
        shares[platform]?.release(id)
    }

    /// Gives back what is held under a name, wherever that is.
    mutating func release(_ id: UUID) {
        for name in pages.keys { pages[name]?.release(id) }
        for name in shares.keys { shares[name]?.release(id) }
    }

    /// Number of bookings on a platform.
    func count(on platform: String) -> Int { pages[platform]?.rooms.count ?? 0 }

    /// The node or flavor that is held under a name.
    func place(of id: UUID, on platform: String) -> String? { pages[platform]?.rooms.holding(id)?.place }

    /// What is booked on a platform over time; `nil` for one that keeps its own reservations.
    func page(of platform: String) -> Page? { pages[platform] }

    /// What each person holds of a platform; `nil` where one person may hold all of it.
    func shares(of platform: String) -> Shares? { shares[platform] }

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
