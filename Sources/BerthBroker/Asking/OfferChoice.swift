import BerthModel
import BerthPlatform

/// What people compare offers by.
struct OfferChoice: Sendable, Hashable {
    var start: Instant
    var cores: Int64
    var memoryBytes: Int64
    /// The first cost that is quoted.
    var cost: Quote?

    /// The offers that are made, in the order of their start: the soonest, the largest and the cheapest are among them,
    /// and of the others those that begin first.
    ///
    /// - Returns: their places, at most so many.
    static func chosen(_ offers: [OfferChoice], most: Int) -> [Int] {
        let inOrder = offers.indices.sorted { (offers[$0].start, $0) < (offers[$1].start, $1) }
        if offers.count <= most { return inOrder }
        var chosen: Set<Int> = []
        for wanted in [soonest(offers), largest(offers), cheapest(offers)] {
            if let wanted, chosen.count < most { chosen.insert(wanted) }
        }
        for index in inOrder where chosen.count < most { chosen.insert(index) }
        return inOrder.filter(chosen.contains)
    }

    private static func soonest(_ offers: [OfferChoice]) -> Int? {
        offers.indices.min { (offers[$0].start, $0) < (offers[$1].start, $1) }
    }

    private static func largest(_ offers: [OfferChoice]) -> Int? {
        offers.indices.max { one, other in
            let (left, right) = (offers[one], offers[other])
            return (left.cores, left.memoryBytes, right.start, other) < (
                right.cores, right.memoryBytes, left.start, one
            )
        }
    }

    /// Of those in one currency, that of the first; what is free of charge is cheaper than all.
    private static func cheapest(_ offers: [OfferChoice]) -> Int? {
        let currency = offers.lazy.compactMap(\.cost?.type).first
        func price(_ offer: OfferChoice) -> Double? {
            guard let cost = offer.cost else { return 0 }
            return cost.type == currency ? cost.max ?? cost.min : nil
        }
        return offers.indices.filter { price(offers[$0]) != nil }.min { one, other in
            (price(offers[one]) ?? 0, offers[one].start, one) < (price(offers[other]) ?? 0, offers[other].start, other)
        }
    }
}

extension OfferChoice {
    init(_ record: SessionRecord) {
        start = record.held.availableStart
        cores = record.plan.demand[.cores]
        memoryBytes = record.plan.demand[.memory]
        cost = record.plan.costs.lazy.compactMap { if case .simple(let quote) = $0 { quote } else { nil } }.first
    }
}
