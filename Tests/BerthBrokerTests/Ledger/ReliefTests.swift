import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct ReliefTests {
    /// Four cores, of which some are booked for a stretch of seconds from now on.
    private static func ledger(booked: [(cores: Int64, from: Int64, to: Int64)]) throws -> Ledger {
        var ledger = try Ledger([Sample.profile()])
        for (number, booking) in booked.enumerated() {
            var record = Sample.offer(UInt64(number), set: nil, cores: booking.cores)
            record.held = HeldSlot(
                start: Sample.now.seconds + booking.from, preparing: 0, available: booking.to - booking.from,
                releasing: 0, slack: 0)
            ledger.restore(record)
        }
        return ledger
    }

    private static func relief(
        _ ledger: Ledger, cores: Int64, seconds: Int64, within: Int64
    ) -> (relief: Relief, ways: [[Change]]) {
        let plan = Sample.plan(cores: cores, preparing: 10, releasing: 5)
        var question = Sample.question(
            seconds: seconds, from: Sample.now, to: Sample.now + TimeSpan(seconds: within))
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: cores, max: cores)
        question.compute = .simple(compute)
        let times = SlotTimes(question, plan, now: Sample.now, offerLife: .zero)
        let relief = ledger.relief(plan, times)
        return (relief, relief.ways(question, times))
    }

    @Test func `Fewer cores, or a shorter time until others come`() throws {
        let ledger = try Self.ledger(booked: [(1, 0, 10_000), (2, 1000, 10_000)])
        let (relief, ways) = Self.relief(ledger, cores: 3, seconds: 3600, within: 60)
        #expect(relief == Relief(free: [.cores: 1], seconds: 1000))
        #expect(
            ways == [
                [
                    Change(
                        path: ["compute", "cores", "min"], to: 1, range: .integers(min: 1, max: 1, unit: .core))
                ],
                [
                    Change(
                        path: ["schedule", "requested", "duration"], to: "PT16M25S", range: .text(pattern: nil))
                ],
            ])
    }

    @Test func `Where nothing is free there is nothing to ask for`() throws {
        let ledger = try Self.ledger(booked: [(4, 0, 10_000)])
        let (relief, ways) = Self.relief(ledger, cores: 2, seconds: 600, within: 60)
        #expect(relief == Relief())
        #expect(ways.isEmpty)
    }

    @Test func `Nobody is told to run for less than a minute`() throws {
        let ledger = try Self.ledger(booked: [(4, 60, 10_000)])
        let (relief, ways) = Self.relief(ledger, cores: 2, seconds: 600, within: 60)
        #expect(relief.seconds == 60)
        #expect(ways.isEmpty)
    }

    @Test func `A platform that keeps its own reservations, and times that cannot be, have no relief`() throws {
        let ledger = try Ledger([Sample.profile(cores: nil)])
        #expect(Self.relief(ledger, cores: 2, seconds: 600, within: 60).relief == Relief())
        #expect(Self.relief(try Self.ledger(booked: []), cores: 2, seconds: 600, within: 1).relief == Relief())
    }

    @Test func `The largest storage gives what is missing`() throws {
        var question = Sample.question(seconds: 600)
        question.storage = [Int64(3), 9].map { size in
            var storage = SimpleStorage()
            storage.size = IntegerRange(min: size, max: nil)
            return .simple(storage)
        }
        let times = SlotTimes(question, Sample.plan(), now: Sample.now, offerLife: .zero)
        let ways = Relief(free: [.storage: 10 * bytesPerGibibyte + 1]).ways(question, times)
        #expect(ways.map { $0.map(\.path.description) } == [["storage[1].size.min"]])
        #expect(ways[0][0].to == 7)
        #expect(Relief(free: [.storage: 1]).ways(question, times).isEmpty)
        #expect(Relief(free: [ResourceName(rawValue: "licences"): 1]).ways(question, times).isEmpty)
    }
}
