import BerthModel
import Testing

@testable import BerthPlatform

struct CapacityTests {
    private static func size(_ name: String, _ cores: Int64, _ memory: Int64, _ gpus: Int64 = 0, count: Int64? = nil)
        -> Size
    {
        var resources = Resources()
        resources[.cores] = cores
        resources[.memory] = memory
        if gpus > 0 { resources[named: "gpu-a100"] = gpus }
        return Size(name, resources, count: count)
    }

    private static func beside(_ storage: Int64) -> Resources {
        var resources = Resources()
        resources[.storage] = storage
        return resources
    }

    @Test func `A pool has all of it for one task`() {
        let all = Resources(cores: 4, memoryBytes: 5, storageBytes: 6)
        #expect(Capacity(all).largest == all)
        #expect(Capacity(all).total == all)
        #expect(!Capacity(all).hasFlavors)
    }

    @Test func `Of nodes the largest counts for a task, and the sum for people`() {
        let capacity = Capacity(
            nodes: [Self.size("b", 8, 10), Self.size("a", 4, 20), Self.size("g", 2, 2, 1)], shared: Self.beside(7))
        for (name, largest, total) in [
            (ResourceName.cores, 8, 14), (.memory, 20, 32), (.storage, 7, 7), (.init(rawValue: "gpu-a100"), 1, 1),
        ] as [(ResourceName, Int64, Int64)] {
            #expect(capacity.largest[name] == largest)
            #expect(capacity.total[name] == total)
        }
    }

    @Test func `The smallest comes first, and what has something rare last`() {
        let capacity = Capacity(
            nodes: [Self.size("g", 1, 1, 1), Self.size("b", 2, 1), Self.size("c", 1, 2), Self.size("a", 2, 1)],
            shared: Resources())
        guard case .nodes(let nodes, _) = capacity.form else { return }
        #expect(nodes.map(\.name) == ["c", "a", "b", "g"])
    }

    @Test func `A flavor beyond the quota, or of which there is none, is none`() {
        var quota = Self.beside(100)
        quota[.cores] = 8
        let capacity = Capacity(
            flavors: [
                Self.size("large", 9, 1), Self.size("none", 1, 1, count: 0), Self.size("few", 2, 1, count: 3),
                Self.size("many", 4, 2),
            ], quota: quota)
        guard case .flavors(let flavors, _) = capacity.form else { return }
        #expect(flavors.map(\.name) == ["few", "many"])
        #expect(capacity.hasFlavors)
        #expect(capacity.largest[.cores] == 4)
        #expect(capacity.total[.cores] == 8)
        #expect(capacity.total[.memory] == .max, "nothing bounds it")
        #expect(Capacity(flavors: [Self.size("few", 2, 1, count: 3)]).total[.cores] == 6)
        #expect(Capacity(flavors: [Self.size("few", 2, 1, count: 3)]).total[.storage] == .max)
    }

    @Test func `A size holds what it has as much of`() {
        let size = Self.size("g", 4, 8, 2)
        var needs = Resources(cores: 4, memoryBytes: 8, storageBytes: 0)
        #expect(size.holds(needs))
        needs[named: "gpu-a100"] = 2
        #expect(size.holds(needs))
        needs[named: "gpu-h100"] = 1
        #expect(!size.holds(needs))
        #expect(!size.holds(Resources(cores: 5, memoryBytes: 8, storageBytes: 0)))
        #expect(!size.holds(Resources(cores: 4, memoryBytes: 9, storageBytes: 0)))
    }

    @Test func `A closure concerns all places, or those that it names`() {
        let during = Interval(start: Instant(seconds: 0), end: Instant(seconds: 1))
        let all = Closure(during, reason: "r")
        #expect(all.concerns(nil) && all.concerns("a"))
        let one = Closure(during, places: ["a"], reason: "r")
        #expect(one.concerns("a") && !one.concerns("b") && !one.concerns(nil))
    }
}
