import BerthModel
import BerthPlatform
import BerthReservations

/// What each person holds over time of a platform of which one person may hold only so much.
///
/// A share is no part of the capacity: who has one left may still find that all is booked, and the other way round.
/// Siblings count as everywhere else: as much as the largest of them.
struct Shares: Sendable {
    private let dimensions: Dimensions
    /// Of who holds nothing.
    private let nothing: Timeline<UUID>
    private var people: [String: Timeline<UUID>] = [:]
    private var owners: [UUID: String] = [:]

    /// No request can ask for a thing of this name.
    private static let sessions = "sessions at once"

    /// - Throws: `tooManyDimensions`, `negativeAmount`, `doubledDimension`.
    init(_ share: PlatformShare) throws(ReservationError) {
        var all = share.resources.amounts.map { ($0.name, $0.amount) }
        if let sessions = share.sessions { all.append((Self.sessions, sessions)) }
        dimensions = try Dimensions(all.map(\.0))
        nothing = try Timeline(dimensions: dimensions, capacity: Amounts(all.map(\.1)))
    }

    /// The part of one person, and what a plan takes of it.
    struct Part: Sendable {
        var timeline: Timeline<UUID>
        var amounts: Amounts

        /// What of the plan is more than one person may ever hold.
        var excess: (resource: String, wanted: Int64, available: Int64)? {
            let most = timeline.capacity(at: 0)
            return timeline.dimensions.all.first { amounts[$0] > most[$0] }
                .map { (timeline.dimensions.name(of: $0), amounts[$0], most[$0]) }
        }

        /// As a place in which there must be room as well.
        var claim: Claim { Claim(parts: [(timeline, amounts)]) }
    }

    /// `nil` for who has no name: nobody knows whether it is one person.
    func part(of asker: Identity, _ plan: Plan) -> Part? {
        if asker == .anonymous { return nil }
        return Part(timeline: people[asker.subject] ?? nothing, amounts: amounts(plan))
    }

    private func amounts(_ plan: Plan) -> Amounts {
        Amounts(dimensions.names.map { $0 == Self.sessions ? 1 : max(0, plan.demand[named: $0]) })
    }

    /// What is free for one person during a slot, of what is bounded.
    func free(for asker: Identity, during slot: Slot) -> Resources {
        asker == .anonymous ? Resources() : resources((people[asker.subject] ?? nothing).free(during: slot))
    }

    /// What somebody holds, in the order in which it was booked.
    func holdings(of asker: Identity) -> [(id: UUID, holding: Holding)] {
        people[asker.subject]?.holdings ?? []
    }

    /// Amounts by their names.
    func resources(_ amounts: Amounts) -> Resources {
        var resources = Resources()
        for dimension in dimensions.all where dimensions.name(of: dimension) != Self.sessions {
            resources[named: dimensions.name(of: dimension)] = amounts[dimension]
        }
        return resources
    }

    func isOf(_ asker: Identity, _ id: UUID) -> Bool { owners[id] == asker.subject }

    // MARK: holding

    /// Books all of it, or says `false` when it would be more than one person may hold.
    mutating func hold(_ id: UUID, _ plan: Plan, _ slot: Slot, group: UUID?, for asker: Identity) -> Bool {
        if asker == .anonymous { return true }
        defer { tidy(asker.subject) }
        do throws(ReservationError) {
            try people[asker.subject, default: nothing].book(id, amounts(plan), during: slot, group: group)
        } catch {
            return false
        }
        owners[id] = asker.subject
        return true
    }

    /// Books what was promised, even when it is more than one person may hold from now on.
    mutating func restore(_ id: UUID, _ plan: Plan, _ slot: Slot, group: UUID?, for asker: Identity) {
        if asker == .anonymous || owners[id] != nil { return }
        defer { tidy(asker.subject) }
        do throws(ReservationError) {
            try people[asker.subject, default: nothing].restore(id, amounts(plan), during: slot, group: group)
            owners[id] = asker.subject
        } catch {
            // More than can be counted: it is held on the platform all the same.
        }
    }

    /// One of a group was accepted: it stays, and the others go.
    mutating func keep(_ id: UUID?, ofGroup group: UUID, of asker: Identity) {
        for other in people[asker.subject]?.members(ofGroup: group) ?? [] where other != id { release(other) }
        guard let id else { return }
        // What is in no group any more is kept already.
        _ = try? people[asker.subject]?.keepOnly(id, ofGroup: group)
    }

    mutating func shorten(_ id: UUID, to end: Int64) {
        guard let owner = owners[id] else { return }
        try? people[owner]?.shorten(id, to: end)
    }

    mutating func extend(_ id: UUID, to end: Int64) {
        guard let owner = owners[id], let booking = people[owner]?[id], booking.slot.end < end else { return }
        people[owner]?.release(id)
        try? people[owner]?.restore(id, booking.amounts, during: Slot(start: booking.slot.start, end: end))
    }

    mutating func release(_ id: UUID) {
        guard let owner = owners.removeValue(forKey: id) else { return }
        people[owner]?.release(id)
        tidy(owner)
    }

    /// Who holds nothing is not remembered.
    private mutating func tidy(_ owner: String) {
        if people[owner]?.count == 0 { people[owner] = nil }
    }
}
