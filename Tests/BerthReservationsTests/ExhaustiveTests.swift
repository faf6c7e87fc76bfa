import Testing

@testable import BerthReservations

/// Every small case there is: up to four bookings at five instants, under each of three capacities in each of two
/// dimensions, with every question that can be asked about them.
@Suite struct ExhaustiveTests {
    private static let instants: Range<Int64> = 0..<5
    private static let amounts: [[Int64]] = [[1, 0], [0, 1], [1, 1]]
    private static let capacities: [Int64] = [0, 1, 2]

    private static let slots: [Slot] = instants.flatMap { start in
        (start + 1..<6).map { Slot(start: start, end: $0) }
    }

    /// What is booked at each second, found by adding up.
    private struct Level {
        var booked: [[Int64]] = Array(repeating: [0, 0], count: 6)

        mutating func change(_ slot: Slot, _ amounts: [Int64], by sign: Int64) {
            for second in slot.start..<slot.end {
                for dimension in 0..<2 { booked[Int(second)][dimension] += sign * amounts[dimension] }
            }
        }

        func fits(_ amounts: [Int64], _ slot: Slot, _ capacity: [Int64]) -> Bool {
            (slot.start..<slot.end).allSatisfy { second in
                (0..<2).allSatisfy { amounts[$0] == 0 || booked[Int(second)][$0] + amounts[$0] <= capacity[$0] }
            }
        }
    }

    private struct Walk {
        var timeline: Timeline<Int>
        var level = Level()
        let capacity: [Int64]
        var cases = 0
        var wrong: [String] = []

        /// Tries each booking that is not smaller than the one before: every set of bookings comes once.
        mutating func go(from first: Int, left: Int, path: [Int]) throws {
            compare(path)
            if left == 0 || wrong.count > 5 { return }
            for choice in first..<(ExhaustiveTests.slots.count * ExhaustiveTests.amounts.count) {
                let slot = ExhaustiveTests.slots[choice / ExhaustiveTests.amounts.count]
                let amounts = ExhaustiveTests.amounts[choice % ExhaustiveTests.amounts.count]
                let fits = level.fits(amounts, slot, capacity)
                let isBooked = (try? timeline.book(left, Amounts(amounts), during: slot)) != nil
                if isBooked != fits { wrong.append("\(path) then \(choice): booked \(isBooked), fits \(fits)") }
                guard isBooked else { continue }
                level.change(slot, amounts, by: 1)
                try go(from: choice, left: left - 1, path: path + [choice])
                level.change(slot, amounts, by: -1)
                timeline.release(left)
            }
        }

        private mutating func compare(_ path: [Int]) {
            cases += 1
            for amounts in ExhaustiveTests.amounts {
                for duration in [Int64(1), 2, 5] {
                    // From the sixth second on nothing is booked.
                    let expected = ExhaustiveTests.instants.first { start in
                        level.fits(amounts, Slot(start: start, end: min(6, start + duration)), capacity)
                    }
                    let found = timeline.earliest(Amounts(amounts), duration: duration, from: 0, through: 4)
                    if found != expected {
                        wrong.append(
                            "\(path): \(amounts) for \(duration): \(String(describing: found)), "
                                + "not \(String(describing: expected))"
                        )
                    }
                }
            }
        }
    }

    @Test(arguments: capacities, capacities) func `No small case is wrong`(cores: Int64, memory: Int64) throws {
        let timeline = try Timeline<Int>(
            dimensions: Dimensions(["cores", "memory"]), capacity: Amounts([cores, memory]))
        var walk = Walk(timeline: timeline, capacity: [cores, memory])
        try walk.go(from: 0, left: 4, path: [])
        #expect(walk.wrong.isEmpty, "\(walk.wrong.first ?? "")")
        if cores == 2 && memory == 2 { #expect(walk.cases > 20_000) }
    }
}
