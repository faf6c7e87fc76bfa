/// Where a wish meets a wall: the first instant at which there is less than is wanted.
public struct Conflict: Sendable, Hashable {
    public var dimension: Dimension
    /// Seconds.
    public var instant: Int64
    public var wanted: Int64
    /// What is free at that instant for the one who asked; below zero where more is booked than there is.
    public var free: Int64
}

/// A stretch of time in which more is booked than there is.
public struct Shortage: Sendable, Hashable {
    public var dimension: Dimension
    public var slot: Slot
    /// The most that is booked in the slot.
    public var booked: Int64
    public var capacity: Int64
}

/// What is booked and what there is, from one instant to the next step.
public struct UsageStep: Sendable, Hashable {
    /// Seconds.
    public var start: Int64
    public var booked: Amounts
    public var capacity: Amounts
}
