/// Capacity on named nodes: a task fits on one node or not at all.
///
/// Among the nodes on which it can begin first, a task goes where the least is left beside it, so that large tasks
/// still find room; among equals to the first by name. A search asks each node, and stops asking a node as soon as it
/// cannot begin earlier than the best so far: the number of nodes times the logarithm of their bookings.
public struct NodePool<ID: Hashable & Sendable>: Sendable {
    public let dimensions: Dimensions
    /// Sorted; each name stands once.
    public let names: [String]
    private var timelines: [Timeline<ID>]
    private var nodes: [ID: Int] = [:]

    /// Where and when a task fits.
    public struct Place: Sendable, Hashable {
        public var node: String
        /// Seconds.
        public var start: Int64
    }

    /// - Throws: `doubledNode` for a name that stands twice, `negativeAmount`.
    public init(dimensions: Dimensions, nodes: [(name: String, capacity: Amounts)]) throws(ReservationError) {
        self.dimensions = dimensions
        let sorted = nodes.sorted { $0.name < $1.name }
        for (node, next) in zip(sorted, sorted.dropFirst()) where node.name == next.name {
            throw .doubledNode(node.name)
        }
        names = sorted.map(\.name)
        timelines = []
        for node in sorted { timelines.append(try Timeline(dimensions: dimensions, capacity: node.capacity)) }
    }

    /// Number of bookings.
    public var count: Int { nodes.count }

    /// The node that a booking is on.
    public func node(of id: ID) -> String? { nodes[id].map { names[$0] } }

    public subscript(id: ID) -> Booking<ID>? { nodes[id].flatMap { timelines[$0][id] } }

    /// What is booked on a node over time, `nil` for a node that is not there.
    public subscript(node name: String) -> Timeline<ID>? { index(name).map { timelines[$0] } }

    /// The first node and second at which it fits from then on for the whole duration.
    public func earliest(
        _ amounts: Amounts, duration: Int64, from first: Int64, through last: Int64, group: ID? = nil
    ) -> Place? {
        var best: (index: Int, start: Int64, left: Amounts)?
        for (index, timeline) in timelines.enumerated() {
            let limit = best?.start ?? last
            guard
                let start = timeline.earliest(
                    amounts, duration: duration, from: first, through: limit, group: group),
                let slot = Slot(start: start, duration: duration)
            else { continue }
            let left = timeline.free(during: slot, group: group).leaving(amounts)
            if let best, start == best.start, !left.isTighter(than: best.left) { continue }
            best = (index, start, left)
        }
        return best.map { Place(node: names[$0.index], start: $0.start) }
    }

    /// Whether it fits on a node during all of a slot; never on a node that is not there.
    public func fits(_ amounts: Amounts, on node: String, during slot: Slot, group: ID? = nil) -> Bool {
        index(node).map { timelines[$0].fits(amounts, during: slot, group: group) } ?? false
    }

    /// The most that one node has ever to give at an instant, for each dimension by itself: more is never had.
    public func largest(at instant: Int64) -> Amounts {
        timelines.reduce(.zero) { $0.most(with: $1.capacity(at: instant)) }
    }

    /// Whether any node, empty, would hold it.
    public func couldEverFit(_ amounts: Amounts, at instant: Int64) -> Bool {
        timelines.contains { amounts.isWithin($0.capacity(at: instant)) }
    }

    // MARK: booking

    /// Books all of it on one node, or nothing.
    ///
    /// - Throws: `unknownNode`, and what `Timeline.book` throws.
    public mutating func book(
        _ id: ID, _ amounts: Amounts, on node: String, during slot: Slot, group: ID? = nil
    ) throws(ReservationError) {
        let index = try known(node)
        if nodes[id] != nil { throw .alreadyBooked("\(id)") }
        try timelines[index].book(id, amounts, during: slot, group: group)
        nodes[id] = index
    }

    /// Books what is held in fact, even when it is more than there is.
    ///
    /// - Throws: `unknownNode`, and what `Timeline.restore` throws.
    public mutating func restore(
        _ id: ID, _ amounts: Amounts, on node: String, during slot: Slot, group: ID? = nil
    ) throws(ReservationError) {
        let index = try known(node)
        if nodes[id] != nil { throw .alreadyBooked("\(id)") }
        try timelines[index].restore(id, amounts, during: slot, group: group)
        nodes[id] = index
    }

    /// - Throws: `notBooked`, `emptySlot`, `cannotLengthen`.
    public mutating func shorten(_ id: ID, to end: Int64) throws(ReservationError) {
        guard let index = nodes[id] else { throw .notBooked("\(id)") }
        try timelines[index].shorten(id, to: end)
    }

    @discardableResult
    public mutating func release(_ id: ID) -> Booking<ID>? {
        guard let index = nodes.removeValue(forKey: id) else { return nil }
        return timelines[index].release(id)
    }

    /// Releases the siblings of a booking, on every node.
    ///
    /// - Returns: the siblings that were released, node by node, on each in the order in which they were booked.
    /// - Throws: `notBooked` when the group has no such member.
    @discardableResult
    public mutating func keepOnly(_ id: ID, ofGroup group: ID) throws(ReservationError) -> [ID] {
        guard let home = nodes[id], timelines[home][id]?.group == group else { throw .notBooked("\(id)") }
        var released: [ID] = []
        for index in timelines.indices {
            let others =
                index == home ? try timelines[index].keepOnly(id, ofGroup: group) : releaseAll(of: group, index)
            for other in others { nodes[other] = nil }
            released += others
        }
        return released
    }

    private mutating func releaseAll(of group: ID, _ index: Int) -> [ID] {
        let members = timelines[index].members(ofGroup: group)
        for member in members { timelines[index].release(member) }
        return members
    }

    /// Changes what a node has from an instant on, or of a stretch: a maintenance window, a node that died.
    ///
    /// - Throws: `unknownNode`, `negativeAmount`, `emptySlot`.
    public mutating func setCapacity(
        _ amounts: Amounts, of node: String, from start: Int64, until end: Int64? = nil
    ) throws(ReservationError) {
        try timelines[try known(node)].setCapacity(amounts, from: start, until: end)
    }

    private func known(_ node: String) throws(ReservationError) -> Int {
        guard let index = index(node) else { throw .unknownNode(node, known: names.count) }
        return index
    }

    /// By halving: the names are sorted.
    private func index(_ node: String) -> Int? {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            if names[middle] < node { low = middle + 1 } else { high = middle }
        }
        return low < names.count && names[low] == node ? low : nil
    }
}

extension Amounts {
    /// What is left of it beside something else, not below zero.
    func leaving(_ other: Amounts) -> Amounts {
        var left = self
        for index in 0..<Dimensions.limit {
            let (rest, overflow) = lanes[index].subtractingReportingOverflow(other.lanes[index])
            left.lanes[index] = overflow ? .max : max(0, rest)
        }
        return left
    }

    /// Less in the first dimension that differs.
    func isTighter(than other: Amounts) -> Bool {
        for index in 0..<Dimensions.limit where lanes[index] != other.lanes[index] {
            return lanes[index] < other.lanes[index]
        }
        return false
    }
}
