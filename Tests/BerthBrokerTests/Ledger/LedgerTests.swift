import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

@Suite struct LedgerTests {
    private static let now = Sample.now

    private func ledger(_ profiles: [PlatformProfile] = [Sample.profile()]) throws -> Ledger { try Ledger(profiles) }

    private func times(seconds: Int64, window: Int64 = 100_000, life: Int64 = 300) -> SlotTimes {
        SlotTimes(
            Sample.question(seconds: seconds, to: Self.now + TimeSpan(seconds: window)), Sample.plan(), now: Self.now,
            offerLife: TimeSpan(seconds: life))
    }

    /// Books so many cores from a second after now on.
    private func book(_ ledger: inout Ledger, _ number: UInt64, cores: Int64, from: Int64, for seconds: Int64) {
        let slot = HeldSlot(
            start: Self.now.seconds + from, preparing: 0, available: seconds, releasing: 0, slack: 0)
        #expect(ledger.hold(Sample.id(number), Sample.plan(cores: cores), slot, group: nil) == true)
    }

    private func start(_ place: Ledger.Place) -> (start: Int64, slack: Int64)? {
        guard case .slot(let slot) = place else { return nil }
        return (slot.start.seconds - Self.now.seconds, slot.slack.milliseconds / 1000)
    }

    @Test func whatIsFreeIsHeldAndThenNot() throws {
        var ledger = try ledger()
        let place = ledger.place(Sample.plan(cores: 4), times(seconds: 600), group: nil)
        #expect(try #require(start(place)) == (0, 300))
        guard case .slot(let slot) = place else { return }
        #expect(ledger.hold(Sample.id(1), Sample.plan(cores: 4), slot, group: nil) == true)
        #expect(ledger.hold(Sample.id(2), Sample.plan(cores: 1), slot, group: nil) == false)
        #expect(
            ledger.place(Sample.plan(cores: 1), times(seconds: 600, window: 100), group: nil)
                == .none(earliest: Self.now + TimeSpan(seconds: 900)))
        ledger.release(Sample.id(1), on: "here")
        #expect(ledger.count(on: "here") == 0)
        #expect(ledger.hold(Sample.id(2), Sample.plan(cores: 1), slot, group: nil) == true)
    }

    @Test func siblingsShareAndOneIsKept() throws {
        var ledger = try ledger([Sample.profile(), Sample.profile("there")])
        let offers = [
            Sample.offer(1, cores: 4), Sample.offer(2, cores: 3), Sample.offer(3, cores: 4, on: "there"),
        ]
        for offer in offers {
            #expect(ledger.hold(offer.id, offer.plan, offer.held, group: offer.offerSet) == true)
        }
        var winner = offers[1]
        winner.session.phase = .accepted
        winner.held.begin(at: Self.now + TimeSpan(seconds: 100))
        ledger.keep(winner)
        #expect(ledger.count(on: "here") == 1)
        #expect(ledger.count(on: "there") == 0)
        #expect(try #require(start(ledger.place(Sample.plan(cores: 1), times(seconds: 60), group: nil))) == (0, 300))
        // Three of four cores are held until the end of the slot, which moved by a hundred seconds.
        #expect(
            try #require(start(ledger.place(Sample.plan(cores: 2), times(seconds: 60, life: 0), group: nil))).start
                == 100 + 10 + 3600 + 20)
        ledger.keep(winner)
        #expect(ledger.count(on: "here") == 1, "keeping again is harmless")
    }

    @Test func lessTimeToDecideBeforeSomebodyElseComes() throws {
        // 600 seconds are free and then nothing is; the window does not reach behind.
        var ledger = try ledger()
        book(&ledger, 1, cores: 4, from: 600, for: 1000)
        for (seconds, slack) in [(300, 300), (301, 150), (450, 150), (451, 75), (590, 9)] as [(Int64, Int64)] {
            let place = ledger.place(Sample.plan(cores: 1), times(seconds: seconds, window: 1000), group: nil)
            #expect(try #require(start(place)) == (0, slack), "\(seconds) seconds")
        }
        // Less than five seconds to decide are none.
        #expect(start(ledger.place(Sample.plan(), times(seconds: 597, window: 1000), group: nil)) == nil)
        // A later slot with time to decide is better.
        let place = ledger.place(Sample.plan(cores: 1), times(seconds: 500, window: 5000), group: nil)
        #expect(try #require(start(place)) == (1600, 0))
        // Who accepts at once needs none.
        #expect(
            try #require(start(ledger.place(Sample.plan(), times(seconds: 600, life: 0), group: nil))) == (0, 0))
    }

    @Test func moreThanThereIsIsNever() throws {
        let ledger = try ledger()
        #expect(
            ledger.place(Sample.plan(cores: 5), times(seconds: 1), group: nil)
                == .never(resource: "cores", wanted: 5, available: 4))
        var strange = Sample.plan()
        strange.demand[ResourceName(rawValue: "gpus")] = 1
        #expect(
            ledger.place(strange, times(seconds: 1), group: nil) == .never(resource: "gpus", wanted: 1, available: 0))
        var taking = ledger
        #expect(taking.hold(Sample.id(1), strange, HeldSlot(), group: nil) == false)
    }

    @Test func nothingIsFoundBehindTheLastInstant() throws {
        var ledger = try ledger()
        let last = HeldSlot(
            start: Self.now.seconds, preparing: 0, available: Instant.latest.seconds - Self.now.seconds - 100,
            releasing: 0, slack: 0)
        #expect(ledger.hold(Sample.id(1), Sample.plan(cores: 4), last, group: nil) == true)
        #expect(ledger.place(Sample.plan(), times(seconds: 600), group: nil) == .none(earliest: nil))
        #expect(
            ledger.place(Sample.plan(), times(seconds: 60), group: nil)
                == .none(earliest: Instant(seconds: Instant.latest.seconds - 100)))
    }

    @Test func aPlatformWithReservationsOfItsOwnIsNotCounted() throws {
        var ledger = try ledger([Sample.profile(cores: nil)])
        #expect(try #require(start(ledger.place(Sample.plan(cores: 99), times(seconds: 9), group: nil))) == (0, 300))
        #expect(ledger.hold(Sample.id(1), Sample.plan(cores: 99), HeldSlot(), group: nil) == true)
        #expect(ledger.count(on: "here") == 0)
    }

    @Test func capacityIsFollowed() throws {
        var ledger = try ledger()
        ledger.follow(Sample.profile(cores: 2), now: Self.now)
        #expect(
            ledger.place(Sample.plan(cores: 3), times(seconds: 1), group: nil)
                == .never(resource: "cores", wanted: 3, available: 2))
        ledger.follow(Sample.profile(cores: 8), now: Self.now)
        #expect(start(ledger.place(Sample.plan(cores: 8), times(seconds: 1), group: nil)) != nil)
        ledger.follow(Sample.profile(cores: -1), now: Self.now)
        #expect(
            ledger.place(Sample.plan(cores: 1), times(seconds: 1), group: nil)
                == .never(resource: "cores", wanted: 1, available: 0))
    }

    @Test func whatWasPromisedIsRestoredEvenWhereItIsTooMuch() throws {
        var ledger = try ledger()
        book(&ledger, 9, cores: 4, from: 0, for: 10_000)
        ledger.restore(Sample.offer(1, cores: 4))
        ledger.restore(Sample.offer(1, cores: 4))
        #expect(ledger.count(on: "here") == 2)
    }

    @Test func whoNeedsLongerHoldsLonger() throws {
        var ledger = try ledger()
        book(&ledger, 1, cores: 4, from: 0, for: 100)
        var record = Sample.offer(1, cores: 4)
        ledger.extend(record, to: Self.now + TimeSpan(seconds: 200))
        ledger.extend(record, to: Self.now + TimeSpan(seconds: 150))
        #expect(
            try #require(start(ledger.place(Sample.plan(), times(seconds: 9, life: 0), group: nil))) == (200, 0))
        record.session.component.meta?.uuid = Sample.id(2)
        ledger.extend(record, to: .latest)
        #expect(ledger.count(on: "here") == 1, "who holds nothing is not extended")
    }
}
