import BerthDocument
import BerthModel
import BerthPlatform
import Testing

struct MaintenanceTests {
    private static func windows(_ yaml: String) throws -> [Maintenance] {
        guard case .list(let items) = try Document.read(Array(yaml.utf8), as: .yaml) else { return [] }
        return items.map { Maintenance.reading($0, from: .yaml).value }
    }

    @Test func `A window is a closure, with what is left`() throws {
        let closures = Maintenance.closures(
            try Self.windows(
                """
                [{during: 2026-01-31T06:00:00Z/PT4H, reason: cooling, nodes: [n1], cores: 2, memory: 3,
                  extras: [{name: gpu-a100, count: 1}]}, {reason: never}]
                """))
        var left = Resources(cores: 2, memoryBytes: 3 << 30, storageBytes: 0)
        left[named: "gpu-a100"] = 1
        let start = try #require(Instant("2026-01-31T06:00:00Z"))
        #expect(
            closures == [
                Closure(
                    Interval(start: start, end: start + TimeSpan(seconds: 4 * 3600)), left: left, places: ["n1"],
                    reason: "cooling")
            ])
    }

    @Test(
        "windows that cannot be meant name their key",
        arguments: [
            ("[{reason: r}]", "[0].during", "is missing; write 2026-01-31T06:00:00Z/PT4H"),
            (
                "[{during: 2026-01-31T06:00:00Z, reason: r}]", "[0].during",
                "is 2026-01-31T06:00:00Z/2026-01-31T06:00:00Z, which is no time at all"
            ),
            ("[{during: 2026-01-31}]", "[0].reason", "is missing; say what people wait for"),
            (
                "[{during: 2026-01-31, reason: r, nodes: [a, x]}]", "[0].nodes[1]",
                "is x, which is no node or flavor of this platform"
            ),
            ("[{during: 2026-01-31, reason: r, memory: -1}]", "[0].memory", "is -1; it must be at least 0"),
            (
                "[{during: 2026-01-31, reason: r, extras: [{name: cores}]}]", "[0].extras[0].name",
                "is cores; it takes 1 to 64 letters, digits, - and _, and is not cores, memory or storage"
            ),
            (
                "[{during: 2026-01-31, reason: r, extras: [{name: a}, {name: a}]}]", "[0].extras[1].name",
                "is a, which stands twice"
            ),
            (
                "[{during: 2026-01-31, reason: r, extras: [{name: a, count: -2}]}]", "[0].extras[0].count",
                "is -2; it must be at least 0"
            ),
            (
                "[{during: 2026-01-31, reason: r, nodes: [a], cores: 1}]", "[0]",
                "leaves something of a flavor; a flavor is there or not"
            ),
        ])
    func fault(_ yaml: String, _ key: String, _ message: String) throws {
        let fault = Maintenance.fault(try Self.windows(yaml), places: ["a"], areFlavors: true)
        #expect(fault?.key == key)
        #expect(fault?.message == message)
    }

    @Test func `At most a hundred windows, and thirteen things`() throws {
        let window = try Self.windows("[{during: 2026-01-31, reason: r}]")[0]
        #expect(Maintenance.fault(Array(repeating: window, count: 100)) == nil)
        #expect(
            Maintenance.fault(Array(repeating: window, count: 101))?.message == "has 101 windows; it may have 100")
        #expect(NamedCount.fault((0..<13).map { NamedCount("n\($0)", 1) }) == nil)
        #expect(NamedCount.fault((0..<14).map { NamedCount("n\($0)", 1) })?.message == "has 14 items; it may have 13")
    }
}
