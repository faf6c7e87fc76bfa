import BerthModel
import BerthPlatform
import BerthReservations
import Testing

@testable import BerthBroker

struct LimitsTests {
    private static let dimensions = try! Dimensions(["cores", "storage"])

    private static func resources(cores: Int64? = nil, storage: Int64? = nil) -> Resources {
        var resources = Resources()
        if let cores { resources[.cores] = cores }
        if let storage { resources[.storage] = storage }
        return resources
    }

    private static func closure(_ from: Int64, _ to: Int64, cores: Int64 = 0, _ places: [String] = []) -> Closure {
        Closure(
            Interval(start: Instant(seconds: from), end: Instant(seconds: to)), left: resources(cores: cores),
            places: places, reason: "repairs")
    }

    @Test func `Of closures at the same time the least is left`() {
        let limits = Limits(
            Capacity(
                Self.resources(cores: 8, storage: 5),
                closures: [Self.closure(10, 30, cores: 4), Self.closure(20, 40, cores: 2), Self.closure(60, 70)]),
            Self.dimensions)
        #expect(limits.base == Amounts([8, 5]))
        let steps = limits.steps(of: nil, base: limits.base)
        #expect(
            steps.map(\.slot) == [
                Slot(start: 10, end: 20), Slot(start: 20, end: 30), Slot(start: 30, end: 40), Slot(start: 60, end: 70),
            ])
        #expect(steps.map(\.amounts) == [Amounts([4, 0]), Amounts([2, 0]), Amounts([2, 0]), .zero])
        #expect(limits.open.steps(of: nil, base: limits.base).isEmpty)
    }

    @Test func `What nodes share is not bounded on a node, and not closed with it`() {
        let limits = Limits(
            Capacity(
                nodes: [Size("a", Self.resources(cores: 4)), Size("b", Self.resources(cores: -1))],
                shared: Self.resources(storage: 9), closures: [Self.closure(1, 2, ["a"])]),
            Self.dimensions)
        #expect(limits.base == Amounts([.max, 9]))
        #expect(limits.bases == ["a": Amounts([4, .max]), "b": Amounts([0, .max])])
        #expect(limits.gone == Amounts([0, .max]))
        #expect(limits.steps(of: "a", base: Amounts([4, .max])).map(\.amounts) == [Amounts([0, .max])])
        #expect(limits.steps(of: "b", base: Amounts([4, .max])).isEmpty)
    }

    @Test func `Flavors have a count, and the quota bounds what it names`() {
        let limits = Limits(
            Capacity(
                flavors: [Size("a", Self.resources(cores: 4), count: 3), Size("b", Self.resources(cores: 1))],
                quota: Self.resources(cores: 12), closures: [Self.closure(5, 9, ["a"]), Self.closure(7, 8, cores: 3)]),
            Self.dimensions)
        #expect(limits.base == Amounts([12, .max]))
        #expect(limits.counts == ["a": 3, "b": .max])
        #expect(limits.absences(of: "a") == [Slot(start: 5, end: 9)])
        #expect(limits.absences(of: "b").isEmpty)
        #expect(limits.steps(of: nil, base: limits.base).map(\.amounts) == [Amounts([3, 0])])
    }

    @Test func `A closure takes all the seconds that it touches`() {
        let during = Interval(start: Instant(milliseconds: 1500), end: Instant(milliseconds: 2500))
        #expect(Closure(during, reason: "r").slot == Slot(start: 1, end: 3))
    }
}
