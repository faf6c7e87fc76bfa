package import BerthModel
package import BerthPlatform

/// One platform in a snapshot: what it has, what is held there, and what it said.
package struct SnapshotPlatform: Shaped {
    package var name = ""
    package var capacity: SnapshotCapacity?
    package var held: [SnapshotHolding] = []
    package var said: [SnapshotAnswer] = []
    package var holdsOffers: Bool?

    package init() {}

    package static let shape = Shape<SnapshotPlatform>(
        "SnapshotPlatform", "One platform in a snapshot.",
        [
            Field("name", \.name, "Its name."),
            Field("capacity", \.capacity, "What it has; it keeps its own reservations when this is missing."),
            Field("held", \.held, "What is held there."),
            Field("said", \.said, "What it said, question by question."),
            Field("holdsOffers", \.holdsOffers, "It holds what it offers itself, and is asked once for each question."),
        ])
}

/// How much a platform has: a pool, or nodes or flavors beside it.
package struct SnapshotCapacity: Shaped {
    package var form = Form.pool
    package var amounts = Resources()
    package var sizes: [SnapshotSize] = []
    package var closures: [SnapshotClosure] = []

    package enum Form: String, ModelEnumeration {
        case pool, nodes, flavors

        package static let name = "SnapshotCapacityForm"
        package static let summary = "The form of a capacity."
    }

    package init() {}

    package static let shape = Shape<SnapshotCapacity>(
        "SnapshotCapacity", "How much a platform has.",
        [
            Field("form", \.form, "One pool, nodes of which a task fits on one, or flavors."),
            Field("amounts", \.amounts, "All of the pool, what nodes share, or the quota of flavors."),
            Field("sizes", \.sizes, "The nodes or flavors."),
            Field("closures", \.closures, "When there is less."),
        ])

    init(_ capacity: Capacity) {
        switch capacity.form {
        case .pool(let resources): amounts = resources
        case .nodes(let nodes, let shared): (form, amounts, sizes) = (.nodes, shared, nodes.map { SnapshotSize($0) })
        case .flavors(let flavors, let quota):
            (form, amounts, sizes) = (.flavors, quota, flavors.map { SnapshotSize($0) })
        }
        closures = capacity.closures.map { SnapshotClosure($0) }
    }

    var capacity: Capacity {
        let closures = closures.map(\.closure)
        return switch form {
        case .pool: Capacity(amounts, closures: closures)
        case .nodes: Capacity(nodes: sizes.map(\.size), shared: amounts, closures: closures)
        case .flavors: Capacity(flavors: sizes.map(\.size), quota: amounts, closures: closures)
        }
    }
}

package struct SnapshotSize: Shaped {
    package var name = ""
    package var amounts = Resources()
    package var count: Int64?

    package init() {}

    package static let shape = Shape<SnapshotSize>(
        "SnapshotSize", "A node or a flavor.",
        [
            Field("name", \.name, "Its name."), Field("amounts", \.amounts, "What it has."),
            Field("count", \.count, "How many pieces there are of a flavor."),
        ])

    init(_ size: Size) { (name, amounts, count) = (size.name, size.resources, size.count) }

    var size: Size { Size(name, amounts, count: count) }
}

package struct SnapshotClosure: Shaped {
    package var during: Interval?
    package var left = Resources()
    package var places: [String] = []
    package var reason = ""

    package init() {}

    package static let shape = Shape<SnapshotClosure>(
        "SnapshotClosure", "When a platform has less.",
        [
            Field("during", \.during, "From when until when."), Field("left", \.left, "What is left."),
            Field("places", \.places, "The nodes or flavors that it concerns; all when empty."),
            Field("reason", \.reason, "What it is for."),
        ])

    init(_ closure: Closure) {
        (during, left, places, reason) = (closure.during, closure.left, closure.places, closure.reason)
    }

    var closure: Closure {
        let never = Interval(start: Instant(seconds: 0), end: Instant(seconds: 0))
        return Closure(during ?? never, left: left, places: places, reason: reason)
    }
}

/// What is held of a platform, and when.
package struct SnapshotHolding: Shaped {
    package var start = Instant(seconds: 0)
    package var end = Instant(seconds: 0)
    package var amounts = Resources()
    package var place: String?
    package var siblings: Int64?
    package var isOfAsker: Bool?

    package init() {}

    package static let shape = Shape<SnapshotHolding>(
        "SnapshotHolding", "What is held of a platform, and when.",
        [
            Field("start", \.start, "Its begin."),
            Field("end", \.end, "Its end, which no longer belongs to it."),
            Field("amounts", \.amounts, "How much."), Field("place", \.place, "The node or flavor."),
            Field("siblings", \.siblings, "Offers with the same number share what they hold."),
            Field("ofAsker", \.isOfAsker, "Who asked holds it; told where one person may hold only so much."),
        ])
}
