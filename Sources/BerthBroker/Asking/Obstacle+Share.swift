import BerthDocument
import BerthModel
import BerthPlatform

extension Ledger.Place {
    /// Whether another time, or less, would do.
    var isOfTime: Bool {
        switch self {
        case .none, .overShare: true
        case .slot, .never, .neverYours: false
        }
    }

    /// Why it is no slot, the easiest to mend first; none for a slot.
    func obstacles(_ times: SlotTimes) -> [Obstacle] {
        switch self {
        case .slot: []
        case .none(let earliest, let closure): [.booked(until: earliest, times, closure)]
        case .overShare(let earliest, let isBooked, let closure):
            (isBooked ? [.booked(until: earliest, times, closure)] : []) + [.overShare(until: earliest, times)]
        case .never(let resource, let wanted, let available):
            [.lacking(resource, wanted: wanted, available: available)]
        case .neverYours(let resource, let wanted, let available):
            [.beyondShare(resource, wanted: wanted, available: available)]
        }
    }
}

extension Obstacle {
    /// With what the asker holds already it would be more than one person may hold.
    static func overShare(until earliest: Instant?, _ times: SlotTimes) -> Obstacle {
        let before = "{path}: with what you hold here already it would be more than one person may hold"
        guard let earliest else {
            return Obstacle(
                .notYou, .requestedStart, before + ", for {seconds} s in a row at any time.",
                ["seconds": "\(times.total)"], couldChange: "the site")
        }
        return Obstacle(
            .notYou, .requestedStart, before + "; it is not from {earliest} on.",
            ["earliest": earliest.description], couldChange: "the site",
            change: SlotTimes.change(to: earliest))
    }

    /// The platform's own plan is more than one person may hold, though what was asked for is not.
    static func beyondShare(_ resource: String, wanted: Int64, available: Int64) -> Obstacle {
        Obstacle(
            .notYou, [], "{wanted} of {resource} are needed here, and one person may hold at most {available}.",
            ["wanted": "\(wanted)", "resource": resource, "available": "\(available)"], couldChange: "the site")
    }
}
