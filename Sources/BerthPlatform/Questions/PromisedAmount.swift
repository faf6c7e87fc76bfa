public import BerthModel

/// How much of something a platform may promise for a range that was asked: what is needed, and as much of what is
/// wanted as there is.
public struct PromisedAmount: Sendable, Hashable {
    public let least: Int64
    public let most: Int64
    /// What was wanted, before it was capped.
    public let wanted: Int64

    /// - Precondition: the minimum is not above the capacity; `Question.obstaclesOfSize` tells.
    public init(_ range: IntegerRange?, capacity: Int64) {
        least = max(1, range?.min ?? 1)
        wanted = max(least, range?.max ?? least)
        most = max(least, min(wanted, capacity))
    }

    public var isFixed: Bool { least == most }
    public var isCapped: Bool { wanted > most }
}
