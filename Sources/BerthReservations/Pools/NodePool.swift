/// Capacity on named nodes: a task fits on one node or not at all.
///
/// Among the nodes on which it can begin first, a task goes where the least is left beside it, so that large tasks
/// still find room; among equals to the first by name. A search asks each node, and stops asking a node as soon as it
/// cannot begin earlier than the best so far: the number of nodes times the logarithm of their bookings.
///
/// **Groups.** On each node a group holds what its largest member there holds. Siblings may be on different nodes, and
/// each of those is held then, because any of them may be the one that is kept; so that they seldom are, a sibling goes
/// first to a node that its group holds already, of those on which it can begin first.
///
/// What is shared by all nodes, such as a file system or licences, is counted once beside them: a task needs room on
/// its node and in what is shared at the same time.
public struct NodePool<ID: Hashable & Sendable>: Sendable {
    public let dimensions: Dimensions
    /// Sorted; each name stands once.
    public let names: [String]
    private var timelines: [Timeline<ID>]
    /// What all nodes have together; `nil` when every node has all for itself.
    public private(set) var shared: Timeline<ID>?
    private var nodes: [ID: Int] = [:]

    /// Where and when a task fits.
    public struct Place: Sendable, Hashable {
        public var node: String
        /// Seconds.
        public var start: Int64
    }

    /// - Parameter shared: what all nodes have together. A node's own amount of such a thing bounds what one task has
    ///   of it, and what only nodes have is endless here: whatever neither bounds is `Int64.max`.
    /// - Throws: `doubledNode` for a name that stands twice, `negativeAmount`.
    public init(
        dimensions: Dimensions, nodes: [(name: String, capacity: Amounts)], shared: Amounts? = nil
    ) throws(ReservationError) {
        self.dimensions = dimensions
        let sorted = nodes.sorted { $0.name < $1.name }
        for (node, next) in zip(sorted, sorted.dropFirst()) where node.name == next.name {
            throw .doubledNode(node.name)
        }
        names = sorted.map(\.name)
        timelines = []
        for node in sorted { timelines.append(try Timeline(dimensions: dimensions, capacity: node.capacity)) }
        if let shared { self.shared = try Timeline(dimensions: dimensions, capacity: shared) }
    }

    /// Number of bookings.
    public var count: Int { nodes.count }

    /// The node that a booking is on.
    public func node(of id: ID) -> String? { nodes[id].map { names[$0] } }

    public subscript(id: ID) -> Booking<ID>? { nodes[id].flatMap { timelines[$0][id] } }

    /// What is booked on a node over time, `nil` for a node that is not there.
    public subscript(node name: String) -> Timeline<ID>? { index(name).map { timelines[$0] } }

    /// The first node and second at which it fits from then on for the whole duration.
    ///
    /// - Parameter node: the only one that is looked at, when one is named.
    public func earliest(
        _ amounts: Amounts, duration: Int64, from first: Int64, through last: Int64, on node: String? = nil,
        group: ID? = nil
    ) -> Place? {
        var start = first
        while start <= last {
            guard let place = earliestOnNodes(amounts, duration, from: start, through: last, node, group) else {
                return nil
            }
            guard let shared else { return place }
            guard
                let within = shared.earliest(
                    amounts, duration: duration, from: place.start, through: last, group: group)
            else { return nil }
            if within == place.start { return place }
            start = within
        }
        return nil
    }

    private func earliestOnNodes(
        _ amounts: Amounts, _ duration: Int64, from first: Int64, through last: Int64, _ node: String?, _ group: ID?
    ) -> Place? {
        var best: (index: Int, start: Int64, isHeld: Bool, left: Amounts)?
        let places = node.map { index($0).map { $0..<$0 + 1 } ?? 0..<0 } ?? timelines.indices
        for index in places {
            let timeline = timelines[index]
            let limit = best?.start ?? last
            guard
                let start = timeline.earliest(
                    amounts, duration: duration, from: first, through: limit, group: group),
                let slot = Slot(start: start, duration: duration)
            else { continue }
            let isHeld = group.map { !timeline.members(ofGroup: $0).isEmpty } ?? false
            var left = timeline.free(during: slot, group: group).leaving(amounts)
            // What the node does not bound is no reason to choose it.
            left.lanes.replace(with: .max, where: timeline.capacity(at: start).lanes .== .max)
            if let best, start == best.start {
                if best.isHeld != isHeld ? best.isHeld : !left.isTighter(than: best.left) { continue }
            }
            best = (index, start, isHeld, left)
        }
        return best.map { Place(node: names[$0.index], start: $0.start) }
    }

    /// Whether it fits on a node during all of a slot; never on a node that is not there.
    public func fits(_ amounts: Amounts, on node: String, during slot: Slot, group: ID? = nil) -> Bool {
        index(node).map { timelines[$0].fits(amounts, during: slot, group: group) } ?? false
            && shared?.fits(amounts, during: slot, group: group) ?? true
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
        try shared?.book(id, amounts, during: slot, group: group)
        do throws(ReservationError) {
            try timelines[index].book(id, amounts, during: slot, group: group)
        } catch {
            shared?.release(id)
            throw error
        }
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
        try shared?.restore(id, amounts, during: slot, group: group)
        do throws(ReservationError) {
            try timelines[index].restore(id, amounts, during: slot, group: group)
        } catch {
            shared?.release(id)
            throw error
        }
        nodes[id] = index
    }

    /// - Throws: `notBooked`, `emptySlot`, `cannotLengthen`.
    public mutating func shorten(_ id: ID, to end: Int64) throws(ReservationError) {
        guard let index = nodes[id] else { throw .notBooked("\(id)") }
        try timelines[index].shorten(id, to: end)
        try shared?.shorten(id, to: end)
    }

    @discardableResult
    public mutating func release(_ id: ID) -> Booking<ID>? {
        guard let index = nodes.removeValue(forKey: id) else { return nil }
        shared?.release(id)
        return timelines[index].release(id)
    }

    /// The members of a group, node by node, on each in the order in which they were booked.
    public func members(ofGroup group: ID) -> [ID] { timelines.flatMap { $0.members(ofGroup: group) } }

    /// Releases the siblings of a booking, on every node.
    ///
    /// - Returns: the siblings that were released, node by node, on each in the order in which they were booked.
    /// - Throws: `notBooked` when the group has no such member.
    @discardableResult
    public mutating func keepOnly(_ id: ID, ofGroup group: ID) throws(ReservationError) -> [ID] {
        guard let home = nodes[id], timelines[home][id]?.group == group else { throw .notBooked("\(id)") }
        _ = try shared?.keepOnly(id, ofGroup: group)
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

    /// Changes what all nodes have together; nothing where every node has all for itself.
    ///
    /// - Throws: `negativeAmount`, `emptySlot`.
    public mutating func setShared(
        _ amounts: Amounts, from start: Int64, until end: Int64? = nil
    ) throws(ReservationError) {
        try shared?.setCapacity(amounts, from: start, until: end)
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
