import BerthModel
import BerthPlatform
import BerthReservations

/// Where there is room for a plan: on the platform, and within the share of who asks.
struct Seeker: Sendable {
    /// What is held of the platform; `nil` for one that keeps its own reservations.
    private var rooms: (any Rooms)?
    private var demand: Demand
    private(set) var part: Shares.Part?
    private let group: UUID?

    init(_ plan: Plan, _ part: Shares.Part?, _ group: UUID?, _ rooms: (any Rooms)? = nil, _ demand: Demand? = nil) {
        self.rooms = rooms
        self.demand = demand ?? Demand(amounts: .zero, place: plan.place)
        self.part = part
        self.group = group
    }

    /// The same when anybody may hold all.
    var besideShares: Seeker {
        var seeker = self
        seeker.part = nil
        return seeker
    }

    /// The same on a page that is otherwise.
    func besideShares(_ page: Page) -> Seeker {
        var seeker = besideShares
        seeker.rooms = page.rooms
        return seeker
    }

    /// The same when there are no others.
    var besideOthers: Seeker {
        var seeker = self
        seeker.rooms = nil
        return seeker
    }

    /// The earliest start from `first` to `last` with room for the whole duration, and where.
    ///
    /// - Complexity: linear in what who asks has booked in between, where there are shares.
    func earliest(_ duration: Int64, from first: Int64, through last: Int64) -> Spot? {
        var start = first
        while start <= last {
            let spot: Spot
            if let rooms {
                guard let found = rooms.earliest(demand, duration: duration, from: start, through: last, group: group)
                else { return nil }
                spot = found
            } else {
                spot = Spot(start: start, place: demand.place)
            }
            guard let part else { return spot }
            let own = part.timeline.earliest(
                part.amounts, duration: duration, from: spot.start, through: last, group: group)
            guard let own else { return nil }
            if own == spot.start { return spot }
            // Nothing that begins earlier would do: what is free on the platform is looked for again from there on.
            start = own
        }
        return nil
    }
}
