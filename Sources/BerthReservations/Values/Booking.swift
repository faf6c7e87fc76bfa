/// What is booked: so much, for so long.
public struct Booking<ID: Hashable & Sendable>: Sendable, Hashable {
    public internal(set) var amounts: Amounts
    public internal(set) var slot: Slot
    /// The group of siblings, of which only one will ever be kept.
    public internal(set) var group: ID?
    /// Later bookings have greater numbers: the fixed order of everything that lists bookings.
    let number: UInt64
}
