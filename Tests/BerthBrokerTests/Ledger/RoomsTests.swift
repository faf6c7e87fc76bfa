import BerthModel
import BerthPlatform
import BerthReservations
import Testing

@testable import BerthBroker

/// Nodes and flavors as the ledger sees them, against looking at every second.
struct RoomsTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) ^ (state << 31)
        }
        mutating func roll(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }
    }

    /// What was held: by whom, where, how much, and from when until when.
    private struct Held {
        var id: UUID
        var set: UUID?
        var place: String
        var amounts: [Int64]
        var from: Int64
        var to: Int64
    }

    private static func resources(_ amounts: [Int64]) -> Resources {
        Resources(cores: amounts[0], memoryBytes: amounts[1], storageBytes: amounts[2])
    }

    private static func size(_ name: String, _ amounts: [Int64], count: Int64? = nil) -> Size {
        var resources = Resources()
        resources[.cores] = amounts[0]
        resources[.memory] = amounts[1]
        return Size(name, resources, count: count)
    }

    private static func storage(_ amount: Int64) -> Resources {
        var resources = Resources()
        resources[.storage] = amount
        return resources
    }

    private static func closure(_ from: Int64, _ to: Int64, _ places: [String] = [], cores: Int64 = 0) -> Closure {
        var left = Resources()
        left[.cores] = cores
        left[.memory] = cores
        return Closure(
            Interval(start: Sample.now + .init(seconds: from), end: Sample.now + .init(seconds: to)), left: left,
            places: places, reason: "repairs")
    }

    private static func profile(_ capacity: Capacity) -> PlatformProfile {
        PlatformProfile(
            name: "here", kind: "sample", summary: "", executables: [.dockerContainer], capacity: capacity)
    }

    /// The most that is held at a second: of a set the largest.
    private static func used(_ held: [Held], _ lane: Int, at second: Int64) -> Int64 {
        let present = held.filter { $0.from <= second && second < $0.to }
        let sets = Dictionary(grouping: present.filter { $0.set != nil }, by: \.set)
        return present.filter { $0.set == nil }.reduce(0) { $0 + $1.amounts[lane] }
            + sets.values.reduce(0) { $0 + ($1.map { $0.amounts[lane] }.max() ?? 0) }
    }

    /// What is left at a second for a member of a set beside what all others hold.
    private static func free(
        _ held: [Held], _ lane: Int, _ capacity: Int64, _ second: Int64, for set: UUID?
    ) -> Int64 {
        max(0, capacity - used(held.filter { set == nil || $0.set != set }, lane, at: second))
    }

    private static let horizon: Int64 = 40

    private static func plan(_ amounts: [Int64], on place: String? = nil) -> Plan {
        var plan = Sample.plan()
        plan.demand = resources(amounts)
        plan.place = place
        return plan
    }

    private static func times(_ duration: Int64, from first: Int64, to last: Int64) -> SlotTimes {
        SlotTimes(
            Sample.question(
                seconds: duration, from: Sample.now + .init(seconds: first), to: Sample.now + .init(seconds: last)),
            Sample.plan(), now: Sample.now, offerLife: .zero)
    }

    private static let nodes: [String: [Int64]] = ["a": [3, 9], "b": [6, 4], "c": [3, 9]]
    private static let onNodes = Capacity(
        nodes: nodes.map { size($0.key, $0.value) }, shared: storage(7),
        closures: [closure(10, 20, ["b"]), closure(25, 28, cores: 2)])

    /// What a node has at a second.
    private static func there(_ node: String, _ lane: Int, _ second: Int64) -> Int64 {
        var most = nodes[node]?[lane] ?? 0
        if node == "b" && (10..<20).contains(second) { most = 0 }
        if (25..<28).contains(second) { most = min(most, 2) }
        return most
    }

    @Test(arguments: 0..<30) func `A place on nodes is that of looking at each node, second by second`(
        seed: Int
    ) throws {
        var dice = Dice(state: UInt64(seed) &+ 77)
        let nodes = Self.nodes
        var ledger = try Ledger([Self.profile(Self.onNodes)])
        var held: [Held] = []
        for number in 0..<60 {
            let amounts = [dice.roll(1...4), dice.roll(1...6), dice.roll(0...4)]
            let (duration, first) = (dice.roll(1...8), dice.roll(0...20))
            let last = Self.horizon - 1
            let set: UUID? = dice.roll(0...1) == 0 ? Sample.id(UInt64(500 + dice.roll(0...2))) : nil
            func fits(_ node: String, _ start: Int64) -> Bool {
                (start..<start + duration).allSatisfy { second in
                    let here = held.filter { $0.place == node }
                    return (0..<2).allSatisfy {
                        Self.free(here, $0, Self.there(node, $0, second), second, for: set) >= amounts[$0]
                    } && Self.free(held, 2, 7, second, for: set) >= amounts[2]
                }
            }
            let start = (first...last).first { start in nodes.keys.contains { fits($0, start) } }
            let place = ledger.place(Self.plan(amounts), Self.times(duration, from: first, to: last), group: set)
            guard let start else {
                if case .slot = place { Issue.record("\(place) where nothing is free") }
                continue
            }
            // The one that the set holds already, then the one where least is left, then by name.
            let best = nodes.keys.filter { fits($0, start) }.min { one, other in
                func key(_ node: String) -> (Int64, Int64, String) {
                    let here = held.filter { $0.place == node }
                    let left = (0..<2).map { lane in
                        (start..<start + duration).map {
                            Self.free(here, lane, Self.there(node, lane, $0), $0, for: nil)
                        }
                        .min() ?? 0
                    }
                    return (left[0], left[1], node)
                }
                let (mine, others) = (
                    set != nil && held.contains { $0.place == one && $0.set == set },
                    set != nil && held.contains { $0.place == other && $0.set == set }
                )
                return mine != others ? mine : key(one) < key(other)
            }
            guard case .slot(let slot, let node?) = place else {
                Issue.record("no place where one is free from \(start) on")
                continue
            }
            #expect(slot.start.seconds - Sample.now.seconds == start)
            #expect(fits(node, start))
            let isMine = set != nil && held.contains { $0.place == node && $0.set == set }
            if set == nil { #expect(node == best) }
            if set != nil, let best, held.contains(where: { $0.place == best && $0.set == set }) { #expect(isMine) }
            let id = Sample.id(UInt64(number))
            #expect(ledger.hold(id, Self.plan(amounts, on: node), slot, group: set) == true)
            #expect(ledger.place(of: id, on: "here") == node)
            held.append(
                Held(id: id, set: set, place: node, amounts: amounts, from: start, to: start + duration))
            if dice.roll(0...2) == 0, let old = held.randomElement(using: &dice) {
                ledger.release(old.id, on: "here")
                held.removeAll { $0.id == old.id }
            }
        }
        #expect(ledger.count(on: "here") == held.count)
    }

    @Test(arguments: 0..<30) func `A piece of a flavor is had when there is one, within the quota`(seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &+ 4242)
        let flavors: [(name: String, amounts: [Int64], count: Int64?)] = [
            ("one", [1, 2], 2), ("two", [2, 3], nil), ("five", [5, 9], 1),
        ]
        var quota = Self.storage(6)
        quota[.cores] = 8
        let capacity = Capacity(
            flavors: flavors.map { Self.size($0.name, $0.amounts, count: $0.count) }, quota: quota,
            closures: [Self.closure(12, 15), Self.closure(20, 30, ["five"])])
        var ledger = try Ledger([Self.profile(capacity)])
        var held: [Held] = []
        for number in 0..<60 {
            let flavor = flavors[Int(dice.roll(0...2))]
            let amounts = flavor.amounts + [dice.roll(0...3)]
            let (duration, first) = (dice.roll(1...6), dice.roll(0...20))
            let last = Self.horizon - 1
            let set: UUID? = dice.roll(0...1) == 0 ? Sample.id(UInt64(500 + dice.roll(0...2))) : nil
            func fits(_ start: Int64) -> Bool {
                (start..<start + duration).allSatisfy { second in
                    if (12..<15).contains(second) { return false }
                    let isAway = flavor.name == "five" && (20..<30).contains(second)
                    let pieces = held.filter { $0.place == flavor.name }.map { held in
                        var piece = held
                        piece.amounts = [1]
                        return piece
                    }
                    return Self.free(pieces, 0, isAway ? 0 : flavor.count ?? 1000, second, for: set) >= 1
                        && Self.free(held, 0, 8, second, for: set) >= amounts[0]
                        && Self.free(held, 2, 6, second, for: set) >= amounts[2]
                }
            }
            let plan = Self.plan(amounts, on: flavor.name)
            let place = ledger.place(plan, Self.times(duration, from: first, to: last), group: set)
            guard let start = (first...last).first(where: fits) else {
                if case .slot = place { Issue.record("\(place) where nothing is free") }
                continue
            }
            guard case .slot(let slot, let found) = place else {
                Issue.record("no place where one is free from \(start) on")
                continue
            }
            #expect(slot.start.seconds - Sample.now.seconds == start)
            #expect(found == flavor.name)
            let id = Sample.id(UInt64(number))
            #expect(ledger.hold(id, plan, slot, group: set) == true)
            held.append(
                Held(id: id, set: set, place: flavor.name, amounts: amounts, from: start, to: start + duration))
            if dice.roll(0...2) == 0, let old = held.randomElement(using: &dice) {
                ledger.release(old.id, on: "here")
                held.removeAll { $0.id == old.id }
            }
        }
        #expect(ledger.count(on: "here") == held.count)
    }
}
