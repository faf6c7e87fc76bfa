import Testing

@testable import BerthReservations

@Suite struct TimelineProfileTests {
    @Test func `Steps of usage and capacity, and where more is booked than there is`() throws {
        var timeline = try Timeline<Int>(dimensions: Dimensions(["cores", "memory"]), capacity: Amounts([4, 8]))
        try timeline.book(1, Amounts([3, 1]), during: Slot(start: 10, end: 30))
        try timeline.book(2, Amounts([1, 7]), during: Slot(start: 20, end: 40))
        try timeline.setCapacity(Amounts([2, 7]), from: 15, until: 35)
        #expect(
            timeline.profile(during: Slot(start: 0, end: 40)) == [
                UsageStep(start: 0, booked: .zero, capacity: Amounts([4, 8])),
                UsageStep(start: 10, booked: Amounts([3, 1]), capacity: Amounts([4, 8])),
                UsageStep(start: 15, booked: Amounts([3, 1]), capacity: Amounts([2, 7])),
                UsageStep(start: 20, booked: Amounts([4, 8]), capacity: Amounts([2, 7])),
                UsageStep(start: 30, booked: Amounts([1, 7]), capacity: Amounts([2, 7])),
                UsageStep(start: 35, booked: Amounts([1, 7]), capacity: Amounts([4, 8])),
            ])
        let whole = Slot(start: 0, end: 40)
        let all = timeline.profile(during: whole).map(\.start)
        for limit in 0...7 { #expect(timeline.starts(during: whole, limit: limit) == Array(all.prefix(limit))) }
        #expect(timeline.starts(during: Slot(start: 12, end: 12), limit: 9) == [])
        #expect(timeline.starts(during: Slot(start: 12, end: 21), limit: 9) == [12, 15, 20])
        let (cores, memory) = (timeline.dimensions.all[0], timeline.dimensions.all[1])
        let shortages = [
            Shortage(dimension: cores, slot: Slot(start: 15, end: 30), booked: 4, capacity: 2),
            Shortage(dimension: memory, slot: Slot(start: 20, end: 30), booked: 8, capacity: 7),
        ]
        #expect(timeline.overbooked(from: 0) == shortages)
        #expect(timeline.overbooked(from: 30) == [])
        #expect(timeline.overbooked(from: 25).map(\.slot) == [Slot(start: 25, end: 30), Slot(start: 25, end: 30)])
        #expect(timeline.overbooked(from: 0, limit: 0) == [])
        // Nothing more fits where too much is booked, not even of what is left; what wants nothing of it does.
        #expect(!timeline.fits(Amounts([1, 0]), during: Slot(start: 15, end: 16)))
        #expect(timeline.fits(Amounts([0, 6]), during: Slot(start: 15, end: 16)))
        #expect(timeline.free(during: Slot(start: 15, end: 20)) == Amounts([0, 6]))
    }
}
