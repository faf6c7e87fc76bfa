public import BerthModel

/// A stretch of time in which a platform has less than usual: maintenance, a node that is away.
public struct Closure: Sendable, Hashable {
    public var during: Interval
    /// What is left of each node, or of the pool, or of the quota of flavors; what it does not name is none. What nodes
    /// share stays as it is.
    public var left: Resources
    /// The nodes or flavors that it concerns; all when empty. Of a flavor that is named no piece is left.
    public var places: [String]
    /// What it is for: "the move to the new hall".
    public var reason: String

    public init(_ during: Interval, left: Resources = Resources(), places: [String] = [], reason: String) {
        self.during = during
        self.left = left
        self.places = places
        self.reason = reason
    }

    public func concerns(_ place: String?) -> Bool { places.isEmpty || place.map(places.contains) ?? false }
}
