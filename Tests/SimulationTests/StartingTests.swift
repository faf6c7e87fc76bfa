import BerthDocument
import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

/// What a broker finds again, and what it forgets.
@Suite struct StartingTests {
    private static let now = Instant(seconds: 1_800_000_000)

    @Test func afterStoppingNothingIsTakenOn() throws {
        try Stage().play { stage async throws in
            let offer = try await stage.offers(.cores(1))[0]
            await stage.broker.stop()
            let stopping = BrokerError(.stopping, "The service is stopping; ask again when it is back.")
            await #expect(throws: stopping) { try await stage.broker.ask(.cores(1), as: .ada) }
            await #expect(throws: stopping) { try await stage.broker.direct(.cores(1), as: .ada) }
            await #expect(throws: stopping) {
                try await stage.broker.update(offer, with: .phase(.accepted), as: .ada)
            }
            #expect(try await stage.phase(offer) == .offered)
            #expect(await stage.broker.health().messages == ["The service is stopping."])
        }
    }

    /// Stopped after each number of seconds: in each step of a session.
    @Test(arguments: 0...13)
    func aStopKeepsSessionsAndAStartCarriesThemOn(seconds: Int64) throws {
        let stage = try Stage(script: { script in
            script.fate = { _, _ in .takes(.seconds(2)) }
            script.life = { _ in .init(running: .seconds(2)) }
        })
        try stage.play { stage async throws in
            let id = try await stage.accepted(.cores(4, for: 600))
            await stage.world.advance(by: TimeSpan(milliseconds: seconds * 1000 + 500))
            let phase = try await stage.phase(id)
            await stage.broker.stop()
            await stage.world.advance(by: .seconds(60))
            #expect(try await stage.phase(id) == phase)
            let next = try stage.next()
            try await next.start()
            #expect(next.memory.withLock { $0.ledger.count(on: "here") } == (phase == .completed ? 0 : 1))
            await stage.world.advance(by: .seconds(60))
            #expect(try await stage.phase(id) == .completed)
            #expect(next.memory.withLock { $0.ledger.count(on: "here") } == 0)
            #expect(next.figures.unfinished.values.allSatisfy { $0 == 0 })
            #expect(stage.platform.violations == [])
            #expect(stage.platform.leftovers == [])
            await next.stop()
        }
    }

    @Test func aCancelThatACrashInterruptsIsCarriedOn() throws {
        let stage = try Stage(script: { script in
            script.fate = { action, _ in action == .cancel ? .takes(.seconds(5)) : .done }
        })
        try stage.play { stage async throws in
            let id = try await stage.accepted(.cores(1, for: 600))
            await stage.world.advance(by: .seconds(10))
            _ = try await stage.broker.update(id, with: .phase(.cancelled), as: .ada)
            await stage.broker.stop()
            let next = try stage.next()
            try await next.start()
            await stage.world.advance(by: .seconds(10))
            #expect(try await stage.phase(id) == .cancelled)
            #expect(stage.platform.leftovers == [])
            await next.stop()
        }
    }

    @Test func offersAreHeldAgainAndExpireInTime() throws {
        try Stage().play { stage async throws in
            let offer = try await stage.offers(.cores(4, for: 60))[0]
            await stage.broker.stop()
            let next = try stage.next()
            try await next.start()
            let later = try await next.ask(.cores(4, for: 60), as: .grace)
            #expect(later.offers[0].schedule?.preparing?.start == Self.now + .seconds(360))
            await stage.world.advance(to: Self.now + .seconds(300))
            #expect(try await stage.phase(offer) == .expired)
            await next.stop()
        }
    }

    @Test func offersThatExpiredWhileNobodyWasThereAreExpired() throws {
        try Stage().play { stage async throws in
            let offer = try await stage.offers(.cores(4, for: 60))[0]
            await stage.broker.stop()
            await stage.world.advance(by: .seconds(1000))
            let next = try stage.next()
            try await next.start()
            await stage.world.settle()
            #expect(try await stage.phase(offer) == .expired)
            #expect(next.memory.withLock { $0.ledger.count(on: "here") } == 0)
            await next.stop()
        }
    }

    @Test(arguments: [0, 30, 70] as [Int64])
    func aPlatformThatIsNoLongerConfiguredFailsItsSessions(seconds: Int64) throws {
        let stage = try Stage(script: { script in
            script.fate = { action, _ in action == .cancel ? .hangs : .done }
        })
        try stage.play { stage async throws in
            // Waiting, running, being cancelled.
            let id = try await stage.accepted(.cores(1, from: Self.now + .seconds(20), for: 600))
            await stage.world.advance(by: .seconds(seconds))
            if seconds == 70 { _ = try await stage.broker.update(id, with: .phase(.cancelled), as: .ada) }
            await stage.broker.stop()
            let next = try stage.next([])
            try await next.start()
            await stage.world.advance(by: .seconds(40))
            let session = try await stage.session(id)
            #expect(session.phase == .failed)
            let lost = "The platform here of this session is no longer configured."
            #expect(
                session.component.meta?.messages.compactMap(\.message)
                    == [seconds == 70 ? "Cancelled by ada." : lost] + [
                        "executable could not be released: \(lost)", "compute could not be released: \(lost)",
                    ])
            await next.stop()
        }
    }

    @Test(arguments: ["{", "{}", "[]", "null", "\u{0}"])
    func anUnreadableRecordHindersNobodyElse(body: String) throws {
        try Stage().play { stage async throws in
            let id = try await stage.accepted(.cores(1, from: Self.now + .seconds(20), for: 600))
            await stage.broker.stop()
            var stored = try #require(try await stage.inner.session(id))
            stored.body = Array(body.utf8)
            stored.id = UUID(random: 7, 7)
            stored.offerSet = nil
            stored.revision = 1
            try await stage.inner.insert(nil, [stored])
            let next = try stage.next()
            try await next.start()
            await stage.world.advance(by: .seconds(100))
            #expect(try await stage.phase(id) == .completed)
            #expect(stage.log.lines.contains { $0.hasPrefix("session.unreadable session=\(stored.id)") })
            let list = try await next.sessions(in: [], after: nil, limit: 10, as: .ada)
            #expect(list.sessions.compactMap(\.component.meta?.uuid) == [id])
            await next.stop()
        }
    }

    @Test func aRecordThatContradictsItselfIsUnreadable() throws {
        try Stage().play { stage async throws in
            let id = try await stage.accepted(.cores(1))
            let stored = try #require(try await stage.inner.session(id))
            let changes: [(inout SessionRecord) -> Void] = [
                { $0.partIndex = 99 }, { $0.partIndex = -1 }, { $0.session.component.meta?.uuid = nil },
                { $0.session.component.meta?.created = nil }, { $0.revision += 1 }, { $0.step = .none },
                { $0.session.phase = .offered },
            ]
            for change in changes {
                var record = try SessionRecord(stored)
                let (id, created, modified) = (record.id, stored.created, stored.modified)
                change(&record)
                var damaged = stored
                damaged.body = try record.document(for: .json).written(as: .json)
                (damaged.id, damaged.created, damaged.modified) = (id, created, modified)
                #expect(throws: BrokerError.self) { try SessionRecord(damaged) }
            }
        }
    }

    @Test func nothingIsStartedBeforeOrphansAreReleased() throws {
        let stage = try Stage(script: { $0.orphanage = .takes(.seconds(20)) })
        try stage.play { stage async throws in
            let first = try await stage.accepted(.cores(1, for: 600))
            await stage.world.advance(by: .seconds(10))
            #expect(stage.calls(first) == [])
            #expect(try await stage.phase(first) == .preparing)
            await stage.world.advance(by: .seconds(11))
            #expect(try await stage.phase(first) == .running)
            await stage.broker.stop()
            // Somebody threw the record away: what is left on the platform belongs to nobody.
            let orphan = UUID(random: 3, 3)
            var work = try #require(stage.auditor.records.first).work
            work.session = orphan
            _ = try await stage.platform.prepare(.compute, of: work)
            let next = try stage.next()
            try await next.start()
            await stage.world.advance(by: .seconds(20))
            #expect(stage.platform.leftovers == [first])
            #expect(stage.log.lines.contains("orphans.released platform=here sessions=1"))
            await stage.world.advance(by: .seconds(60))
            #expect(try await stage.phase(first) == .completed)
            await next.stop()
        }
    }

    @Test func whenOrphansCannotBeReleasedTheSessionsGoOn() throws {
        let failure = PlatformError(.unreachable, "Nobody answers.")
        try Stage(script: { $0.orphanage = .fails(failure, after: .seconds(5)) }).play { stage async throws in
            let id = try await stage.accepted(.cores(1, for: 600))
            await stage.world.advance(by: .seconds(10))
            #expect(try await stage.phase(id) == .running)
            #expect(stage.log.lines.contains("orphans.notReleased platform=here problem=Nobody answers."))
        }
    }

    @Test func aStopDoesNotWaitForOrphansOrForPlatformsThatHang() throws {
        let stage = try Stage(
            capacities: ["here": .cores(4), "there": .cores(4)], settings: { $0.stopTime = .seconds(7) })
        stage.platforms[0].change { $0.orphanage = .isStuck }
        stage.platforms[1].change { $0.fate = { _, _ in .isStuck } }
        try stage.play { stage async throws in
            for offer in try await stage.offers(.cores(1)).prefix(1) {
                _ = try await stage.broker.update(offer, with: .phase(.accepted), as: .ada)
            }
            let there = try await stage.offers(.cores(1))[1]
            _ = try await stage.broker.update(there, with: .phase(.accepted), as: .ada)
            await stage.world.advance(by: .seconds(10))
            let before = stage.world.now()
            await stage.broker.stop()
            #expect(stage.world.now() - before <= .seconds(7))
        }
    }

    @Test func aStopDoesNotWaitForAStoreThatFails() throws {
        try Stage().play { stage async throws in
            let id = try await stage.accepted(.cores(1, for: 600))
            stage.fail { $0.beforeWrite = 1000 }
            await stage.world.advance(by: .seconds(40))
            let before = stage.world.now()
            await stage.broker.stop()
            #expect(stage.world.now() - before <= .seconds(1))
            stage.fail { _ in }
            #expect(try await stage.phase(id) == .accepted)
        }
    }

    @Test func whatEndedLongAgoIsForgottenWithItsOutput() throws {
        try Stage(settings: { $0.retention = .seconds(86_400) }).play { stage async throws in
            let answer = try await stage.broker.ask(.cores(1, for: 600), as: .ada)
            let (set, id) = (try #require(answer.meta?.uuid), try #require(answer.offers[0].component.meta?.uuid))
            _ = try await stage.broker.update(id, with: .phase(.accepted), as: .ada)
            let late = try await stage.accepted(.cores(1, from: Self.now + .seconds(80_000), for: 600))
            await stage.world.advance(by: .seconds(80_000))
            #expect(try await stage.phase(id) == .completed)
            await stage.world.advance(by: .seconds(8000))
            await #expect(throws: BrokerError(.notFound, "There is no session \(id).")) {
                try await stage.session(id)
            }
            await #expect(throws: BrokerError(.notFound, "There is no offer set \(set).")) {
                try await stage.broker.offerSet(set, as: .ada)
            }
            #expect(stage.platform.forgotten == [id])
            #expect(try await stage.phase(late) == .completed)
        }
    }

    @Test func twoPlatformsOfOneNameAreRefused() throws {
        let stage = try Stage()
        let error = BrokerError(
            .platformFailed, "Two platforms are called here; give each a name of its own.")
        #expect(throws: error) { try stage.next([stage.platform, stage.platform]) }
    }

    @Test func aCapacityThatCannotBeCountedIsRefused() throws {
        let stage = try Stage()
        stage.platform.setCapacity(.cores(-1))
        let error = BrokerError(
            .platformFailed, "The capacity of the platform here cannot be counted.",
            cause: "cores: -1 is below zero; amounts begin at 0.")
        #expect(throws: error) { try stage.next() }
    }

    @Test func platformsAreListedAsTheyAre() throws {
        let list = try Stage(capacities: ["here": .cores(4)]).broker.platformList
        #expect(list.platforms.map(\.name) == ["here"])
        #expect(list.platforms.map(\.cores) == [4])
        #expect(list.platforms.map(\.executables) == [[Kind.dockerContainer.uri]])
        #expect(list.platforms.map(\.freeCores) == [4])
        #expect(list.platforms.map(\.answer) == [nil])
    }
}
