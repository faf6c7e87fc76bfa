import BerthModel
import BerthPlatform
import BerthReservations
import Testing

@testable import BerthBroker

@Suite struct SharesTests {
    private static let ada = Identity(subject: "ada")
    private static let grace = Identity(subject: "grace")

    /// Four cores and two sessions.
    private func shares(cores: Int64? = 4, sessions: Int64? = nil) throws -> Shares {
        var share = PlatformShare()
        (share.platform, share.cores, share.sessions) = ("here", cores, sessions)
        return try Shares(share)
    }

    private func slot(_ start: Int64, _ end: Int64) -> Slot { Slot(start: start, end: end) }

    @Test func eachHasAShareOfTheirOwn() throws {
        var shares = try shares()
        #expect(shares.hold(Sample.id(1), Sample.plan(cores: 3), slot(0, 10), group: nil, for: Self.ada) == true)
        #expect(shares.hold(Sample.id(2), Sample.plan(cores: 2), slot(5, 15), group: nil, for: Self.ada) == false)
        #expect(shares.hold(Sample.id(3), Sample.plan(cores: 4), slot(5, 15), group: nil, for: Self.grace) == true)
        #expect(shares.hold(Sample.id(4), Sample.plan(cores: 4), slot(10, 15), group: nil, for: Self.ada) == true)
        #expect(shares.free(for: Self.ada, during: slot(0, 10))[.cores] == 1)
        #expect(shares.free(for: Self.ada, during: slot(20, 30))[.cores] == 4)
        #expect(!shares.free(for: Self.ada, during: slot(20, 30)).has(.memory))
        shares.release(Sample.id(1))
        #expect(shares.holdings(of: Self.ada).map(\.id) == [Sample.id(4)])
        #expect(shares.isOf(Self.grace, Sample.id(3)) && !shares.isOf(Self.ada, Sample.id(3)))
    }

    @Test func sessionsAreCounted() throws {
        var shares = try shares(cores: nil, sessions: 2)
        for number in 1...3 as ClosedRange<UInt64> {
            let isHeld = shares.hold(Sample.id(number), Sample.plan(cores: 99), slot(0, 10), group: nil, for: Self.ada)
            #expect(isHeld == (number < 3))
        }
        #expect(shares.free(for: Self.ada, during: slot(0, 1)).amounts == [])
    }

    @Test func whoHasNoNameHasNoShare() throws {
        var shares = try shares()
        #expect(shares.part(of: .anonymous, Sample.plan(cores: 9)) == nil)
        #expect(shares.hold(Sample.id(1), Sample.plan(cores: 9), slot(0, 10), group: nil, for: .anonymous) == true)
        #expect(shares.holdings(of: .anonymous).isEmpty)
        shares.restore(Sample.id(1), Sample.plan(cores: 9), slot(0, 10), group: nil, for: .anonymous)
        #expect(shares.free(for: .anonymous, during: slot(0, 10)) == Resources())
    }

    @Test func siblingsCountAsTheLargestAndOneIsKept() throws {
        var shares = try shares()
        let set = Sample.id(100)
        #expect(shares.hold(Sample.id(1), Sample.plan(cores: 4), slot(0, 10), group: set, for: Self.ada) == true)
        #expect(shares.hold(Sample.id(2), Sample.plan(cores: 2), slot(0, 20), group: set, for: Self.ada) == true)
        #expect(shares.free(for: Self.ada, during: slot(0, 10))[.cores] == 0)
        shares.keep(Sample.id(2), ofGroup: set, of: Self.ada)
        #expect(shares.free(for: Self.ada, during: slot(0, 20))[.cores] == 2)
        // Again is harmless, and the one that was kept is in no group any more.
        shares.keep(Sample.id(2), ofGroup: set, of: Self.ada)
        #expect(shares.holdings(of: Self.ada).map(\.id) == [Sample.id(2)])
        #expect(shares.hold(Sample.id(3), Sample.plan(cores: 2), slot(0, 20), group: set, for: Self.ada) == true)
        // Another platform has won.
        shares.keep(nil, ofGroup: set, of: Self.ada)
        #expect(shares.holdings(of: Self.ada).map(\.id) == [Sample.id(2)])
    }

    @Test func whatWasPromisedStaysPromised() throws {
        var shares = try shares()
        for number in [1, 2, 2] as [UInt64] {
            shares.restore(Sample.id(number), Sample.plan(cores: 3), slot(0, 10), group: nil, for: Self.ada)
        }
        #expect(shares.holdings(of: Self.ada).count == 2)
        #expect(shares.free(for: Self.ada, during: slot(0, 10))[.cores] <= 0)
        #expect(shares.hold(Sample.id(3), Sample.plan(cores: 1), slot(0, 10), group: nil, for: Self.ada) == false)
    }

    @Test func bookingsBecomeShorterAndLonger() throws {
        var shares = try shares()
        #expect(shares.hold(Sample.id(1), Sample.plan(cores: 4), slot(0, 10), group: nil, for: Self.ada) == true)
        shares.shorten(Sample.id(1), to: 6)
        #expect(shares.free(for: Self.ada, during: slot(6, 10))[.cores] == 4)
        shares.extend(Sample.id(1), to: 20)
        #expect(shares.free(for: Self.ada, during: slot(19, 20))[.cores] == 0)
        shares.extend(Sample.id(1), to: 12)
        #expect(shares.holdings(of: Self.ada).map(\.holding.slot) == [slot(0, 20)])
        shares.release(Sample.id(1))
        shares.extend(Sample.id(1), to: 30)
        shares.shorten(Sample.id(1), to: 3)
        #expect(shares.holdings(of: Self.ada).isEmpty)
    }

    @Test func whatNobodyMayEverHoldIsTold() throws {
        let shares = try shares()
        #expect(shares.part(of: Self.ada, Sample.plan(cores: 4))?.excess == nil)
        let excess = try #require(shares.part(of: Self.ada, Sample.plan(cores: 5))?.excess)
        #expect((excess.resource, excess.wanted, excess.available) == ("cores", 5, 4))
    }

    // MARK: in a ledger

    private static let now = Sample.now

    @Test func whatOnePersonMayHoldBoundsEachForThemselves() throws {
        var share = PlatformShare()
        (share.platform, share.cores) = ("here", 2)
        var ledger = try Ledger([Sample.profile(), Sample.profile("there", cores: nil)], shares: [share])
        let (ada, grace) = (Identity(subject: "ada"), Identity(subject: "grace"))
        let hour = HeldSlot(start: Self.now.seconds, preparing: 0, available: 3600, releasing: 0, slack: 0)
        #expect(ledger.hold(Sample.id(1), Sample.plan(cores: 2), hour, group: nil, for: ada) == true)
        #expect(ledger.hold(Sample.id(2), Sample.plan(cores: 1), hour, group: nil, for: ada) == false)
        #expect(ledger.count(on: "here") == 1)
        let times = SlotTimes(
            Sample.question(seconds: 600, to: Self.now + TimeSpan(seconds: 100)), Sample.plan(), now: Self.now,
            offerLife: TimeSpan(seconds: 300))
        func start(_ place: Ledger.Place) -> Int64? {
            guard case .slot(let slot, _) = place else { return nil }
            return slot.start.seconds - Self.now.seconds
        }
        let later = Self.now + TimeSpan(seconds: 3600)
        func place(_ cores: Int64, _ asker: Identity) -> Ledger.Place {
            ledger.place(Sample.plan(cores: cores), times, group: nil, for: asker)
        }
        #expect(place(1, ada) == .overShare(earliest: later, isBooked: false))
        #expect(place(3, ada) == .neverYours(resource: "cores", wanted: 3, available: 2))
        #expect(start(place(2, grace)) == 0)
        #expect(ledger.hold(Sample.id(3), Sample.plan(cores: 2), hour, group: nil, for: grace) == true)
        #expect(place(1, ada) == .overShare(earliest: later, isBooked: true))
        // What the platform refuses is not held of the share.
        #expect(
            ledger.hold(Sample.id(4), Sample.plan(cores: 1), hour, group: nil, for: Identity(subject: "eve")) == false)
        #expect(ledger.shares(of: "here")?.holdings(of: Identity(subject: "eve")).isEmpty == true)
        ledger.release(Sample.id(1))
        #expect(start(place(1, ada)) == 0)
    }

    @Test func aShareThatCannotBeCountedIsRefused() {
        var share = PlatformShare()
        (share.platform, share.cores) = ("here", -1)
        let error = #expect(throws: BrokerError.self) { _ = try Ledger([], shares: [share]) }
        #expect(error?.message == "The share of one person in here cannot be counted.")
    }
}
