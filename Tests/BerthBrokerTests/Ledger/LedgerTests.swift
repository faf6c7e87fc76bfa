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
        guard case .slot(let slot, _) = place else { return nil }
        return (slot.start.seconds - Self.now.seconds, slot.slack.milliseconds / 1000)
    }

    @Test func whatIsFreeIsHeldAndThenNot() throws {
        var ledger = try ledger()
        let place = ledger.place(Sample.plan(cores: 4), times(seconds: 600), group: nil)
        #expect(try #require(start(place)) == (0, 300))
        guard case .slot(let slot, _) = place else { return }
        #expect(ledger.hold(Sample.id(1), Sample.plan(cores: 4), slot, group: nil) == true)
        #expect(ledger.hold(Sample.id(2), Sample.plan(cores: 1), slot, group: nil) == false)
        #expect(
            ledger.place(Sample.plan(cores: 1), times(seconds: 600, window: 100), group: nil)
                == .none(earliest: Self.now + TimeSpan(seconds: 900)))
        ledger.release(Sample.id(1), on: "here")
        #expect(ledger.count(on: "here") == 0)
        #expect(ledger.hold(Sample.id(2), Sample.plan(cores: 1), slot, group: nil) == true)
    }

    @Test func whatIsFreeNowIsOfAllNodesTogether() throws {
        var ledger = try ledger()
        let all = try #require(ledger.free(on: "here", at: Self.now))
        book(&ledger, 1, cores: 3, from: 0, for: 100)
        #expect(ledger.free(on: "here", at: Self.now)?[.cores] == all[.cores] - 3)
        #expect(ledger.free(on: "here", at: Self.now + TimeSpan(seconds: 100))?[.cores] == all[.cores])
        #expect(ledger.free(on: "elsewhere", at: Self.now) == nil)

        var size = Resources()
        size[.cores] = 4
        var shared = Resources()
        shared[.storage] = 1000
        func profile(_ capacity: Capacity) -> PlatformProfile {
            PlatformProfile(
                name: "here", kind: "sample", summary: "", executables: [.dockerContainer], capacity: capacity)
        }
        let nodes = try Ledger([profile(Capacity(nodes: [Size("a", size), Size("b", size)], shared: shared))])
        #expect(nodes.free(on: "here", at: Self.now)?[.cores] == 8)
        #expect(nodes.free(on: "here", at: Self.now)?[.storage] == 1000)
        let flavors = try Ledger([profile(Capacity(flavors: [Size("a", size)], quota: Resources()))])
        #expect(flavors.free(on: "here", at: Self.now) == nil)
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

    private static func node(_ name: String, cores: Int64, memory: Int64 = 1 << 40) -> Size {
        var resources = Resources()
        resources[.cores] = cores
        resources[.memory] = memory
        return Size(name, resources)
    }

    private static func profile(_ nodes: [Size], closures: [Closure] = []) -> PlatformProfile {
        var shared = Resources()
        shared[.storage] = 1 << 40
        return PlatformProfile(
            name: "here", kind: "sample", summary: "", executables: [.dockerContainer],
            capacity: Capacity(nodes: nodes, shared: shared, closures: closures))
    }

    private static func closure(_ from: Int64, _ to: Int64, _ places: [String] = []) -> Closure {
        Closure(
            Interval(start: now + TimeSpan(seconds: from), end: now + TimeSpan(seconds: to)), places: places,
            reason: "repairs")
    }

    @Test func offersOfASetShareTheirNodeAndTheOneThatIsKeptStaysOnIt() throws {
        var ledger = try ledger([Self.profile([Self.node("a", cores: 2), Self.node("b", cores: 4)])])
        let set = Sample.id(100)
        var offers: [SessionRecord] = []
        for (number, cores) in [(1, 4), (2, 1)] as [(UInt64, Int64)] {
            let plan = Sample.plan(cores: cores)
            guard case .slot(let slot, let node) = ledger.place(plan, times(seconds: 600), group: set) else {
                Issue.record("no place for \(cores) cores")
                return
            }
            // The least would fit best on a, but its set holds b already.
            #expect(node == "b")
            var offer = Sample.offer(number, cores: cores)
            offer.plan.place = node
            offer.held = slot
            #expect(ledger.hold(offer.id, offer.plan, slot, group: set) == true)
            offers.append(offer)
        }
        var winner = offers[1]
        winner.session.phase = .accepted
        ledger.keep(winner)
        #expect(ledger.count(on: "here") == 1)
        #expect(ledger.place(of: winner.id, on: "here") == "b")
        // Three cores are free beside it, on the same node.
        guard case .slot(let slot, "b") = ledger.place(Sample.plan(cores: 3), times(seconds: 60), group: nil) else {
            Issue.record("three cores are not free on b")
            return
        }
        #expect(slot.start == Self.now)
        ledger.extend(winner, to: Self.now + TimeSpan(seconds: 90_000))
        #expect(ledger.place(of: winner.id, on: "here") == "b")
        #expect(
            ledger.place(Sample.plan(cores: 4), times(seconds: 60, window: 80_000), group: nil)
                == .none(earliest: Self.now + TimeSpan(seconds: 90_000)))
    }

    @Test func aRecordIsRestoredOnItsNodeAndAnOldOneWhereThereIsRoom() throws {
        var ledger = try ledger([Self.profile([Self.node("a", cores: 2), Self.node("b", cores: 4)])])
        var record = Sample.offer(1, cores: 1)
        record.plan.place = "b"
        ledger.restore(record)
        #expect(ledger.place(of: record.id, on: "here") == "b")
        let old = Sample.offer(2, set: 101, cores: 3)
        ledger.restore(old)
        #expect(ledger.place(of: old.id, on: "here") == "b")
        let other = Sample.offer(3, set: 102, cores: 2)
        ledger.restore(other)
        #expect(ledger.place(of: other.id, on: "here") == "a")
        let tooMuch = Sample.offer(4, set: 103, cores: 4)
        ledger.restore(tooMuch)
        #expect(ledger.place(of: tooMuch.id, on: "here") == "b", "it was promised, and no other node could hold it")
    }

    @Test func whatNoSingleNodeHasIsNever() throws {
        let ledger = try ledger([
            Self.profile([Self.node("a", cores: 2, memory: 9), Self.node("b", cores: 4, memory: 5)])
        ])
        var plan = Sample.plan(cores: 5)
        #expect(ledger.place(plan, times(seconds: 1), group: nil) == .never(resource: "cores", wanted: 5, available: 4))
        plan.demand = Resources(cores: 4, memoryBytes: 9, storageBytes: 0)
        #expect(
            ledger.place(plan, times(seconds: 1), group: nil)
                == .never(resource: "nodes with all that is asked for", wanted: 1, available: 0))
        plan.demand = Resources(cores: 4, memoryBytes: 5, storageBytes: 0)
        plan.place = "a"
        #expect(ledger.place(plan, times(seconds: 1), group: nil) == .never(resource: "cores", wanted: 4, available: 2))
    }

    @Test func aClosureThatStandsInTheWayIsNamed() throws {
        let closures = [Self.closure(100, 2000), Self.closure(5000, 6000)]
        let nodes = [Self.node("a", cores: 4)]
        var ledger = try ledger([Self.profile(nodes, closures: closures)])
        let plan = Sample.plan(cores: 4)
        // Before it there is room for a while.
        guard case .slot(let early, "a") = ledger.place(plan, times(seconds: 50, window: 1000), group: nil) else {
            Issue.record("no room before the closure")
            return
        }
        #expect(early.bookedEnd <= Self.now + TimeSpan(seconds: 100))
        let later = Self.now + TimeSpan(seconds: 2000)
        #expect(
            ledger.place(plan, times(seconds: 200, window: 1000), group: nil)
                == .none(earliest: later, closure: closures[0]))
        // When it is booked besides, that is what stands in the way.
        let slot = HeldSlot(start: Self.now.seconds, preparing: 0, available: 9000, releasing: 0, slack: 0)
        var held = plan
        held.place = "a"
        var open = try self.ledger([Self.profile(nodes)])
        #expect(open.hold(Sample.id(1), held, slot, group: nil) == true)
        open.follow(Self.profile(nodes, closures: closures))
        #expect(
            open.place(plan, times(seconds: 200, window: 1000), group: nil)
                == .none(earliest: Self.now + TimeSpan(seconds: 9000)))
        // An end of the closure is followed.
        ledger.follow(Self.profile(nodes))
        guard case .slot(let now, _) = ledger.place(plan, times(seconds: 200), group: nil) else { return }
        #expect(now.start == Self.now)
    }

    @Test func aNodeThatIsGoneTakesNothingMoreAndWhatItHoldsStays() throws {
        let (a, b) = (Self.node("a", cores: 4), Self.node("b", cores: 2))
        var ledger = try ledger([Self.profile([a, b])])
        var record = Sample.offer(1, cores: 1)
        record.plan.place = "a"
        ledger.restore(record)
        ledger.follow(Self.profile([b]))
        #expect(ledger.place(of: record.id, on: "here") == "a")
        #expect(
            ledger.place(Sample.plan(cores: 3), times(seconds: 1), group: nil)
                == .never(resource: "cores", wanted: 3, available: 2))
        ledger.follow(Self.profile([a, b, Self.node("c", cores: 8)]))
        #expect(ledger.place(of: record.id, on: "here") == "a")
        let four = Sample.plan(cores: 4)
        guard case .slot(_, let node) = ledger.place(four, times(seconds: 1), group: nil) else { return }
        #expect(node == "c", "a core of a is held")
        ledger.release(record.id)
        guard case .slot(_, let free) = ledger.place(four, times(seconds: 1), group: nil) else { return }
        #expect(free == "a")
        // What was booked on nodes is booked in a pool as well.
        ledger.restore(record)
        ledger.follow(Sample.profile(cores: 4))
        #expect(
            ledger.place(Sample.plan(cores: 4), times(seconds: 60, window: 60), group: nil)
                == .none(earliest: record.held.bookedEnd))
    }

    @Test func capacityIsFollowed() throws {
        var ledger = try ledger()
        ledger.follow(Sample.profile(cores: 2))
        #expect(
            ledger.place(Sample.plan(cores: 3), times(seconds: 1), group: nil)
                == .never(resource: "cores", wanted: 3, available: 2))
        ledger.follow(Sample.profile(cores: 8))
        #expect(start(ledger.place(Sample.plan(cores: 8), times(seconds: 1), group: nil)) != nil)
        ledger.follow(Sample.profile(cores: -1))
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

    /// The configuration was changed while the broker was down.
    @Test(arguments: [
        Capacity(nodes: [size("a", cores: 8, gpus: 1)], shared: Resources()),
        Capacity(flavors: [size("a", cores: 8, gpus: 1)], quota: pool(cores: 8, gpus: 1)),
        Capacity(pool(cores: 8, gpus: 1)),
    ]) func whatWasPromisedIsHeldThoughItsNamesAreGone(capacity: Capacity) throws {
        var plan = Sample.plan(cores: 8)
        plan.demand[ResourceName(rawValue: "gpu")] = 1
        for place in [nil, "a", "old"] {
            plan.place = place
            var record = Sample.offer(1, cores: 8)
            record.plan = plan
            var profile = Sample.profile()
            profile.capacity = capacity
            var ledger = try Ledger([profile])
            ledger.restore(record)
            #expect(ledger.count(on: "here") == 1)
            // Of another name now, and one more that is not counted at all.
            let renamed =
                switch capacity.form {
                case .pool: Capacity(Self.pool(cores: 8))
                case .nodes: Capacity(nodes: [Self.size("b", cores: 8)], shared: Self.pool(cores: 0))
                case .flavors: Capacity(flavors: [Self.size("b", cores: 8)], quota: Self.pool(cores: 8))
                }
            profile.capacity = renamed
            var next = try Ledger([profile])
            next.restore(record)
            #expect(next.count(on: "here") == 1)
            next.restore(record)
            #expect(next.count(on: "here") == 1)
            if case .nodes = renamed.form { continue }
            plan.demand = Self.pool(cores: 8)
            plan.place = renamed.hasFlavors ? "b" : nil
            let now = next.place(plan, times(seconds: 60, window: 10), group: nil)
            #expect(start(now) == nil, "all cores are held")
        }
    }

    private static func pool(cores: Int64, gpus: Int64 = 0) -> Resources {
        var resources = Resources()
        resources[.cores] = cores
        if gpus > 0 { resources[ResourceName(rawValue: "gpu")] = gpus }
        return resources
    }

    private static func size(_ name: String, cores: Int64, gpus: Int64 = 0) -> Size {
        Size(name, pool(cores: cores, gpus: gpus), count: nil)
    }

    @Test func aGapThatLeavesNoTimeToDecideIsNotTold() throws {
        var ledger = try ledger()
        book(&ledger, 1, cores: 4, from: 600, for: 1000)
        #expect(
            ledger.place(Sample.plan(), times(seconds: 600, window: 100), group: nil)
                == .none(earliest: Self.now + TimeSpan(seconds: 1600)))
        // Nobody has to decide about what can begin then only.
        #expect(start(ledger.place(Sample.plan(), times(seconds: 600, window: 0), group: nil))?.start == 0)
    }
}
