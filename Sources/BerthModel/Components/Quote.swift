public import BerthDocument

/// A cost: in a request a constraint, in an offer a quote.
public enum Cost: Family {
    case simple(Quote)
    case stranger(kind: String, Document)

    public static let familyName = "Cost"
    public static let summary = "A cost: in a request a constraint, in an offer a quote."
    public static let members: [FamilyMember<Cost>] = [
        FamilyMember(.simpleCost, wrap: { .simple($0) }) { if case .simple(let it) = $0 { it } else { nil } }
    ]

    public static func other(kind: String, _ document: Document) -> Cost { .stranger(kind: kind, document) }
    public var stranger: (kind: String, document: Document)? {
        if case .stranger(let kind, let document) = self { (kind, document) } else { nil }
    }
}

/// A measure other than money: in a request a constraint, in an offer a quote.
public enum Metric: Family {
    case simple(Quote)
    case stranger(kind: String, Document)

    public static let familyName = "Metric"
    public static let summary = "A measure other than money: in a request a constraint, in an offer a quote."
    public static let members: [FamilyMember<Metric>] = [
        FamilyMember(.simpleMetric, wrap: { .simple($0) }) { if case .simple(let it) = $0 { it } else { nil } }
    ]

    public static func other(kind: String, _ document: Document) -> Metric { .stranger(kind: kind, document) }
    public var stranger: (kind: String, document: Document)? {
        if case .stranger(let kind, let document) = self { (kind, document) } else { nil }
    }
}

/// The least and the most of a cost or a metric.
public struct Quote: Shaped {
    public var type: String?
    public var min: Double?
    public var max: Double?
    public var description: String?

    public init() {}

    public static let shape = Shape<Quote>(
        "SimpleMinMaxFloat", "The least and the most of a cost or a metric.",
        [
            Field("type", \.type, "URI of what is measured, with its unit or currency."),
            Field("min", \.min, "The least."),
            Field("max", \.max, "The most."),
            Field("description", \.description, "Description for people."),
        ])
}
