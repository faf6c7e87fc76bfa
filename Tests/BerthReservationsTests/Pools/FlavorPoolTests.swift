import Testing

@testable import BerthReservations

@Suite struct FlavorPoolTests {
    private let dimensions = try! Dimensions(["cores", "memory"])

    private func pool(quota: [Int64], _ flavors: [(String, [Int64], Int64?)]) throws -> FlavorPool<Int> {
        try FlavorPool(
            dimensions: dimensions, quota: Amounts(quota),
            flavors: flavors.map { .init($0.0, Amounts($0.1), count: $0.2) })
    }

    @Test func `Flavors that fit come with the closest first`() throws {
        let pool = try pool(
            quota: [100, 100],
            [("large", [8, 32], nil), ("small", [2, 4], nil), ("tiny", [1, 1], nil), ("wide", [2, 8], 1)])
        #expect(pool.flavors(with: Amounts([2, 3])).map(\.name) == ["small", "wide", "large"])
        #expect(pool.flavors(with: Amounts([9, 3])).isEmpty)
    }

    @Test func `There are as many pieces as there are, within the quota`() throws {
        var pool = try pool(quota: [5, 100], [("pair", [2, 1], 2), ("single", [1, 1], nil)])
        let slot = Slot(start: 0, end: 10)
        try pool.book(1, "pair", during: slot)
        try pool.book(2, "pair", during: slot)
        // No third piece, though the quota has a core left.
        #expect(pool.earliest("pair", duration: 5, from: 0, through: 100) == 10)
        try pool.book(3, "single", during: slot)
        let full = #expect(throws: ReservationError.self) { try pool.book(4, "single", during: slot) }
        #expect(full?.code == .overbooked)
        #expect(full?.subject == "cores")
        #expect(pool.count == 3)
        try pool.shorten(1, to: 4)
        #expect(pool.earliest("pair", duration: 5, from: 0, through: 100) == 4)
        #expect(pool.flavor(of: 1)?.name == "pair")
        #expect(pool.release(1)?.slot == Slot(start: 0, end: 4))
        #expect(pool.fits("pair", during: slot))
    }

    @Test func `What is had beside a piece counts in the quota, and pieces can be away`() throws {
        var pool = try pool(quota: [8, 10], [("pair", [2, 1], 3)])
        let slot = Slot(start: 0, end: 10)
        try pool.book(1, "pair", Amounts([2, 7]), during: slot)
        #expect(pool.fits("pair", during: slot))
        #expect(!pool.fits("pair", Amounts([2, 4]), during: slot))
        #expect(pool.earliest("pair", Amounts([2, 4]), duration: 5, from: 0, through: 99) == 10)
        #expect(pool[pieces: "pair"]?.count == 1)
        #expect(pool[pieces: "z"] == nil)
        #expect(pool[flavor: "pair"]?.count == 3)
        try pool.restore(2, "pair", Amounts([9, 9]), during: slot, group: 5)
        #expect(pool.members(ofGroup: 5) == [2])
        pool.release(2)
        try pool.setCount(0, of: "pair", from: 5, until: 20)
        #expect(pool.earliest("pair", duration: 5, from: 0, through: 99) == 0)
        #expect(pool.earliest("pair", duration: 6, from: 0, through: 99) == 20)
        #expect(throws: ReservationError.self) { try pool.setCount(1, of: "z", from: 0) }
    }

    @Test func `A refused piece leaves nothing booked of the quota`() throws {
        var pool = try pool(quota: [100, 100], [("one", [1, 1], 1)])
        let slot = Slot(start: 0, end: 10)
        try pool.book(1, "one", during: slot)
        #expect(throws: ReservationError.self) { try pool.book(2, "one", during: slot) }
        #expect(pool.count == 1)
        #expect(pool[2] == nil)
    }

    @Test func `Siblings of different flavors share what they take of the quota`() throws {
        var pool = try pool(quota: [8, 100], [("eight", [8, 1], 1), ("four", [4, 1], 1)])
        let slot = Slot(start: 0, end: 10)
        try pool.book(1, "eight", during: slot, group: 7)
        try pool.book(2, "four", during: slot, group: 7)
        #expect(try pool.keepOnly(2, ofGroup: 7) == [1])
        #expect(pool.fits("four", during: slot) == false)
        #expect(pool.count == 1)
        #expect(pool.release(2) != nil)
        #expect(pool.fits("eight", during: slot))
    }

    @Test func `The quota may change and a flavor must be known`() throws {
        var pool = try pool(quota: [8, 100], [("four", [4, 1], nil)])
        try pool.setQuota(Amounts([3, 100]), from: 5, until: 9)
        #expect(pool.earliest("four", duration: 3, from: 3, through: 50) == 9)
        #expect(pool.earliest("nine", duration: 3, from: 3, through: 50) == nil)
        let unknown = #expect(throws: ReservationError.self) {
            try pool.restore(1, "nine", during: Slot(start: 0, end: 1))
        }
        #expect(unknown?.code == .unknownNode)
        let doubled = #expect(throws: ReservationError.self) {
            try self.pool(quota: [1, 1], [("a", [1, 1], nil), ("a", [1, 1], nil)])
        }
        #expect(doubled?.code == .doubledNode)
    }

    @Test(arguments: 0..<40) func `Every answer is that of both limits, second by second`(seed: Int) throws {
        var random = SeededNumbers(state: UInt64(seed))
        let flavors: [(String, [Int64], Int64?)] = [("a", [1, 3], 2), ("b", [2, 2], nil), ("c", [3, 1], 1)]
        var pool = try pool(quota: [6, 7], flavors)
        var quota = ReferenceTimeline(capacity: [6, 7])
        var pieces = flavors.map { ReferenceTimeline(capacity: [$0.2 ?? 1000]) }
        for id in 0..<60 {
            let index = Int.random(in: 0..<3, using: &random)
            let duration = Int64.random(in: 1...8, using: &random)
            let group: Int? = Bool.random(using: &random) ? 1000 + Int.random(in: 0...2, using: &random) : nil
            let first = Int64.random(in: 0...20, using: &random)
            let last = 39 - duration
            let both = Set(quota.possibleStarts(flavors[index].1, duration, first, last, group: group))
                .intersection(pieces[index].possibleStarts([1], duration, first, last, group: group))
            let start = pool.earliest(flavors[index].0, duration: duration, from: first, through: last, group: group)
            #expect(start == both.min())
            guard let start else { continue }
            let slot = Slot(start: start, end: start + duration)
            try pool.book(id, flavors[index].0, during: slot, group: group)
            quota.entries.append(.init(id: id, amounts: flavors[index].1, slot: slot, group: group))
            pieces[index].entries.append(.init(id: id, amounts: [1], slot: slot, group: group))
            if Bool.random(using: &random), let old = (0...id).randomElement(using: &random), pool.release(old) != nil {
                quota.entries.removeAll { $0.id == old }
                for index in pieces.indices { pieces[index].entries.removeAll { $0.id == old } }
            }
        }
    }
}
