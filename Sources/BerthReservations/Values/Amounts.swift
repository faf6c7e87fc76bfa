/// How much of each dimension: a vector in the order of a table of `Dimensions`.
///
/// A value may hold anything that fits into 64 bits; a timeline refuses what is negative.
public struct Amounts: Sendable, Hashable {
    var lanes: SIMD16<Int64>

    init(lanes: SIMD16<Int64>) { self.lanes = lanes }

    public static let zero = Amounts(lanes: .zero)
    /// As much of everything as can be counted.
    public static let endless = Amounts(lanes: SIMD16(repeating: .max))

    /// One amount for each dimension, in the order of the table; what is missing is zero.
    ///
    /// - Precondition: not more amounts than `Dimensions.limit`.
    public init(_ amounts: [Int64]) {
        precondition(amounts.count <= Dimensions.limit, "a pool counts at most \(Dimensions.limit) things")
        lanes = .zero
        for (index, amount) in amounts.enumerated() { lanes[index] = amount }
    }

    public subscript(dimension: Dimension) -> Int64 {
        get { lanes[dimension.index] }
        set { lanes[dimension.index] = newValue }
    }

    public var isZero: Bool { lanes == .zero }

    /// The sum, `nil` when one of the amounts would pass 64 bits.
    public func adding(_ other: Amounts) -> Amounts? {
        var sum = self
        for index in 0..<Dimensions.limit {
            let (value, overflow) = lanes[index].addingReportingOverflow(other.lanes[index])
            if overflow { return nil }
            sum.lanes[index] = value
        }
        return sum
    }

    /// The greater of both for each dimension.
    public func most(with other: Amounts) -> Amounts {
        Amounts(lanes: pointwiseMax(lanes, other.lanes))
    }

    /// The lesser of both for each dimension.
    public func least(with other: Amounts) -> Amounts {
        Amounts(lanes: pointwiseMin(lanes, other.lanes))
    }

    /// Whether no amount is greater than the other's.
    public func isWithin(_ other: Amounts) -> Bool {
        all(lanes .<= other.lanes)
    }

    /// The first dimension below zero.
    var firstNegative: Dimension? {
        (0..<Dimensions.limit).first { lanes[$0] < 0 }.map { Dimension(index: $0) }
    }

    /// The change from the other to this, wrapping: steps of usage are sums of such changes and come out right.
    func change(from other: Amounts) -> Amounts {
        Amounts(lanes: lanes &- other.lanes)
    }
}
