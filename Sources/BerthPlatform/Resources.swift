public import BerthModel

/// Amounts of named resources: what a plan demands, or what a platform has. No name stands twice; order has no meaning.
public struct Resources: Shaped {
    public var amounts: [ResourceAmount] = []

    public init() {}

    public init(cores: Int64, memoryBytes: Int64, storageBytes: Int64) {
        amounts = [
            ResourceAmount(.cores, cores), ResourceAmount(.memory, memoryBytes), ResourceAmount(.storage, storageBytes),
        ]
    }

    /// The amount of a resource, zero when it is not named.
    public subscript(name: ResourceName) -> Int64 {
        get { amounts.first { $0.name == name.rawValue }?.amount ?? 0 }
        set {
            if let index = amounts.firstIndex(where: { $0.name == name.rawValue }) {
                amounts[index].amount = newValue
            } else {
                amounts.append(ResourceAmount(name, newValue))
            }
        }
    }

    public static let shape = Shape<Resources>(
        "Resources", "Amounts of named resources.",
        [Field("amounts", \.amounts, "Name and amount of each.", xml: .wrapped(item: "amount"))])
}

/// The name of a resource with the unit that its amounts are counted in.
public struct ResourceName: RawRepresentable, Sendable, Hashable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Whole CPU cores.
    public static let cores = ResourceName(rawValue: "cores")
    /// Bytes of memory.
    public static let memory = ResourceName(rawValue: "memory")
    /// Bytes of storage.
    public static let storage = ResourceName(rawValue: "storage")
}

/// An amount of one resource.
public struct ResourceAmount: Shaped {
    public var name = ""
    public var amount: Int64 = 0

    public init() {}

    public init(_ name: ResourceName, _ amount: Int64) {
        self.name = name.rawValue
        self.amount = amount
    }

    public static let shape = Shape<ResourceAmount>(
        "ResourceAmount", "An amount of one resource.",
        [
            Field("name", \.name, "Name of the resource."),
            Field("amount", \.amount, "How much, in the resource's own unit."),
        ])
}

/// Bytes in the wire's unit of memory and storage.
public let bytesPerGibibyte: Int64 = 1 << 30

extension Int64 {
    /// Gibibytes as bytes; stops at the largest number instead of overflowing.
    public var gibibytesInBytes: Int64 {
        let (bytes, overflow) = multipliedReportingOverflow(by: bytesPerGibibyte)
        return overflow ? (self < 0 ? .min : .max) : bytes
    }
}
