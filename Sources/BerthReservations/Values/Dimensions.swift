/// The things that a pool counts: cores, memory, licences. Ordered; each name stands once.
public struct Dimensions: Sendable, Hashable {
    /// More different things than this are not counted in one pool.
    public static let limit = 16

    public let names: [String]

    /// - Throws: `tooManyDimensions` beyond the limit, `doubledDimension` for a name that stands twice.
    public init(_ names: [String]) throws(ReservationError) {
        if names.count > Dimensions.limit { throw .tooManyDimensions(names.count) }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted { throw .doubledDimension(name) }
        self.names = names
    }

    public var count: Int { names.count }

    public var all: [Dimension] { names.indices.map { Dimension(index: $0) } }

    /// The dimension of a name, `nil` when it is not counted here.
    public subscript(name: String) -> Dimension? {
        names.firstIndex(of: name).map { Dimension(index: $0) }
    }

    /// The name of a dimension of this table; a number for one of another, longer table.
    public func name(of dimension: Dimension) -> String {
        dimension.index < names.count ? names[dimension.index] : "dimension \(dimension.index)"
    }

    /// Amounts by name; what is not named is zero.
    ///
    /// - Throws: `unknownDimension`, and `negativeAmount`.
    public func amounts(_ named: KeyValuePairs<String, Int64>) throws(ReservationError) -> Amounts {
        var amounts = Amounts.zero
        for (name, amount) in named {
            guard let dimension = self[name] else { throw .unknownDimension(name, known: names) }
            if amount < 0 { throw .negativeAmount(name, amount) }
            amounts[dimension] = amount
        }
        return amounts
    }
}
