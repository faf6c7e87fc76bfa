/// A stretch of time in whole seconds: `start` belongs to it, `end` does not.
public struct Slot: Sendable, Hashable {
    public var start: Int64
    public var end: Int64

    public init(start: Int64, end: Int64) {
        self.start = start
        self.end = end
    }

    /// The slot of so many seconds, `nil` when its end would pass 64 bits.
    public init?(start: Int64, duration: Int64) {
        let (end, overflow) = start.addingReportingOverflow(duration)
        if overflow { return nil }
        self.init(start: start, end: end)
    }

    /// Holds no second: it ends where or before it begins.
    public var isEmpty: Bool { end <= start }
}
