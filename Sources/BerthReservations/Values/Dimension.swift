/// One thing that is counted, as its place in a table of `Dimensions`.
public struct Dimension: Sendable, Hashable, Comparable {
    /// 0 for the first of the table.
    public let index: Int

    init(index: Int) { self.index = index }

    public static func < (left: Dimension, right: Dimension) -> Bool { left.index < right.index }
}
