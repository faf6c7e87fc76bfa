import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct SnapshotPlatformTests {
    private static func size(_ name: String, _ cores: Int64, count: Int64? = nil) -> Size {
        Size(name, Resources(cores: cores, memoryBytes: 1 << 30, storageBytes: 0), count: count)
    }

    private static let closure = Closure(
        Interval(start: Instant(seconds: 5), end: Instant(seconds: 50)), left: Resources(), places: ["a"],
        reason: "rain")

    @Test(arguments: [
        Capacity(Resources(cores: 4, memoryBytes: 8, storageBytes: 16)),
        Capacity(nodes: [size("b", 2), size("a", 4)], shared: Resources(), closures: [closure]),
        Capacity(flavors: [size("b", 2), size("a", 4, count: 3)], quota: Resources(), closures: [closure]),
    ]) func aCapacityComesBack(capacity: Capacity) throws {
        let document = SnapshotCapacity(capacity).document(for: .json)
        #expect(SnapshotCapacity.reading(document, from: .json).value.capacity == capacity)
    }

    @Test func aClosureWithoutATimeIsNone() {
        #expect(SnapshotClosure().closure.during.start == SnapshotClosure().closure.during.end)
    }
}
