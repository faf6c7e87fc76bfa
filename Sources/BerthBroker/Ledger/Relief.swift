import BerthDocument
import BerthModel
import BerthPlatform
import BerthReservations
import Glibc

/// What would be enough for a plan to find room inside its interval.
struct Relief: Sendable, Hashable {
    /// What is free of the resources that are short, where all of it is something.
    var free: [ResourceName: Int64]?
    /// For how many seconds the plan has room.
    var seconds: Int64?

    /// The changes of the request: of its sizes, or of its duration.
    func ways(_ question: Question, _ times: SlotTimes) -> [[Change]] {
        var ways: [[Change]] = []
        if let free, let changes = question.smaller(free) { ways.append(changes) }
        let available = (seconds ?? 0) - times.preparing - times.releasing
        if available >= Self.leastSeconds && available < times.available {
            ways.append([.shorter(seconds: available)])
        }
        return ways
    }

    /// Nobody wants to be told to run for less.
    static let leastSeconds: Int64 = 60
}

extension Ledger {
    /// Looks at the first steps of what is booked in the interval: where the least is missing, and where the longest
    /// stretch is free. On nodes each that could ever hold the plan is looked at by itself.
    func relief(_ plan: Plan, _ times: SlotTimes, for asker: Identity = .anonymous) -> Relief {
        guard times.isPossible, let page = page(of: plan.platform), let demand = page.demand(of: plan) else {
            return Relief()
        }
        let whole = Slot(start: times.first, end: times.last + 1)
        let share = shares(of: plan.platform)?.part(of: asker, plan)
        let claims = page.rooms.claims(of: demand).prefix(Self.claimsLookedAt).map { claim in
            var claim = claim
            claim.share = share
            return claim
        }
        var relief = Relief()
        var least = Double.infinity
        for claim in claims {
            for start in claim.starts(in: whole, limit: max(4, Self.startsLookedAt / claims.count)) {
                let slot = Slot(start: start, end: start + times.total)
                if let conflict = claim.firstConflict(during: slot), conflict > start {
                    relief.seconds = max(relief.seconds ?? 0, conflict - start)
                }
                guard let short = claim.shortages(during: slot, page.dimensions), short.allSatisfy({ $0.free > 0 })
                else { continue }
                let lost = short.reduce(0.0) { $0 + log(Double($1.wanted) / Double($1.free)) }
                if lost < least {
                    least = lost
                    relief.free = [:]
                    for (name, _, free) in short { relief.free?[ResourceName(rawValue: name)] = free }
                }
            }
        }
        return relief
    }

    private static let startsLookedAt = 64
    private static let claimsLookedAt = 32
}
