import BerthBroker
import BerthModel
import BerthPlatform
import Testing

@testable import SimulationKit

/// An auditor who never complains is worth nothing: each rule is broken once.
@Suite struct AuditorRulesTests {
    private static let now = Instant(seconds: 1_800_000_000)
    private static let id = UUID(random: 0, 1)

    private static func record(_ change: (inout SessionRecord) -> Void = { _ in }) -> SessionRecord {
        var record = SessionRecord()
        record.plan.platform = "here"
        record.plan.demand[.cores] = 3
        record.offerSet = UUID(random: 0, 100)
        var meta = Metadata(uuid: id)
        meta.created = now
        meta.modified = now
        record.session.component.meta = meta
        record.session.phase = .offered
        record.session.expires = now + TimeSpan(seconds: 300)
        record.held = HeldSlot(start: now.seconds, preparing: 0, available: 60, releasing: 0, slack: 300)
        record.history = [PhaseChange(.offered, now, revision: 1)]
        change(&record)
        return record
    }

    private static func accepted(_ change: (inout SessionRecord) -> Void = { _ in }) -> SessionRecord {
        record { record in
            record.session.phase = .accepted
            record.session.expires = nil
            record.step = .wait
            record.revision = 2
            record.held.begin(at: now)
            record.history.append(PhaseChange(.accepted, now, revision: 2))
            change(&record)
        }
    }

    private func violations(_ before: SessionRecord, _ after: SessionRecord) -> [String] {
        let auditor = Auditor(MemoryStore(), capacities: [:])
        auditor.check(after, after: before)
        return auditor.violations
    }

    @Test func whatIsRightIsNotComplainedAbout() {
        #expect(violations(Self.record(), Self.accepted()) == [])
    }

    @Test func everyRuleCanBeBroken() {
        let late = Self.now + TimeSpan(seconds: 300)
        let broken: [(SessionRecord, String)] = [
            (Self.accepted { $0.revision = 3 }, "goes from 1 to 3"),
            (Self.accepted { $0.step = .prepare }, "takes the step prepare after offered"),
            (Self.accepted { $0.plan.platform = "there" }, "is another one than before"),
            (Self.accepted { $0.session.component.meta?.modified = .earliest }, "goes back in time"),
            (Self.accepted { $0.history.removeFirst() }, "tells another history"),
            (Self.accepted { $0.history.removeLast() }, "has not noted that it is ACCEPTED"),
            (
                Self.accepted { $0.history.append(PhaseChange(.running, Self.now, revision: 2)) },
                "goes from ACCEPTED to RUNNING"
            ),
            (Self.accepted { $0.session.component.meta?.modified = late }, "is accepted after it expired"),
            (
                Self.accepted { $0.held.availableEnd = late },
                "is accepted for another time than it was offered for"
            ),
            (Self.accepted { $0.held.start = .earliest }, "is accepted for what it does not hold"),
            (Self.accepted { $0.session.expires = late }, "expires after it was decided"),
        ]
        for (record, complaint) in broken {
            let found = violations(Self.record(), record)
            #expect(found.contains { $0.hasSuffix(complaint) }, "\(complaint): \(found)")
        }
    }

    @Test func aPartIsNotPassedOver() {
        let wait = Self.accepted()
        var second = wait
        second.session.phase = .preparing
        second.step = .prepare
        second.partIndex = 1
        second.revision = 3
        second.history.append(PhaseChange(.preparing, Self.now, revision: 3))
        #expect(violations(wait, second) == ["\(Self.id) goes from wait 0 to prepare 1 with 2 parts"])
    }

    @Test func moreThanThereIsIsSeen() {
        let all = Resources(cores: 4, memoryBytes: 1, storageBytes: 1)
        let auditor = Auditor(MemoryStore(), capacities: ["here": Capacity(all)])
        let other = Self.record { record in
            record.session.component.meta?.uuid = UUID(random: 0, 2)
            record.plan.demand[.cores] = 4
        }
        auditor.state.withLock { $0.open = [Self.id: Self.record(), other.id: other] }
        auditor.checkCapacity()
        #expect(auditor.violations == [], "siblings share what they hold")
        let stranger = Self.accepted { $0.session.component.meta?.uuid = UUID(random: 0, 3) }
        auditor.state.withLock { $0.open[stranger.id] = stranger }
        auditor.checkCapacity()
        #expect(auditor.violations == ["here has promised 7 of 4 cores for \(Self.now)"])
    }

    @Test func moreThanANodeOrAFlavorHasIsSeen() {
        func size(_ name: String, cores: Int64, count: Int64? = nil) -> Size {
            var resources = Resources()
            resources[.cores] = cores
            return Size(name, resources, count: count)
        }
        func record(_ number: UInt64, on place: String?) -> SessionRecord {
            Self.accepted { record in
                record.session.component.meta?.uuid = UUID(random: 0, number)
                record.plan.demand[.cores] = 3
                record.plan.place = place
            }
        }
        func violations(_ capacity: Capacity, _ places: [String?]) -> [String] {
            let auditor = Auditor(MemoryStore(), capacities: ["here": capacity])
            for (number, place) in places.enumerated() {
                let record = record(UInt64(number), on: place)
                auditor.state.withLock { $0.open[record.id] = record }
            }
            auditor.checkCapacity()
            return auditor.violations
        }
        let nodes = Capacity(nodes: [size("a", cores: 4), size("b", cores: 4)], shared: Resources())
        #expect(violations(nodes, ["a", "b"]) == [])
        #expect(violations(nodes, ["a", "a"]) == ["here a has promised 6 of 4 cores for \(Self.now)"])
        #expect(violations(nodes, [nil]) == ["\(UUID(random: 0, 0)) is held on no node of here"])
        var closed = nodes
        closed.closures = [
            Closure(
                Interval(start: Self.now, end: Self.now + TimeSpan(seconds: 1)), places: ["b"], reason: "repairs")
        ]
        #expect(violations(closed, ["a", "b"]) == ["here b has promised 3 of 0 cores for \(Self.now)"])
        var quota = Resources()
        quota[.cores] = 6
        let flavors = Capacity(flavors: [size("a", cores: 3, count: 1), size("b", cores: 3)], quota: quota)
        #expect(violations(flavors, ["a", "b"]) == [])
        #expect(violations(flavors, ["a", "a"]) == ["here has promised 2 of 1 a for \(Self.now)"])
        #expect(violations(flavors, ["a", "b", "b"]) == ["here has promised 9 of 6 cores for \(Self.now)"])
        #expect(violations(flavors, ["c"]) == ["\(UUID(random: 0, 0)) is held of no flavor of here"])
    }

    @Test func twoWinnersAreSeen() {
        let auditor = Auditor(MemoryStore(), capacities: [:])
        let (one, two) = (Self.accepted(), Self.accepted { $0.session.component.meta?.uuid = UUID(random: 0, 2) })
        let set = UUID(random: 0, 100)
        auditor.state.withLock { state in
            state.records = [one.id: one, two.id: two]
            state.members = [set: [one.id, two.id]]
        }
        auditor.checkWinners(of: set)
        #expect(auditor.violations == ["\(set) has 2 winners"])
    }

    @Test func anAcceptThatWasLostIsSeen() {
        let auditor = Auditor(MemoryStore(), capacities: [:])
        auditor.accepted(Self.id)
        auditor.state.withLock { $0.records[Self.id] = Self.record() }
        auditor.accepted(Self.id)
        auditor.finish(leftovers: [Self.id])
        #expect(
            auditor.violations == [
                "\(Self.id) is accepted and lost",
                "\(Self.id) is OFFERED, but its owner was told that it is accepted",
                "\(Self.id) is still OFFERED", "\(Self.id) has left something on its platform",
            ])
    }
}
