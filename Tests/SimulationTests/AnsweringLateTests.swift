import BerthDocument
import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

/// Platforms that answer after their time: what they say comes to the offer set that was answered without them.
@Suite struct AnsweringLateTests {
    /// A platform that is quick, and one that takes so long and then says what the answer makes of the question.
    private static func stage(
        seconds: Int64 = 12, seed: UInt64 = 1, order: SimulatedWorld.Order = .arrival,
        settings: (inout BrokerSettings) -> Void = { _ in },
        saying answer: @escaping @Sendable (Question) -> Answer = { .yes([.plain($0, on: "there")]) }
    ) throws -> Stage {
        let stage = try Stage(
            capacities: ["here": .cores(4), "there": .cores(16)], seed: seed, order: order, settings: settings)
        stage.platforms[1].change { [world = stage.world] script in
            script.answer = { question in
                await world.sleep(until: question.now + .seconds(seconds))
                return answer(question)
            }
        }
        return stage
    }

    private static let silent = "there gave no answer: there has not answered within PT10S."

    private static func set(_ answer: OfferSetResponse) throws -> UUID { try #require(answer.meta?.uuid) }

    @Test func aLateYesJoinsTheOffersAndIsHeld() throws {
        let stage = try Self.stage()
        try stage.play { stage async throws in
            let answer = try await stage.broker.ask(.cores(2), as: .ada)
            let set = try Self.set(answer)
            #expect(answer.offers.count == 1)
            #expect(answer.texts == [Self.silent])
            #expect(try await stage.broker.offerSet(set, as: .ada) == answer)
            await stage.world.advance(by: .seconds(3))
            let later = try await stage.broker.offerSet(set, as: .ada)
            #expect(later.texts == [])
            #expect(later.offers.first == answer.offers.first)
            let late = try #require(later.offers.last)
            #expect(late.component.meta?.messages.first?.message == "Offered by there.")
            #expect(late.component.meta?.created == answer.meta?.created.map { $0 + .seconds(12) })
            #expect([stage.held(), stage.held(on: "there")] == [1, 1])
            #expect(stage.broker.figures.offersMade == 2)
            #expect(stage.broker.memory.withLock { $0.late.isEmpty })
            #expect(stage.log.lines.contains("answer.late offerset=\(set) platform=there answer=yes"))
            // It is an offer as any other: the one that is accepted rejects the others, and all expire.
            let id = try #require(late.component.meta?.uuid)
            #expect(try await stage.broker.update(id, with: .phase(.accepted), as: .ada).session.phase == .accepted)
            #expect(try await stage.broker.offerSet(set, as: .ada).offers.map(\.phase) == [.rejected, .accepted])
            #expect([stage.held(), stage.held(on: "there")] == [0, 1])
        }
    }

    @Test func aLateOfferExpiresByItself() throws {
        try Self.stage { $0.offerLife = .seconds(60) }.play { stage async throws in
            let set = try Self.set(try await stage.broker.ask(.cores(2), as: .ada))
            await stage.world.advance(by: .seconds(61))
            #expect(try await stage.broker.offerSet(set, as: .ada).offers.map(\.phase) == [.expired, .offered])
            await stage.world.advance(by: .seconds(2))
            #expect(try await stage.broker.offerSet(set, as: .ada).offers.map(\.phase) == [.expired, .expired])
            #expect([stage.held(), stage.held(on: "there")] == [0, 0])
        }
    }

    @Test(arguments: [nil, QuestionKey(id: UUID(derived: 1, 2), digest: "this")])
    func aNoBecomesAYesThatIsStored(_ key: QuestionKey?) throws {
        try Self.stage().play { stage async throws in
            let answer = try await stage.broker.ask(.cores(8), key: key, as: .ada)
            let set = try Self.set(answer)
            #expect(answer.result == .no)
            #expect(answer.texts.contains(Self.silent))
            #expect(try await stage.inner.offerSet(set) == nil)
            await stage.world.advance(by: .seconds(3))
            let later = try await stage.broker.offerSet(set, as: .ada)
            #expect(later.result == .yes)
            #expect(later.texts == ["compute.cores.min: 8 cores are wanted, this platform has 4."])
            #expect(try await stage.inner.offerSet(set)?.sessions.count == 1)
            #expect(stage.broker.memory.withLock { $0.refusal(set) == nil })
            if let key { #expect(try await stage.broker.ask(.cores(8), key: key, as: .ada) == later) }
            let id = try #require(later.offers.first?.component.meta?.uuid)
            #expect(try await stage.broker.update(id, with: .phase(.accepted), as: .ada).session.phase == .accepted)
        }
    }

    @Test func aLateNoTellsItsReasonsInTheRefusalWithWhatWouldMendThem() throws {
        let change = Change.atMost(6, ["compute", "cores", "min"], .core)
        let stage = try Self.stage(saying: { _ in
            .no([Obstacle(.never, change.path, "{path}: six are the most.", change: change)])
        })
        try stage.play { stage async throws in
            let answer = try await stage.broker.ask(.cores(8), as: .ada)
            let set = try Self.set(answer)
            #expect(answer.texts == ["compute.cores.min: 8 cores are wanted, this platform has 4.", Self.silent])
            // For changes there was no time before.
            await stage.world.advance(by: .seconds(1))
            let soon = try await stage.broker.offerSet(set, as: .ada)
            #expect(soon.texts == answer.texts + ["Yes on here with compute.cores.min 4 cores in place of 8."])
            await stage.world.advance(by: .seconds(2))
            let later = try await stage.broker.offerSet(set, as: .ada)
            #expect(later.result == .no)
            #expect(
                later.texts == [
                    "compute.cores.min: 8 cores are wanted, this platform has 4.",
                    "compute.cores.min: six are the most.",
                    "Yes on here with compute.cores.min 4 cores in place of 8.",
                ])
            let times = later.meta?.messages.map(\.time)
            #expect(times?[1] == answer.meta?.created.map { $0 + .seconds(12) })
            #expect(try await stage.inner.offerSet(set) == nil)
        }
    }

    @Test func aLateNoOrSilenceTakesThePlaceOfWaitingBesideOffers() throws {
        for (answer, text) in [
            (Answer.no([Obstacle(.notNow, ["compute"], "It is full.")]), "It is full."),
            (.silence(Silence(.unreachable, "It is away.", waited: .seconds(12))), "there gave no answer: It is away."),
        ] {
            try Self.stage(saying: { _ in answer }).play { stage async throws in
                let set = try Self.set(try await stage.broker.ask(.cores(2), as: .ada))
                await stage.world.advance(by: .seconds(3))
                let later = try await stage.broker.offerSet(set, as: .ada)
                #expect(later.texts == [text])
                #expect(later.offers.map(\.phase) == [.offered])
                #expect(stage.broker.memory.withLock { $0.lastAnswers["there"]?.word } != "tooSlow")
            }
        }
    }

    @Test func whoWasNotWaitedForIsHeardLater() throws {
        try Self.stage(seconds: 2).play { stage async throws in
            let wishes = AskingWishes(enough: 1)
            let answer = try await stage.broker.ask(.cores(2), wishes: wishes, as: .ada)
            #expect(
                answer.texts == ["there gave no answer: there was not waited for: others had answered with enough."])
            await stage.world.advance(by: .seconds(3))
            #expect(try await stage.broker.offerSet(try Self.set(answer), as: .ada).offers.count == 2)
        }
    }

    @Test func aStartThatIsSoonEnoughIsWaitedFor() throws {
        try Self.stage(seconds: 3).play { stage async throws in
            // Everything here is taken for ten minutes.
            let first = try await stage.broker.direct(.cores(4, for: 600), as: .grace)
            #expect(first.phase == .accepted)
            let now = stage.world.now()
            let later = AskingWishes(enough: 1, before: now + .seconds(3600))
            #expect(try await stage.broker.ask(.cores(2), wishes: later, as: .ada).offers.count == 1)
            #expect(stage.world.now() == now)
            let soon = AskingWishes(enough: 1, before: now + .seconds(60))
            #expect(try await stage.broker.ask(.cores(2), wishes: soon, as: .ada).offers.count == 2)
            #expect(stage.world.now() == now + .seconds(3))
        }
    }

    // MARK: what comes for nothing

    /// A quick platform of the stage, and one that holds what it says yes with.
    private static func holding(
        after seconds: Int64, settings: (inout BrokerSettings) -> Void = { _ in },
        _ body: @escaping @Sendable (Broker, SimulatedWorld, HoldingPlatform) async throws -> Void
    ) throws {
        let world = SimulatedWorld(seed: 1)
        let here = SimulatedPlatform(
            "here", capacity: .cores(4), world: world, script: .init { .yes([.plain($0, on: "here")]) })
        let far = HoldingPlatform { question, plan in
            await world.sleep(until: question.now + .seconds(seconds))
            return .yes([plan(1)])
        }
        var own = BrokerSettings()
        settings(&own)
        let broker = try Broker(platforms: [here, far], store: MemoryStore(), settings: own, world: world)
        try world.run {
            try await broker.start()
            try await body(broker, world, far)
            await broker.stop()
            await world.settle()
            #expect(broker.memory.withLock { $0.late.isEmpty })
        }
    }

    @Test(arguments: [SessionPhase.accepted, .rejected])
    func afterADecisionItIsGivenBack(_ phase: SessionPhase) throws {
        try Self.holding(after: 12) { broker, world, far async throws in
            let answer = try await broker.ask(.cores(1), as: .ada)
            let offer = try #require(answer.offers.first?.component.meta?.uuid)
            _ = try await broker.update(offer, with: .phase(phase), as: .ada)
            await world.advance(by: .seconds(5))
            #expect(far.givenBack == [1])
            let phases = try await broker.offerSet(try Self.set(answer), as: .ada).offers.map(\.phase)
            #expect(phases.count == 1 && phases != [.offered])
        }
    }

    @Test func afterTheOffersHaveExpiredItIsGivenBack() throws {
        try Self.holding(after: 25, settings: { $0.offerLife = .seconds(10) }) { broker, world, far async throws in
            let answer = try await broker.ask(.cores(1), as: .ada)
            await world.advance(by: .seconds(20))
            #expect(far.givenBack == [1])
            #expect(try await broker.offerSet(try Self.set(answer), as: .ada).offers.map(\.phase) == [.expired])
        }
    }

    @Test(arguments: [(31, 30), (12, 0), (12, 10)] as [(Int64, Int64)])
    func afterTheTimeForLateAnswersItIsGivenBack(_ seconds: Int64, _ lateTime: Int64) throws {
        try Self.holding(after: seconds, settings: { $0.lateAnswerTime = .seconds(lateTime) }) {
            broker, world, far async throws in
            let answer = try await broker.ask(.cores(1), as: .ada)
            await world.advance(by: .seconds(40))
            #expect(far.givenBack == [1])
            let later = try await broker.offerSet(try Self.set(answer), as: .ada)
            #expect(later.texts == ["far gave no answer: far has not answered within PT10S."])
        }
    }

    @Test func aRefusalThatIsForgottenTakesNothingMore() throws {
        try Self.holding(after: 12, settings: { $0.refusalsRemembered = 0 }) { broker, world, far async throws in
            #expect(try await broker.ask(.cores(64), among: PlatformChoice(only: ["far"]), as: .ada).result == .no)
            await world.advance(by: .seconds(5))
            #expect(far.givenBack == [1])
        }
    }

    @Test func whenTheBrokerStopsItIsGivenBack() throws {
        try Self.holding(after: 12) { broker, world, far async throws in
            _ = try await broker.ask(.cores(1), as: .ada)
            await broker.stop()
            await world.advance(by: .seconds(5))
            #expect(far.givenBack == [1])
        }
    }

    @Test func soManyQuestionsAreWaitedForAtOnce() throws {
        try Self.holding(after: 12, settings: { $0.questionsAtOnce = 1 }) { broker, world, far async throws in
            let first = try await broker.ask(.cores(1), wishes: AskingWishes(enough: 1), as: .ada)
            let second = try await broker.ask(.cores(1), wishes: AskingWishes(enough: 1), as: .ada)
            await world.advance(by: .seconds(15))
            #expect(far.givenBack == [1])
            #expect(try await broker.offerSet(try Self.set(first), as: .ada).offers.count == 2)
            #expect(try await broker.offerSet(try Self.set(second), as: .ada).offers.count == 1)
        }
    }

    @Test func aRefusalCostsNoWrite() throws {
        let full = Obstacle(.notNow, ["compute"], "It is full.")
        try Self.stage(saying: { _ in .no([full]) }).play { stage async throws in
            let set = try Self.set(try await stage.broker.ask(.cores(8), as: .ada))
            await stage.world.advance(by: .seconds(15))
            #expect(try await stage.broker.offerSet(set, as: .ada).texts.contains("It is full."))
            // The sweeper forgets what is old; nothing else was written.
            #expect(stage.store.events.filter { $0 == .written }.count == 1)
            #expect([stage.held(), stage.held(on: "there")] == [0, 0])
        }
    }

    // MARK: at the same time

    /// Whatever comes first, one of the set wins, nobody of it stays open, and nothing is held for nothing.
    @Test func anAcceptAndALateOfferMeet() throws {
        var joined = 0
        for seed in 1...60 as ClosedRange<UInt64> {
            let stage = try Self.stage(seed: seed, order: .shuffled)
            var faults = FaultyStore.Faults()
            faults.longestDelay = TimeSpan(milliseconds: 20)
            stage.store.setFaults(faults)
            joined += try stage.play { stage async throws in
                let answer = try await stage.broker.ask(.cores(2, for: 600), as: .ada)
                let offer = try #require(answer.offers.first?.component.meta?.uuid)
                let created = try #require(answer.meta?.created)
                await stage.world.sleep(until: created + TimeSpan(milliseconds: 11_960 + Int64(seed * 2)))
                let session = try await stage.broker.update(offer, with: .phase(.accepted), as: .ada).session
                #expect(session.phase == .accepted, "seed \(seed)")
                await stage.world.advance(by: .seconds(5))
                let offers = try await stage.broker.offerSet(try Self.set(answer), as: .ada).offers
                #expect(offers.dropFirst().allSatisfy { $0.phase == .rejected }, "seed \(seed)")
                #expect([stage.held(), stage.held(on: "there")] == [1, 0], "seed \(seed)")
                #expect(stage.broker.figures.unfinished[.offered] == 0, "seed \(seed)")
                return offers.count - 1
            }
        }
        #expect(joined > 0 && joined < 60, "both happened")
    }

    /// The broker dies before or after the write by which a late offer joins.
    @Test func aDeathAtTheWriteLosesNothing() throws {
        var found = 0
        for seed in 1...12 as ClosedRange<UInt64> {
            let stage = try Self.stage(seed: seed)
            found += try stage.world.run { () async throws -> Int in
                try await stage.broker.start()
                await stage.world.settle()
                let writes = stage.store.events.count
                let set = try Self.set(try await stage.broker.ask(.cores(2), as: .ada))
                // The set is written, read, and amended.
                stage.fail { $0.deathAtWrite = stage.store.events.filter { $0 == .written }.count + 1 }
                await stage.world.advance(by: .seconds(3))
                #expect(stage.store.isDead && writes > 0, "seed \(seed)")
                await stage.broker.stop()
                let next = try stage.next()
                try await next.start()
                let offers = try await next.offerSet(set, as: .ada).offers
                #expect(offers.allSatisfy { $0.phase == .offered })
                let held = next.memory.withLock { [$0.ledger.count(on: "here"), $0.ledger.count(on: "there")] }
                #expect(held == [1, offers.count - 1], "seed \(seed)")
                await next.stop()
                return offers.count - 1
            }
            #expect(stage.auditor.violations == [])
        }
        #expect(found > 0 && found < 12, "it was written, and it was not")
    }
}
