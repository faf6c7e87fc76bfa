/// Capacity that is had in fixed sizes: so many of each flavor at the same time, and all of them together within a
/// project's quota.
///
/// A booking takes one piece of its flavor and, of the quota, the flavor's amounts, or others that are named for it:
/// with a volume beside the piece they are more. A search looks at both in turn until
/// they agree, which takes as many turns as there are times between at which one is free and the other is not.
public struct FlavorPool<ID: Hashable & Sendable>: Sendable {
    /// One size in which capacity is had.
    public struct Flavor: Sendable, Hashable {
        public var name: String
        /// What one piece has.
        public var amounts: Amounts
        /// How many pieces there are at the same time; `nil` when only the quota counts.
        public var count: Int64?

        public init(_ name: String, _ amounts: Amounts, count: Int64?) {
            self.name = name
            self.amounts = amounts
            self.count = count
        }
    }

    public let dimensions: Dimensions
    /// In the order in which they were given.
    public let flavors: [Flavor]
    private let indices: [String: Int]
    /// What all pieces together may have, over time, and what is booked of it.
    public private(set) var quota: Timeline<ID>
    /// One dimension each: pieces.
    private var pieces: [Timeline<ID>]
    private var homes: [ID: Int] = [:]
    public static var onePiece: Amounts { Amounts([1]) }

    /// - Parameter quota: what all pieces together may have.
    /// - Throws: `doubledNode` for a flavor that stands twice, `negativeAmount`, `unknownDimension`.
    public init(dimensions: Dimensions, quota: Amounts, flavors: [Flavor]) throws(ReservationError) {
        self.dimensions = dimensions
        self.flavors = flavors
        self.quota = try Timeline(dimensions: dimensions, capacity: quota)
        var indices: [String: Int] = [:]
        var pieces: [Timeline<ID>] = []
        let piece = try Dimensions(["pieces"])
        for (index, flavor) in flavors.enumerated() {
            if indices.updateValue(index, forKey: flavor.name) != nil { throw .doubledNode(flavor.name) }
            try self.quota.check(flavor.amounts)
            if let uncounted = self.quota.firstUncounted(flavor.amounts) {
                throw .unknownDimension(dimensions.name(of: uncounted), known: dimensions.names)
            }
            pieces.append(try Timeline(dimensions: piece, capacity: Amounts([flavor.count ?? .max])))
        }
        self.indices = indices
        self.pieces = pieces
    }

    /// Number of bookings.
    public var count: Int { homes.count }

    /// The flavor that is booked under a name.
    public func flavor(of id: ID) -> Flavor? { homes[id].map { flavors[$0] } }

    public subscript(id: ID) -> Booking<ID>? { quota[id] }

    /// The pieces of a flavor over time, `nil` for a flavor that is not there.
    public subscript(pieces flavor: String) -> Timeline<ID>? { indices[flavor].map { pieces[$0] } }

    /// A flavor by its name.
    public subscript(flavor name: String) -> Flavor? { indices[name].map { flavors[$0] } }

    /// The members of a group in the order in which they were booked.
    public func members(ofGroup group: ID) -> [ID] { quota.members(ofGroup: group) }

    /// The flavors that have at least so much, the one that has least beyond it first.
    public func flavors(with amounts: Amounts) -> [Flavor] {
        flavors.enumerated().filter { amounts.isWithin($0.element.amounts) }
            .sorted { left, right in
                let (one, other) = (left.element.amounts.leaving(amounts), right.element.amounts.leaving(amounts))
                return one == other ? left.offset < right.offset : one.isTighter(than: other)
            }
            .map(\.element)
    }

    /// The earliest start from `first` to `last`, both included, of a piece for the whole duration.
    ///
    /// - Parameter amounts: what is taken of the quota; the flavor's amounts unless said.
    /// - Returns: `nil` when there is none, or no such flavor.
    public func earliest(
        _ flavor: String, _ amounts: Amounts? = nil, duration: Int64, from first: Int64, through last: Int64,
        group: ID? = nil
    ) -> Int64? {
        guard let index = indices[flavor] else { return nil }
        var start = first
        while start <= last {
            guard
                let piece = pieces[index].earliest(
                    Self.onePiece, duration: duration, from: start, through: last, group: group),
                let within = quota.earliest(
                    amounts ?? flavors[index].amounts, duration: duration, from: piece, through: last, group: group)
            else { return nil }
            if within == piece { return piece }
            start = within
        }
        return nil
    }

    public func fits(_ flavor: String, _ amounts: Amounts? = nil, during slot: Slot, group: ID? = nil) -> Bool {
        guard let index = indices[flavor] else { return false }
        return pieces[index].fits(Self.onePiece, during: slot, group: group)
            && quota.fits(amounts ?? flavors[index].amounts, during: slot, group: group)
    }

    // MARK: booking

    /// Books a piece, or nothing.
    ///
    /// - Throws: `unknownNode` for a flavor that is not there, and what `Timeline.book` throws.
    public mutating func book(
        _ id: ID, _ flavor: String, _ amounts: Amounts? = nil, during slot: Slot, group: ID? = nil
    ) throws(ReservationError) {
        let index = try known(flavor)
        try quota.book(id, amounts ?? flavors[index].amounts, during: slot, group: group)
        do throws(ReservationError) {
            try pieces[index].book(id, Self.onePiece, during: slot, group: group)
        } catch {
            quota.release(id)
            throw error
        }
        homes[id] = index
    }

    /// Books what is held in fact, even when it is more than there is.
    ///
    /// - Throws: `unknownNode`, and what `Timeline.restore` throws.
    public mutating func restore(
        _ id: ID, _ flavor: String, _ amounts: Amounts? = nil, during slot: Slot, group: ID? = nil
    ) throws(ReservationError) {
        let index = try known(flavor)
        try quota.restore(id, amounts ?? flavors[index].amounts, during: slot, group: group)
        do throws(ReservationError) {
            try pieces[index].restore(id, Self.onePiece, during: slot, group: group)
        } catch {
            quota.release(id)
            throw error
        }
        homes[id] = index
    }

    /// - Throws: `notBooked`, `emptySlot`, `cannotLengthen`.
    public mutating func shorten(_ id: ID, to end: Int64) throws(ReservationError) {
        guard let index = homes[id] else { throw .notBooked("\(id)") }
        try quota.shorten(id, to: end)
        try pieces[index].shorten(id, to: end)
    }

    @discardableResult
    public mutating func release(_ id: ID) -> Booking<ID>? {
        guard let index = homes.removeValue(forKey: id) else { return nil }
        pieces[index].release(id)
        return quota.release(id)
    }

    /// Releases the siblings of a booking, of whatever flavor.
    ///
    /// - Returns: the siblings that were released, in the order in which they were booked.
    /// - Throws: `notBooked` when the group has no such member.
    @discardableResult
    public mutating func keepOnly(_ id: ID, ofGroup group: ID) throws(ReservationError) -> [ID] {
        let others = try quota.keepOnly(id, ofGroup: group)
        for other in others {
            guard let index = homes.removeValue(forKey: other) else { continue }
            pieces[index].release(other)
        }
        if let home = homes[id] { try pieces[home].keepOnly(id, ofGroup: group) }
        return others
    }

    /// Changes the quota from an instant on, or of a stretch.
    ///
    /// - Throws: `negativeAmount`, `emptySlot`.
    public mutating func setQuota(
        _ amounts: Amounts, from start: Int64, until end: Int64? = nil
    ) throws(ReservationError) {
        try quota.setCapacity(amounts, from: start, until: end)
    }

    /// Changes how many pieces of a flavor there are, from an instant on or of a stretch.
    ///
    /// - Parameter count: `nil` when only the quota counts.
    /// - Throws: `unknownNode`, `negativeAmount`, `emptySlot`.
    public mutating func setCount(
        _ count: Int64?, of flavor: String, from start: Int64, until end: Int64? = nil
    ) throws(ReservationError) {
        try pieces[try known(flavor)].setCapacity(Amounts([count ?? .max]), from: start, until: end)
    }

    private func known(_ flavor: String) throws(ReservationError) -> Int {
        guard let index = indices[flavor] else { throw .unknownNode(flavor, known: flavors.count) }
        return index
    }
}
