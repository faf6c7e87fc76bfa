import Testing

@testable import BerthReservations

@Suite struct TimelineSearchingTests {
    var timeline: Timeline<Int>

    init() throws {
        timeline = try Timeline(dimensions: Dimensions(["cores", "memory"]), capacity: Amounts([4, 8]))
        try timeline.book(1, Amounts([3, 1]), during: Slot(start: 100, end: 200))
        try timeline.book(2, Amounts([1, 7]), during: Slot(start: 150, end: 300))
    }

    /// What is wanted, for how long, between which starts; and when the earliest and all others are.
    static let searches: [(amounts: [Int64], duration: Int64, first: Int64, last: Int64, starts: [Int64])] = [
        ([4, 8], 50, 0, 1000, [0, 300]),
        ([4, 8], 101, 0, 1000, [300]),
        ([1, 1], 10, 100, 1000, [100, 200]),
        ([1, 1], 51, 100, 1000, [200]),
        ([0, 2], 100, 120, 1000, [300]),
        ([0, 0], 100, 120, 1000, [120]),
        ([4, 8], 50, 51, 299, []),
        ([4, 8], 50, 51, 300, [300]),
        ([4, 8], 50, 300, 300, [300]),
        ([5, 0], 1, .min, .max, []),
        ([1, 9], 1, .min, .max, []),
        ([4, 8], .max, 0, 1000, []),
        ([4, 8], .max - 300, 0, 1000, [300]),
        ([4, 8], .max - 300, 301, 1000, []),
        ([4, 8], 1, 1000, 0, []),
        ([4, 8], 0, 0, 1000, []),
        ([4, 8], -5, 0, 1000, []),
        ([-1, 8], 5, 0, 1000, []),
        ([4, 8], 10, .min, .max, [.min, 300]),
        ([1, 1], 1, 1 << 60, 1 << 61, [1 << 60]),
    ]

    @Test(arguments: searches)
    func `Starts are found`(amounts: [Int64], duration: Int64, first: Int64, last: Int64, starts: [Int64]) {
        let wanted = Amounts(amounts)
        #expect(timeline.earliest(wanted, duration: duration, from: first, through: last) == starts.first)
        #expect(timeline.starts(wanted, duration: duration, from: first, through: last, limit: 10) == starts)
        for limit in 0...1 {
            #expect(
                timeline.starts(wanted, duration: duration, from: first, through: last, limit: limit)
                    == Array(starts.prefix(limit)))
        }
    }

    @Test func `The first conflict is the earliest, and the first of its dimensions`() {
        let dimensions = timeline.dimensions.all
        let slot = Slot(start: 0, end: 1000)
        #expect(
            timeline.firstConflict(Amounts([2, 2]), during: slot)
                == Conflict(dimension: dimensions[0], instant: 100, wanted: 2, free: 1))
        #expect(
            timeline.firstConflict(Amounts([1, 2]), during: slot)
                == Conflict(dimension: dimensions[0], instant: 150, wanted: 1, free: 0))
        #expect(
            timeline.firstConflict(Amounts([0, 2]), during: slot)
                == Conflict(dimension: dimensions[1], instant: 150, wanted: 2, free: 0))
        #expect(timeline.firstConflict(Amounts([1, 1]), during: Slot(start: 200, end: 1000)) == nil)
    }

    @Test func `An empty slot holds nothing and nothing fits`() {
        for slot in [Slot(start: 5, end: 5), Slot(start: 5, end: 4), Slot(start: .max, end: .min)] {
            #expect(timeline.free(during: slot) == .zero)
            #expect(!timeline.fits(.zero, during: slot))
            #expect(timeline.profile(during: slot) == [])
        }
        #expect(!timeline.fits(Amounts([0, -1]), during: Slot(start: 0, end: 1)))
    }

    @Test mutating func `A maintenance window is stepped over`() throws {
        try timeline.setCapacity(.zero, from: 400, until: 500)
        #expect(timeline.starts(Amounts([4, 8]), duration: 101, from: 200, through: 900, limit: 9) == [500])
        #expect(timeline.starts(Amounts([4, 8]), duration: 100, from: 200, through: 900, limit: 9) == [300, 500])
        #expect(timeline.capacity(at: 399) == Amounts([4, 8]))
        #expect(timeline.capacity(at: 400) == .zero)
        #expect(timeline.capacity(at: 500) == Amounts([4, 8]))
        // A node that died takes the rest of time with it.
        try timeline.setCapacity(Amounts([2, 8]), from: 600)
        #expect(timeline.earliest(Amounts([4, 8]), duration: 100, from: 501, through: .max) == nil)
        #expect(timeline.earliest(Amounts([2, 8]), duration: 100, from: 501, through: .max) == 501)
        let empty = #expect(throws: ReservationError.self) { try timeline.setCapacity(.zero, from: 5, until: 5) }
        #expect(empty?.code == .emptySlot)
        let negative = #expect(throws: ReservationError.self) { try timeline.setCapacity(Amounts([-1]), from: 5) }
        #expect(negative?.message == "cores: -1 is below zero; amounts begin at 0.")
    }

    @Test func `Many short gaps are passed in few steps and a long one is found`() throws {
        var timeline = try Timeline<Int>(dimensions: Dimensions(["cores"]), capacity: Amounts([1]))
        for index in 0..<2000 {
            try timeline.book(
                index, Amounts([1]), during: Slot(start: Int64(index) * 10, end: Int64(index) * 10 + 9))
        }
        #expect(timeline.earliest(Amounts([1]), duration: 1, from: 0, through: .max) == 9)
        #expect(timeline.earliest(Amounts([1]), duration: 2, from: 0, through: .max) == 19_999)
        timeline.release(1000)
        #expect(timeline.earliest(Amounts([1]), duration: 11, from: 0, through: .max) == 9_999)
        #expect(timeline.earliest(Amounts([1]), duration: 12, from: 0, through: .max) == 19_999)
        #expect(timeline.bookings(during: Slot(start: 9_985, end: 10_025)) == [998, 999, 1001, 1002])
    }
}
