/// Capacity of one pool over time, and what is booked of it.
///
/// A value: copies are independent. The same calls in the same order give the same answers. Instants are seconds as
/// 64-bit numbers, and there is no horizon. A search or booking costs the logarithm of the number of bookings, times
/// the few steps of capacity (and of the group asked for) that it touches.
///
/// Memory: about 700 bytes for a booking in one dimension, 900 in four, the room to grow of arrays and tables included,
/// and 500 more in a group. Measured by `scripts/bench slots` with 100,000 bookings.
///
/// **Groups.** Offers that answer one question are siblings: at most one of them is ever accepted. They share a hold:
/// at every instant and in every dimension a group counts as much as its largest member there, not as their sum. A
/// sibling is therefore searched and booked with its group named, and may use what its group holds already.
public struct Timeline<ID: Hashable & Sendable>: Sendable {
    public let dimensions: Dimensions
    var capacity: Steps
    var usage: UsageTree
    var bookings: [ID: Booking<ID>] = [:]
    var groups: [ID: Group] = [:]
    var bookingsSoFar: UInt64 = 0

    /// The members of a group, in the order in which they were booked, and the most of them over time.
    struct Group: Sendable {
        var members: [ID] = []
        var hold = Steps(.zero)
    }

    /// - Parameter capacity: what it says of things beyond the table is not looked at.
    /// - Throws: `negativeAmount`.
    public init(dimensions: Dimensions, capacity: Amounts) throws(ReservationError) {
        self.dimensions = dimensions
        self.capacity = Steps(capacity)
        usage = UsageTree(width: dimensions.count)
        try check(capacity)
    }

    /// Number of bookings.
    public var count: Int { bookings.count }

    public subscript(id: ID) -> Booking<ID>? { bookings[id] }

    /// The capacity at an instant.
    public func capacity(at instant: Int64) -> Amounts { capacity.value(at: instant) }

    /// Changes the capacity from an instant on, or of a stretch: a maintenance window, a node that died.
    ///
    /// Bookings stay, also where they are now more than there is: see `overbooked`.
    /// - Parameter end: without it every later change of capacity is replaced too.
    /// - Throws: `negativeAmount`, `emptySlot`.
    public mutating func setCapacity(
        _ amounts: Amounts, from start: Int64, until end: Int64? = nil
    ) throws(ReservationError) {
        try check(amounts)
        if let end, end <= start { throw .emptySlot(Slot(start: start, end: end), "capacity") }
        capacity.change(from: start, until: end) { _ in amounts }
    }

    /// The first thing of which anything is asked and that is not counted here: nothing that is asked is dropped.
    func firstUncounted(_ amounts: Amounts) -> Dimension? {
        (dimensions.count..<Dimensions.limit).first { amounts.lanes[$0] != 0 }.map { Dimension(index: $0) }
    }

    func check(_ amounts: Amounts) throws(ReservationError) {
        guard let negative = amounts.firstNegative else { return }
        throw .negativeAmount(dimensions.name(of: negative), amounts[negative])
    }
}
