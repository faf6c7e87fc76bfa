import Testing

@testable import BerthReservations

/// Random operations on a timeline and on the reference at once: every answer must be the same.
@Suite struct TimelineAgainstReferenceTests {
    @Test(arguments: 0..<60)
    func `Every answer is the reference's`(seed: Int) throws {
        var run = try Run(seed: UInt64(seed))
        for _ in 0..<120 { try run.step() }
    }

    struct Run {
        var random: SeededNumbers
        var timeline: Timeline<Int>
        var reference: ReferenceTimeline
        var nextID = 100

        init(seed: UInt64) throws {
            random = SeededNumbers(state: seed)
            let dimensions = try Dimensions(["cores", "memory"])
            timeline = try Timeline(dimensions: dimensions, capacity: Amounts([6, 9]))
            reference = ReferenceTimeline(capacity: [6, 9])
        }

        mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
        mutating func amounts() -> [Int64] { [number(0...4), number(0...5)] }
        mutating func group() -> Int? { number(0...1) == 0 ? nil : Int(number(1...3)) }

        mutating func slot() -> Slot {
            let start = number(0...36)
            return Slot(start: start, end: number((start + 1)...39))
        }

        mutating func someID() -> Int? { reference.entries.map(\.id).randomElement(using: &random) }

        mutating func step() throws {
            switch number(0...9) {
            case 0...3: try book()
            case 4: release()
            case 5: try shorten()
            case 6: try setCapacity()
            case 7: try keepOnly()
            case 8: try restore()
            default: break
            }
            compareState()
            compareSearches()
        }

        mutating func book() throws {
            let (amounts, slot, group) = (amounts(), slot(), group())
            nextID += 1
            if let expected = reference.firstConflict(amounts, slot, group: group) {
                let error = #expect(throws: ReservationError.self) {
                    try timeline.book(nextID, Amounts(amounts), during: slot, group: group)
                }
                #expect(error?.code == .overbooked)
                #expect(error?.conflict?.instant == expected.second)
                #expect(error?.conflict?.dimension.index == expected.dimension)
                #expect(error?.conflict?.wanted == amounts[expected.dimension])
                #expect(
                    error?.conflict?.free == reference.free(expected.second, expected.dimension, group: group))
            } else {
                try timeline.book(nextID, Amounts(amounts), during: slot, group: group)
                reference.entries.append(.init(id: nextID, amounts: amounts, slot: slot, group: group))
            }
        }

        mutating func restore() throws {
            let (amounts, slot, group) = (amounts(), slot(), group())
            nextID += 1
            try timeline.restore(nextID, Amounts(amounts), during: slot, group: group)
            reference.entries.append(.init(id: nextID, amounts: amounts, slot: slot, group: group))
        }

        mutating func release() {
            guard let id = someID() else { return }
            let released = timeline.release(id)
            let entry = reference.entries.first { $0.id == id }
            #expect(released?.slot == entry?.slot)
            #expect(timeline.release(id) == nil)
            reference.entries.removeAll { $0.id == id }
        }

        mutating func shorten() throws {
            guard let id = someID(), let index = reference.entries.firstIndex(where: { $0.id == id }) else { return }
            let slot = reference.entries[index].slot
            let end = number((slot.start + 1)...slot.end)
            try timeline.shorten(id, to: end)
            reference.entries[index].slot.end = end
        }

        mutating func setCapacity() throws {
            let amounts = [number(0...8), number(0...12)]
            let slot = slot()
            let isOpen = number(0...2) == 0
            try timeline.setCapacity(Amounts(amounts), from: slot.start, until: isOpen ? nil : slot.end)
            for second in slot.start..<(isOpen ? 40 : slot.end) { reference.capacity[Int(second)] = amounts }
        }

        mutating func keepOnly() throws {
            guard let id = someID(), let index = reference.entries.firstIndex(where: { $0.id == id }),
                let group = reference.entries[index].group
            else { return }
            let others = try timeline.keepOnly(id, ofGroup: group)
            let expected = reference.entries.filter { $0.group == group && $0.id != id }.map(\.id)
            #expect(others == expected)
            reference.entries[index].group = nil
            reference.entries.removeAll { expected.contains($0.id) }
        }

        func compareState() {
            #expect(timeline.count == reference.entries.count)
            let steps = timeline.profile(during: Slot(start: 0, end: 40))
            #expect(steps.first?.start == 0)
            for second in ReferenceTimeline.seconds {
                let step = steps.last { $0.start <= second }
                for dimension in timeline.dimensions.all {
                    #expect(step?.booked[dimension] == reference.booked(second, dimension.index))
                    #expect(step?.capacity[dimension] == reference.capacity[Int(second)][dimension.index])
                }
            }
            var short: Set<[Int64]> = []
            for shortage in timeline.overbooked(from: 0) {
                for second in shortage.slot.start..<shortage.slot.end {
                    short.insert([second, Int64(shortage.dimension.index)])
                    #expect(shortage.capacity == reference.capacity[Int(second)][shortage.dimension.index])
                }
                let booked = (shortage.slot.start..<shortage.slot.end).map {
                    reference.booked($0, shortage.dimension.index)
                }
                #expect(shortage.booked == booked.max())
            }
            for second in ReferenceTimeline.seconds {
                for dimension in 0..<2 {
                    let isShort = reference.booked(second, dimension) > reference.capacity[Int(second)][dimension]
                    #expect(isShort == short.contains([second, Int64(dimension)]))
                }
            }
        }

        mutating func compareSearches() {
            let (amounts, slot, group) = (amounts(), slot(), group())
            let conflict = reference.firstConflict(amounts, slot, group: group)
            #expect(timeline.fits(Amounts(amounts), during: slot, group: group) == (conflict == nil))
            #expect(timeline.free(during: slot, group: group) == Amounts(reference.free(slot, group: group)))
            let duration = number(1...10)
            let first = number(0...25)
            let last = number(first...29)
            let possible = reference.possibleStarts(amounts, duration, first, last, group: group)
            #expect(
                timeline.earliest(Amounts(amounts), duration: duration, from: first, through: last, group: group)
                    == possible.first)
            let runs = possible.filter { !possible.contains($0 - 1) }
            #expect(
                timeline.starts(
                    Amounts(amounts), duration: duration, from: first, through: last, group: group, limit: 100)
                    == runs)
            let during = reference.entries.filter { $0.slot.start < slot.end && slot.start < $0.slot.end }.map(\.id)
            #expect(timeline.bookings(during: slot) == during)
        }
    }
}
