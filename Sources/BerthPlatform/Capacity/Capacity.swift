/// How much a platform has, in which form, and when some of it is closed.
public struct Capacity: Sendable, Hashable {
    public enum Form: Sendable, Hashable {
        /// All together: a task takes any part of it.
        case pool(Resources)
        /// Named nodes: a task fits on one of them. What stands in `shared`, such as a file system and licences, is
        /// had by all nodes together; a node has no share of its own in it.
        case nodes([Size], shared: Resources)
        /// Fixed sizes of which a task has one piece. Storage is had beside the piece. All pieces together stay within
        /// the quota; what it does not name it does not bound.
        case flavors([Size], quota: Resources)
    }

    public let form: Form
    public var closures: [Closure]

    public init(_ resources: Resources, closures: [Closure] = []) {
        form = .pool(resources)
        self.closures = closures
    }

    public init(nodes: [Size], shared: Resources, closures: [Closure] = []) {
        form = .nodes(nodes.sorted(by: <), shared: shared)
        self.closures = closures
    }

    /// A flavor that the quota never allows is none.
    public init(flavors: [Size], quota: Resources = Resources(), closures: [Closure] = []) {
        let possible = flavors.filter { flavor in
            flavor.count != 0 && quota.amounts.allSatisfy { flavor.resources[named: $0.name] <= $0.amount }
        }
        form = .flavors(possible.sorted(by: <), quota: quota)
        self.closures = closures
    }

    /// The most that one task can have, of each resource by itself.
    public var largest: Resources {
        switch form {
        case .pool(let resources): return resources
        case .nodes(let nodes, let shared):
            var most = Capacity.largest(of: nodes)
            for amount in shared.amounts { most[named: amount.name] = amount.amount }
            return most
        case .flavors(let flavors, let quota):
            var most = Capacity.largest(of: flavors)
            most[.storage] = quota.has(.storage) ? quota[.storage] : .max
            return most
        }
    }

    /// All that there is; `Int64.max` where nothing bounds it.
    public var total: Resources {
        switch form {
        case .pool(let resources): return resources
        case .nodes(let nodes, let shared):
            var total = shared
            for node in nodes {
                for amount in node.resources.amounts where !shared.has(amount.name) {
                    total[named: amount.name] = total[named: amount.name].addingOrMost(amount.amount)
                }
            }
            return total
        case .flavors(let flavors, let quota):
            var total = Resources()
            for flavor in flavors {
                for amount in flavor.resources.amounts {
                    let (all, isHuge) = amount.amount.multipliedReportingOverflow(by: flavor.count ?? .max)
                    total[named: amount.name] = total[named: amount.name].addingOrMost(
                        isHuge && amount.amount > 0 ? .max : all)
                }
            }
            for amount in quota.amounts { total[named: amount.name] = amount.amount }
            if !quota.has(.storage) { total[.storage] = .max }
            return total
        }
    }

    public static func largest(of sizes: [Size]) -> Resources {
        var most = Resources()
        for size in sizes {
            for amount in size.resources.amounts {
                most[named: amount.name] = max(most[named: amount.name], amount.amount)
            }
        }
        return most
    }

    /// Whether sizes are fixed: then a task has one of them, and not whatever lies between two.
    public var hasFlavors: Bool { if case .flavors = form { true } else { false } }
}

/// A node, or a flavor: what a task can have at most in one place.
public struct Size: Sendable, Hashable, Comparable {
    public let name: String
    public let resources: Resources
    /// How many pieces there are of a flavor; `nil` when only the quota counts.
    public let count: Int64?
    let cores: Int64
    let memory: Int64
    /// All of what is neither cores nor memory, in one number.
    private let rare: Int64

    public init(_ name: String, _ resources: Resources, count: Int64? = nil) {
        self.name = name
        self.resources = resources
        self.count = count
        cores = resources[.cores]
        memory = resources[.memory]
        rare = resources.amounts.reduce(0) { sum, amount in
            amount.isPlain ? sum : sum.addingOrMost(amount.amount)
        }
    }

    /// The smallest first; what has something rare comes after all that have not, so that it is not used for what needs
    /// none.
    public static func < (left: Size, right: Size) -> Bool {
        (left.rare, left.cores, left.memory, left.name) < (right.rare, right.cores, right.memory, right.name)
    }

    /// What a task with these needs takes that has a piece of it: all of the piece, and what is had beside.
    func demand(_ needs: Resources) -> Resources {
        var demand = resources
        for need in needs.amounts where !resources.has(need.name) { demand[named: need.name] = need.amount }
        return demand
    }

    /// Whether it has as much of everything, when nobody else is there.
    func holds(_ needs: Resources) -> Bool {
        for need in needs.amounts {
            let most =
                switch need.name {
                case ResourceName.cores.rawValue: cores
                case ResourceName.memory.rawValue: memory
                default: resources[named: need.name]
                }
            if need.amount > most { return false }
        }
        return true
    }
}

extension Resources {
    /// The amount of a resource by its name, zero when it is not named.
    public subscript(named name: String) -> Int64 {
        get { self[ResourceName(rawValue: name)] }
        set { self[ResourceName(rawValue: name)] = newValue }
    }

    public func has(_ name: ResourceName) -> Bool { has(name.rawValue) }
    public func has(_ name: String) -> Bool { amounts.contains { $0.name == name } }

    /// Without the resources that are named.
    func without(_ names: some Sequence<String>) -> Resources {
        var rest = self
        rest.amounts.removeAll { names.contains($0.name) }
        return rest
    }
}

extension ResourceAmount {
    /// Whether the standard has a member for it.
    public var isPlain: Bool { ResourceName.plain.contains(name) }
}

extension ResourceName {
    /// Those that the standard has members for.
    static let plain = [ResourceName.cores.rawValue, ResourceName.memory.rawValue, ResourceName.storage.rawValue]
}

extension Int64 {
    /// The sum; stops at the largest number instead of overflowing.
    package func addingOrMost(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
