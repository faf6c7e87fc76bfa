import BerthReservations

/// `bench slots BOOKINGS DIMENSIONS`: the earliest slot is looked for, booked and released, in a calendar of so many
/// bookings, by Berth and by two lists of the same bookings. All must give the same answer.
///
/// The calendar is three quarters full and as long as its bookings need, so that ten times the bookings are ten times
/// the time and no busier. Bookings and questions are of one kind: up to 16 of 128 cores, from a minute to two hours.
enum Slots {
    private static let most: [Int64] = [128, 512, 4096, 24]
    private static let largest: [Int64] = [16, 64, 512, 2]
    /// Fewer where the lists take long.
    private static let questions = 20_000
    private static let rounds = 5

    private struct Wish {
        var amounts: [Int64]
        var duration: Int64
        var first: Int64
    }

    static func run(bookings: Int, dimensions: Int) throws {
        expect(dimensions >= 1 && dimensions <= most.count, "a pool here has 1 to \(most.count) dimensions")
        var chance = Chance(seed: 7)
        let capacity = Array(most.prefix(dimensions))
        // Half the largest for an hour is the mean; a quarter of the time is free.
        let horizon = max(100_000, Int64(bookings) * 3630 * 17 / 2 / 128 * 4 / 3)
        func wish() -> Wish {
            Wish(
                amounts: largest.prefix(dimensions).map { chance.number(1...$0) }, duration: chance.number(60...7200),
                first: chance.number(0...horizon))
        }
        let before = Measuring.residentBytes
        let names = ["cores", "memory", "storage", "gpus"]
        var timeline = try Timeline<Int>(
            dimensions: Dimensions(Array(names.prefix(dimensions))), capacity: Amounts(capacity))
        for id in 0..<bookings {
            let wish = wish()
            let amounts = Amounts(wish.amounts)
            guard let start = earliest(timeline, wish) else { fail("the calendar has no end") }
            try timeline.book(id, amounts, during: Slot(start: start, end: start + wish.duration))
        }
        Measuring.say("bytes", Double(Measuring.residentBytes - before) / Double(bookings))

        let wishes = (0..<questions).map { _ in wish() }
        try compare(timeline, wishes, capacity)
    }

    private static func earliest(_ timeline: Timeline<Int>, _ wish: Wish) -> Int64? {
        timeline.earliest(
            Amounts(wish.amounts), duration: wish.duration, from: wish.first, through: .max - wish.duration)
    }

    /// In turns, so that a busy moment of the machine hits all of them.
    private static func compare(_ timeline: Timeline<Int>, _ wishes: [Wish], _ capacity: [Int64]) throws {
        var timeline = timeline
        let count = timeline.count
        var list = ListedBookings(capacity: capacity)
        var changes = ListedChanges(capacity: capacity)
        var parts: [(time: Int64, sign: Int64, amounts: [Int64])] = []
        for id in 0..<count {
            guard let booking = timeline[id] else { continue }
            let amounts = timeline.dimensions.all.map { booking.amounts[$0] }
            list.book(id, amounts, during: booking.slot)
            parts += [(booking.slot.start, 1, amounts), (booking.slot.end, -1, amounts)]
        }
        for part in parts.sorted(by: { $0.time < $1.time }) {
            changes.add(part.amounts, sign: part.sign, at: part.time)
        }

        var taken: [(berth: Double, list: Double, changes: Double)] = []
        // Of a million bookings the lists take too long, and show nothing new.
        let few = count > 100_000 ? 0 : max(3, min(500, 500_000 / count))
        for round in 0..<rounds {
            var (found, listed, walked): ([Int64], [Int64], [Int64]) = ([], [], [])
            let berth = try Measuring.seconds {
                for wish in wishes {
                    guard let start = earliest(timeline, wish) else { fail("the calendar has no end") }
                    try timeline.book(
                        -1, Amounts(wish.amounts), during: Slot(start: start, end: start + wish.duration))
                    timeline.release(-1)
                    found.append(start)
                }
            }
            let some = wishes.dropFirst(round * few).prefix(few)
            let listTime = Measuring.seconds {
                for wish in some {
                    let start = list.earliest(wish.amounts, duration: wish.duration, from: wish.first)
                    list.book(-1, wish.amounts, during: Slot(start: start, end: start + wish.duration))
                    list.release(-1)
                    listed.append(start)
                }
            }
            let changesTime = Measuring.seconds {
                for wish in some {
                    let start = changes.earliest(wish.amounts, duration: wish.duration, from: wish.first)
                    for (time, sign) in [(start, 1), (start + wish.duration, -1)] as [(Int64, Int64)] {
                        changes.add(wish.amounts, sign: sign, at: time)
                        changes.add(wish.amounts, sign: -sign, at: time)
                    }
                    walked.append(start)
                }
            }
            let same = Array(found[round * few..<round * few + some.count])
            expect(same == listed && same == walked, "the lists find other slots than Berth")
            let each = Double(max(1, some.count))
            taken.append((berth / Double(wishes.count), listTime / each, changesTime / each))
        }
        Measuring.say("berth", Measuring.median(taken.map(\.berth)))
        if few > 0 {
            Measuring.say("list", Measuring.median(taken.map(\.list)))
            Measuring.say("changes", Measuring.median(taken.map(\.changes)))
        }
        for (index, taken) in taken.enumerated() { Measuring.say("berth.\(index)", taken.berth) }
    }
}
