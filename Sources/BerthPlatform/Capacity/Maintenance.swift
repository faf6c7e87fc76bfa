public import BerthModel

/// A maintenance window, as settings of a platform declare it.
public struct Maintenance: Shaped {
    public var during: Interval?
    public var reason = ""
    public var nodes: [String] = []
    public var cores: Int64 = 0
    public var memory: Int64 = 0
    public var storage: Int64 = 0
    public var extras: [NamedCount] = []

    public init() {}

    public static let shape = Shape<Maintenance>(
        "Maintenance", "A maintenance window.",
        [
            Field("during", \.during, "From when until when, as 2026-01-31T06:00:00Z/PT4H."),
            Field("reason", \.reason, "What it is for; refusals say: down for this."),
            Field("nodes", \.nodes, "The nodes or flavors that it concerns; all unless set."),
            Field("cores", \.cores, "Cores that are left of each node; none unless set.", unit: .core),
            Field("memory", \.memory, "Memory that is left of each node; none unless set.", unit: .gibibyte),
            Field("storage", \.storage, "Storage that is left; none unless set, and all on nodes.", unit: .gibibyte),
            Field("extras", \.extras, "What is left of other things that are counted; none unless set."),
        ])

    var left: Resources {
        var left = Resources(
            cores: cores, memoryBytes: memory.gibibytesInBytes, storageBytes: storage.gibibytesInBytes)
        for extra in extras { left[named: extra.name] = extra.count }
        return left
    }

    /// What settings say, as a platform tells it; a window without a time is none.
    public static func closures(_ windows: [Maintenance]) -> [Closure] {
        windows.compactMap { window in
            window.during.map { Closure($0, left: window.left, places: window.nodes, reason: window.reason) }
        }
    }

    /// What cannot be meant: the key below the list, and why; `nil` when all is well.
    ///
    /// - Parameters:
    ///   - places: names of nodes or flavors that there are.
    ///   - areFlavors: of a flavor that is named nothing can be left.
    public static func fault(
        _ windows: [Maintenance], places: [String] = [], areFlavors: Bool = false
    ) -> (key: String, message: String)? {
        if windows.count > most { return ("", "has \(windows.count) windows; it may have \(most)") }
        for (index, window) in windows.enumerated() {
            let place = "[\(index)]"
            guard let during = window.during else {
                return (place + ".during", "is missing; write 2026-01-31T06:00:00Z/PT4H")
            }
            if during.end <= during.start { return (place + ".during", "is \(during), which is no time at all") }
            if window.reason.isEmpty { return (place + ".reason", "is missing; say what people wait for") }
            for (number, node) in window.nodes.enumerated() where !places.contains(node) {
                return (place + ".nodes[\(number)]", "is \(node), which is no node or flavor of this platform")
            }
            for (key, value) in [("cores", window.cores), ("memory", window.memory), ("storage", window.storage)]
            where value < 0 {
                return (place + "." + key, "is \(value); it must be at least 0")
            }
            if let fault = NamedCount.fault(window.extras) { return (place + ".extras" + fault.key, fault.message) }
            let leavesSome = window.left.amounts.contains { $0.amount > 0 }
            if areFlavors && !window.nodes.isEmpty && leavesSome {
                return (place, "leaves something of a flavor; a flavor is there or not")
            }
        }
        return nil
    }

    /// More windows than this are not looked at one by one.
    private static let most = 100
}

/// A number of something that has a name: GPUs of a model, licences of a program.
public struct NamedCount: Shaped {
    public var name = ""
    public var count: Int64 = 0

    public init() {}

    public init(_ name: String, _ count: Int64) {
        self.name = name
        self.count = count
    }

    public static let shape = Shape<NamedCount>(
        "NamedCount", "A number of something that has a name.",
        [
            Field("name", \.name, "What is counted, as gpu-a100 or licence-casa: what requests ask for."),
            Field("count", \.count, "How many there are; none unless set."),
        ])

    /// What cannot be meant: the key below the list, and why.
    public static func fault(_ counts: [NamedCount]) -> (key: String, message: String)? {
        var names: Set<String> = []
        for (index, count) in counts.enumerated() {
            let place = "[\(index)]"
            if !isName(count.name) {
                return (
                    place + ".name",
                    "is \(count.name); it takes 1 to 64 letters, digits, - and _, and is not cores, memory or storage"
                )
            }
            if !names.insert(count.name).inserted { return (place + ".name", "is \(count.name), which stands twice") }
            if count.count < 0 { return (place + ".count", "is \(count.count); it must be at least 0") }
        }
        if counts.count > most { return ("", "has \(counts.count) items; it may have \(most)") }
        return nil
    }

    static func isName(_ name: String) -> Bool {
        !ResourceName.plain.contains(name) && name.utf8.count <= 64 && name.isWord(with: "-_")
    }

    /// A timeline counts sixteen things, and three are counted already.
    public static let most = 13
}
