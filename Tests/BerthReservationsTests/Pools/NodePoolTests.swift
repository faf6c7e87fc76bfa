import Testing

@testable import BerthReservations

@Suite struct NodePoolTests {
    private let dimensions = try! Dimensions(["cores", "memory"])

    private func pool(_ nodes: [(String, [Int64])]) throws -> NodePool<Int> {
        try NodePool(dimensions: dimensions, nodes: nodes.map { ($0.0, Amounts($0.1)) })
    }

    @Test func `A task fits on one node and is not spread over two`() throws {
        let pool = try pool([("a", [4, 8]), ("b", [4, 8])])
        #expect(pool.earliest(Amounts([6, 1]), duration: 10, from: 0, through: 100) == nil)
        #expect(!pool.couldEverFit(Amounts([6, 1]), at: 0))
        #expect(pool.largest(at: 0) == Amounts([4, 8]))
    }

    @Test func `Of nodes that can begin at once the one with least to spare is taken, then the first by name`() throws {
        let pool = try pool([("large", [16, 64]), ("small", [2, 4]), ("also-small", [2, 4])])
        #expect(
            pool.earliest(Amounts([1, 2]), duration: 10, from: 5, through: 100) == .init(node: "also-small", start: 5))
    }

    @Test func `The node that is free first is taken`() throws {
        var pool = try pool([("a", [2, 2]), ("b", [2, 2])])
        try pool.book(1, Amounts([2, 2]), on: "a", during: Slot(start: 0, end: 50))
        try pool.book(2, Amounts([1, 1]), on: "b", during: Slot(start: 0, end: 30))
        #expect(pool.earliest(Amounts([2, 2]), duration: 5, from: 0, through: 100) == .init(node: "b", start: 30))
        #expect(pool.node(of: 2) == "b")
        #expect(pool.release(2)?.amounts == Amounts([1, 1]))
        #expect(pool.node(of: 2) == nil)
        #expect(pool.earliest(Amounts([2, 2]), duration: 5, from: 0, through: 100) == .init(node: "b", start: 0))
    }

    @Test func `Keeping one of a group releases its siblings on every node`() throws {
        var pool = try pool([("a", [2, 2]), ("b", [2, 2])])
        try pool.book(1, Amounts([2, 2]), on: "a", during: Slot(start: 0, end: 50), group: 9)
        try pool.book(2, Amounts([1, 1]), on: "b", during: Slot(start: 0, end: 30), group: 9)
        try pool.book(3, Amounts([1, 1]), on: "a", during: Slot(start: 0, end: 30), group: 9)
        #expect(try pool.keepOnly(1, ofGroup: 9) == [3, 2])
        #expect(pool.count == 1)
        #expect(pool[1]?.group == nil)
        #expect(pool.fits(Amounts([2, 2]), on: "b", during: Slot(start: 0, end: 50)))
        #expect(throws: ReservationError.self) { try pool.keepOnly(2, ofGroup: 9) }
    }

    @Test func `A node that dies takes nothing more`() throws {
        var pool = try pool([("a", [2, 2])])
        try pool.setCapacity(.zero, of: "a", from: 10, until: 20)
        #expect(pool.earliest(Amounts([1, 1]), duration: 5, from: 8, through: 100) == .init(node: "a", start: 20))
    }

    @Test func `Names are given once and known`() throws {
        let doubled = #expect(throws: ReservationError.self) { try self.pool([("a", [1, 1]), ("a", [1, 1])]) }
        #expect(doubled?.code == .doubledNode)
        var pool = try pool([("a", [1, 1])])
        let unknown = #expect(throws: ReservationError.self) {
            try pool.book(1, Amounts([1, 1]), on: "z", during: Slot(start: 0, end: 1))
        }
        #expect(unknown?.code == .unknownNode)
        #expect(unknown?.message == "z is not one of the 1 in this pool; it may have been taken away.")
        #expect(pool[node: "z"] == nil)
        #expect(pool[node: "a"]?.count == 0)
    }

    @Test func `A sibling goes where its group holds already, of nodes on which it can begin first`() throws {
        var pool = try pool([("a", [2, 2]), ("b", [4, 4])])
        try pool.book(1, Amounts([4, 4]), on: "b", during: Slot(start: 0, end: 50), group: 9)
        let one = Amounts([1, 1])
        #expect(pool.earliest(one, duration: 5, from: 0, through: 9) == .init(node: "a", start: 0))
        #expect(pool.earliest(one, duration: 5, from: 0, through: 9, group: 9) == .init(node: "b", start: 0))
        #expect(pool.earliest(one, duration: 5, from: 0, through: 9, group: 8) == .init(node: "a", start: 0))
        #expect(pool.earliest(one, duration: 5, from: 0, through: 99, on: "b") == .init(node: "b", start: 50))
        #expect(pool.earliest(one, duration: 5, from: 0, through: 99, on: "z") == nil)
        #expect(pool.members(ofGroup: 9) == [1])
    }

    @Test func `What is shared by all nodes is counted once`() throws {
        var pool = try NodePool<Int>(
            dimensions: dimensions, nodes: [("a", Amounts([4, .max])), ("b", Amounts([4, .max]))],
            shared: Amounts([.max, 10]))
        let slot = Slot(start: 0, end: 10)
        try pool.book(1, Amounts([1, 6]), on: "a", during: slot)
        #expect(pool.fits(Amounts([4, 4]), on: "b", during: slot))
        #expect(!pool.fits(Amounts([4, 5]), on: "b", during: slot))
        #expect(pool.earliest(Amounts([1, 5]), duration: 5, from: 0, through: 99)?.start == 10)
        let full = #expect(throws: ReservationError.self) {
            try pool.book(2, Amounts([1, 5]), on: "b", during: slot)
        }
        #expect(full?.subject == "memory")
        // Of what does not fit on its node nothing is left in what is shared.
        #expect(throws: ReservationError.self) { try pool.book(2, Amounts([4, 1]), on: "a", during: slot) }
        #expect(pool.shared?.count == 1)
        try pool.shorten(1, to: 4)
        #expect(pool.earliest(Amounts([1, 5]), duration: 5, from: 0, through: 99)?.start == 4)
        try pool.setShared(.zero, from: 0, until: 50)
        #expect(pool.earliest(Amounts([1, 5]), duration: 5, from: 0, through: 99)?.start == 50)
        #expect(pool.release(1) != nil)
        #expect(pool.shared?.count == 0)
        try pool.restore(3, Amounts([9, 99]), on: "a", during: slot, group: 7)
        try pool.restore(4, Amounts([1, 1]), on: "b", during: slot, group: 7)
        #expect(try pool.keepOnly(4, ofGroup: 7) == [3])
        #expect(pool.shared?.count == 1)
    }

    @Test(arguments: 0..<40) func `Every answer is that of asking each node, second by second`(seed: Int) throws {
        var random = SeededNumbers(state: UInt64(seed))
        let capacities: [[Int64]] = [[3, 4], [6, 2], [2, 9]]
        var pool = try pool(capacities.enumerated().map { ("n\($0.offset)", $0.element) })
        var references = capacities.map { ReferenceTimeline(capacity: $0) }
        for id in 0..<60 {
            let amounts = [Int64.random(in: 0...4, using: &random), Int64.random(in: 0...5, using: &random)]
            let duration = Int64.random(in: 1...8, using: &random)
            let group: Int? = Bool.random(using: &random) ? 1000 + Int.random(in: 0...2, using: &random) : nil
            let first = Int64.random(in: 0...20, using: &random)
            let last = 39 - duration
            let starts = references.map { $0.possibleStarts(amounts, duration, first, last, group: group).first }
            let place = pool.earliest(Amounts(amounts), duration: duration, from: first, through: last, group: group)
            #expect(place?.start == starts.compactMap { $0 }.min())
            guard let place, let node = Int(place.node.dropFirst()) else { continue }
            #expect(starts[node] == place.start)
            let slot = Slot(start: place.start, end: place.start + duration)
            try pool.book(id, Amounts(amounts), on: place.node, during: slot, group: group)
            references[node].entries.append(.init(id: id, amounts: amounts, slot: slot, group: group))
            if Bool.random(using: &random), let old = (0...id).randomElement(using: &random), pool.release(old) != nil {
                for index in references.indices { references[index].entries.removeAll { $0.id == old } }
            }
        }
    }
}
