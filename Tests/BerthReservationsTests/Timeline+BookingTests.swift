import Testing

@testable import BerthReservations

@Suite struct TimelineBookingTests {
    let dimensions: Dimensions
    var timeline: Timeline<String>

    init() throws {
        dimensions = try Dimensions(["cores", "memory"])
        timeline = try Timeline(dimensions: dimensions, capacity: Amounts([4, 8]))
    }

    @Test mutating func `What is refused, and in which words`() throws {
        try timeline.book("a", Amounts([3, 0]), during: Slot(start: 10, end: 20))
        let before = timeline.profile(during: Slot(start: 0, end: 100))
        let cases: [(String, Amounts, Slot, ReservationError.Code, String)] = [
            (
                "b", Amounts([2, 0]), Slot(start: 0, end: 100), .overbooked,
                "cores: 2 wanted, 1 free at second 10; book less or at another time."
            ),
            (
                "b", Amounts([0, 9]), Slot(start: 0, end: 1), .overbooked,
                "memory: 9 wanted, 8 free at second 0; book less or at another time."
            ),
            (
                "b", Amounts([.max, .max]), Slot(start: .min, end: .max), .overbooked,
                "cores: 9223372036854775807 wanted, 4 free at second -9223372036854775808;"
                    + " book less or at another time."
            ),
            (
                "b", Amounts([1, 1]), Slot(start: 5, end: 5), .emptySlot,
                "The slot from second 5 to second 5 holds no time; it must end after it begins."
            ),
            (
                "b", Amounts([1, 1]), Slot(start: 6, end: 5), .emptySlot,
                "The slot from second 6 to second 5 holds no time; it must end after it begins."
            ),
            (
                "b", Amounts([1, -1]), Slot(start: 5, end: 6), .negativeAmount,
                "memory: -1 is below zero; amounts begin at 0."
            ),
            (
                "b", Amounts([.min, 0]), Slot(start: 5, end: 6), .negativeAmount,
                "cores: -9223372036854775808 is below zero; amounts begin at 0."
            ),
            (
                "b", Amounts([1, 1, 1]), Slot(start: 5, end: 6), .unknownDimension,
                "dimension 2 is not counted here; counted are cores, memory."
            ),
            ("a", Amounts([1, 1]), Slot(start: 5, end: 6), .alreadyBooked, "a is booked already; release it first."),
        ]
        for (id, amounts, slot, code, message) in cases {
            let error = #expect(throws: ReservationError.self) { try timeline.book(id, amounts, during: slot) }
            #expect(error?.code == code)
            #expect(error?.message == message)
            #expect(timeline.profile(during: Slot(start: 0, end: 100)) == before)
        }
        #expect(timeline.count == 1)
        #expect(!timeline.fits(Amounts([0, 0, 1]), during: Slot(start: 5, end: 6)))
        #expect(timeline.earliest(Amounts([0, 0, 1]), duration: 1, from: 0, through: 9) == nil)
    }

    @Test mutating func `All there is can be booked, and not one more`() throws {
        try timeline.book("a", Amounts([4, 8]), during: Slot(start: 0, end: 10))
        #expect(timeline.free(during: Slot(start: 0, end: 10)) == .zero)
        #expect(!timeline.fits(Amounts([1, 0]), during: Slot(start: 9, end: 20)))
        #expect(timeline.fits(Amounts([4, 8]), during: Slot(start: 10, end: 20)))
        #expect(timeline.fits(.zero, during: Slot(start: 0, end: 10)))
    }

    @Test func `The largest numbers are counted exactly`() throws {
        var timeline = try Timeline<String>(dimensions: dimensions, capacity: Amounts([.max, .max]))
        try timeline.book("a", Amounts([.max - 1, 1]), during: Slot(start: .min, end: .max))
        #expect(timeline.free(during: Slot(start: -5, end: 5)) == Amounts([1, .max - 1]))
        #expect(timeline.fits(Amounts([1, .max - 1]), during: Slot(start: .min, end: .max)))
        #expect(!timeline.fits(Amounts([2, 0]), during: Slot(start: 0, end: 1)))
        try timeline.setCapacity(.zero, from: 0, until: 10)
        #expect(
            timeline.overbooked(from: .min) == [
                Shortage(
                    dimension: dimensions.all[0], slot: Slot(start: 0, end: 10), booked: .max - 1, capacity: 0),
                Shortage(dimension: dimensions.all[1], slot: Slot(start: 0, end: 10), booked: 1, capacity: 0),
            ])
        let error = #expect(throws: ReservationError.self) {
            try timeline.restore("b", Amounts([2, 0]), during: Slot(start: 3, end: 4))
        }
        #expect(error?.code == .tooMuch)
        #expect(error?.message == "cores: with 2 more at second 3 the sum passes 64 bits; book less.")
        try timeline.restore("b", Amounts([1, 0]), during: Slot(start: 3, end: 4))
        timeline.release("a")
        timeline.release("b")
        #expect(timeline.usage.count == 0)
        #expect(timeline.usage.count == 0)
    }

    @Test mutating func `A booking gives back its end`() throws {
        try timeline.book("a", Amounts([4, 8]), during: Slot(start: 0, end: 100))
        try timeline.shorten("a", to: 100)
        try timeline.shorten("a", to: 40)
        #expect(timeline["a"]?.slot == Slot(start: 0, end: 40))
        #expect(timeline.fits(Amounts([4, 8]), during: Slot(start: 40, end: 100)))
        let cases: [(String, Int64, ReservationError.Code, String)] = [
            ("b", 10, .notBooked, "b is not booked; it may have been released."),
            (
                "a", 0, .emptySlot,
                "The slot from second 0 to second 0 holds no time; it must end after it begins."
            ),
            (
                "a", 41, .cannotLengthen,
                "a ends at second 40 and cannot be shortened to second 41; book the rest as another booking."
            ),
        ]
        for (id, end, code, message) in cases {
            let error = #expect(throws: ReservationError.self) { try timeline.shorten(id, to: end) }
            #expect(error?.code == code)
            #expect(error?.message == message)
        }
        #expect(timeline["a"]?.slot == Slot(start: 0, end: 40))
    }

    @Test mutating func `Siblings share a hold, and the one that is kept keeps only its own`() throws {
        try timeline.book("soon", Amounts([4, 2]), during: Slot(start: 0, end: 10), group: "question")
        try timeline.book("large", Amounts([2, 8]), during: Slot(start: 5, end: 20), group: "question")
        #expect(timeline.members(ofGroup: "question") == ["soon", "large"])
        // From 5 to 10 the group holds four cores and eight of memory, not six and ten.
        #expect(timeline.free(during: Slot(start: 5, end: 10)) == .zero)
        #expect(timeline.free(during: Slot(start: 5, end: 10), group: "question") == Amounts([4, 8]))
        #expect(timeline.free(during: Slot(start: 10, end: 20)) == Amounts([2, 0]))
        #expect(try timeline.keepOnly("soon", ofGroup: "question") == ["large"])
        #expect(timeline["large"] == nil)
        #expect(timeline["soon"]?.group == nil)
        #expect(timeline.free(during: Slot(start: 5, end: 10)) == Amounts([0, 6]))
        #expect(timeline.free(during: Slot(start: 10, end: 20)) == Amounts([4, 8]))
        // The group is gone: a latecomer does not share with what was accepted.
        #expect(!timeline.fits(Amounts([1, 0]), during: Slot(start: 5, end: 6), group: "question"))
        let error = #expect(throws: ReservationError.self) { try timeline.keepOnly("soon", ofGroup: "question") }
        #expect(error?.message == "soon is not booked; it may have been released.")
    }

    @Test mutating func `A copy is independent`() throws {
        try timeline.book("a", Amounts([4, 8]), during: Slot(start: 0, end: 10))
        var copy = timeline
        copy.release("a")
        #expect(copy.fits(Amounts([1, 1]), during: Slot(start: 0, end: 10)))
        #expect(!timeline.fits(Amounts([1, 1]), during: Slot(start: 0, end: 10)))
    }
}
