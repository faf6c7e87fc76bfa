import BerthModel
import BerthPlatform
import BerthReservations

/// A capacity as it is counted: how much there is in which place, and when less.
struct Limits: Sendable {
    /// Of the pool, of what nodes share, or of the quota of flavors. `Int64.max` is what nothing bounds.
    var base: Amounts
    /// Of each node; what nodes share is not bounded there.
    var bases: [String: Amounts] = [:]
    /// Of a node that is gone.
    var gone: Amounts
    /// Pieces of each flavor.
    var counts: [String: Int64] = [:]
    var closures: [Closure]
    /// What is left by each closure.
    private var left: [Amounts]

    init(_ capacity: Capacity, _ dimensions: Dimensions) {
        closures = capacity.closures
        func amounts(_ resources: Resources, others: Int64 = 0) -> Amounts {
            Amounts(dimensions.names.map { name in resources.has(name) ? max(0, resources[named: name]) : others })
        }
        left = closures.map { amounts($0.left) }
        switch capacity.form {
        case .pool(let resources):
            base = amounts(resources)
            gone = .zero
        case .nodes(let nodes, let shared):
            base = amounts(shared, others: .max)
            gone = Amounts(dimensions.names.map { shared.has($0) ? .max : 0 })
            left = left.map { [gone] in $0.most(with: gone) }
            for node in nodes { bases[node.name] = amounts(node.resources).most(with: gone) }
        case .flavors(let flavors, let quota):
            base = amounts(quota, others: .max)
            gone = .zero
            for flavor in flavors { counts[flavor.name] = max(0, flavor.count ?? .max) }
        }
    }

    /// The same without closures.
    var open: Limits {
        var limits = self
        limits.closures = []
        limits.left = []
        return limits
    }

    /// When a place has less than its base, and what it has then, ascending.
    ///
    /// - Parameter place: `nil` for the pool or the quota.
    func steps(of place: String?, base: Amounts) -> [(slot: Slot, amounts: Amounts)] {
        let closed = zip(closures, left).filter { $0.0.concerns(place) }.map { (slot: $0.0.slot, left: $0.1) }
        let instants = Set(closed.flatMap { [$0.slot.start, $0.slot.end] }).sorted()
        return zip(instants, instants.dropFirst()).compactMap { start, end in
            var amounts = base
            for closure in closed where closure.slot.start <= start && end <= closure.slot.end {
                amounts = amounts.least(with: closure.left)
            }
            return amounts == base ? nil : (Slot(start: start, end: end), amounts)
        }
    }

    /// When a flavor is not had at all.
    func absences(of flavor: String) -> [Slot] {
        closures.filter { !$0.places.isEmpty && $0.concerns(flavor) && !$0.slot.isEmpty }.map(\.slot)
    }
}

extension Closure {
    /// In whole seconds, all of it.
    var slot: Slot { Slot(start: during.start.seconds, end: during.end.roundedUpSeconds) }
}
