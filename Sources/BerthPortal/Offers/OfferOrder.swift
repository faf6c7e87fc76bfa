import BerthModel

/// By what offers are sorted; a link of the page says it.
enum OfferOrder: String, Sendable, Hashable, CaseIterable {
    case start, cost, size

    var title: String {
        switch self {
        case .start: "Earliest start"
        case .cost: "Lowest cost"
        case .size: "Largest"
        }
    }

    /// - Parameter word: of the query; what is none of ours sorts by start.
    init(reading word: String?) { self = word.flatMap(OfferOrder.init) ?? .start }

    /// The best first; among equals the one that was told first.
    func sorted(_ rows: [OfferRow]) -> [OfferRow] {
        rows.sorted { left, right in
            for order in [self] + OfferOrder.allCases where order.isBefore(left, right) != order.isBefore(right, left) {
                return order.isBefore(left, right)
            }
            return left.number < right.number
        }
    }

    private func isBefore(_ left: OfferRow, _ right: OfferRow) -> Bool {
        switch self {
        case .start: return (left.times.start ?? .latest) < (right.times.start ?? .latest)
        case .cost:
            // What says no price is not free, and nobody can compare two currencies.
            guard let one = left.cost else { return false }
            guard let other = right.cost else { return true }
            return (one.unit, one.most) < (other.unit, other.most)
        case .size:
            let (one, other) = (left.size, right.size)
            return (other.cores, other.memory, other.storage) < (one.cores, one.memory, one.storage)
        }
    }
}

extension OfferRow {
    /// The first price in all.
    fileprivate var cost: (unit: String, most: Double)? {
        guard let price = prices.first(where: { $0.total != nil }), let total = price.total else { return nil }
        return (price.unit, total.upperBound)
    }

    fileprivate var size: (cores: Int64, memory: Int64, storage: Int64) {
        (cores?.max ?? cores?.min ?? 0, memory?.max ?? memory?.min ?? 0, storageGibibytes)
    }
}
