import BerthDocument
import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

/// Accept, reject, expire: what becomes of offers.
@Suite struct DecidingTests {
    private static let now = Instant(seconds: 1_800_000_000)

    private static func twoPlans(_ script: inout SimulatedPlatform.Script) {
        script.answer = { question in
            var dear = Plan.plain(question, on: "here")
            dear.costs = [.simple(Quote())]
            return .yes([.plain(question, on: "here"), dear])
        }
    }

    @Test func acceptingOneRejectsItsSiblingsAndFreesThem() throws {
        try Stage(capacities: ["here": .cores(4), "there": .cores(4)]).play { stage async throws in
            let offers = try await stage.offers(.cores(4, for: 60))
            let view = try await stage.broker.update(offers[0], with: .phase(.accepted), as: .ada)
            #expect(view.session.phase == .accepted)
            #expect(view.revision == 2)
            #expect(view.session.expires == nil)
            #expect(view.session.component.meta?.url == "http://127.0.0.1/sessions/\(offers[0])")
            #expect(
                view.session.component.meta?.options == [
                    .enumValue(EnumValueOption(path: "phase", values: ["CANCELLED"]))
                ])
            #expect(try await stage.phase(offers[1]) == .rejected)
            #expect(try await stage.session(offers[1]).component.meta?.options == [])
            #expect(stage.held(on: "there") == 0)
            #expect(stage.held() == 1)
            let other = try await stage.refused {
                _ = try await stage.broker.update(offers[1], with: .phase(.accepted), as: .ada)
            }
            #expect(
                other
                    == BrokerError(
                        .wrongPhase,
                        "The offer \(offers[1]) was rejected because \(offers[0]) of the same set was accepted.",
                        path: ["phase"]))
        }
    }

    @Test func repeatingIsHarmlessInEveryPhase() throws {
        try Stage().play { stage async throws in
            let id = try await stage.accepted(.cores(1, for: 600))
            for _ in 0..<3 {
                let phase = try await stage.phase(id)
                let again = try await stage.broker.update(id, with: .phase(.accepted), as: .ada)
                #expect(again.session.phase == phase)
                await stage.world.advance(by: .seconds(30))
            }
            #expect(try await stage.phase(id) == .completed)
            #expect(stage.calls(id).filter { $0 == "start" }.count == 1)
            let offer = try await stage.offers(.cores(1))[0]
            for _ in 0..<2 {
                let view = try await stage.broker.update(offer, with: .phase(.rejected), as: .ada)
                #expect(view.session.phase == .rejected)
                #expect(view.revision == 2)
            }
            #expect(stage.held() == 0)
        }
    }

    @Test(arguments: 1...20)
    func twoAcceptsAtTheSameTimeHaveOneWinner(seed: UInt64) throws {
        let stage = try Stage(seed: seed, order: .shuffled, script: Self.twoPlans)
        var faults = FaultyStore.Faults()
        faults.longestDelay = TimeSpan(milliseconds: 20)
        stage.store.setFaults(faults)
        try stage.play { stage async throws in
            let offers = try await stage.offers(.cores(4, for: 600))
            let outcomes = await withTaskGroup(of: String.self) { group in
                for offer in offers {
                    group.addTask {
                        do throws(BrokerError) {
                            _ = try await stage.broker.update(offer, with: .phase(.accepted), as: .ada)
                            return "won"
                        } catch {
                            return error.message
                        }
                    }
                }
                return await group.reduce(into: Set()) { $0.insert($1) }
            }
            let phases = [try await stage.phase(offers[0]), try await stage.phase(offers[1])]
            let (winner, loser) = phases[1] == .rejected ? (offers[0], offers[1]) : (offers[1], offers[0])
            #expect(
                outcomes == [
                    "won", "The offer \(loser) was rejected because \(winner) of the same set was accepted.",
                ])
            await stage.world.advance(by: .seconds(600))
            #expect(try await stage.phase(winner) == .completed)
            #expect(stage.platform.violations == [])
        }
    }

    @Test func anOfferExpiresToTheSecondAndItsCapacityIsFreeAgain() throws {
        try Stage().play { stage async throws in
            let request = ExecutionRequest.cores(4, from: Self.now, to: Self.now + .seconds(1000), for: 600)
            let offer = try await stage.offers(request)[0]
            await stage.world.advance(by: TimeSpan(milliseconds: 299_999))
            #expect(try await stage.phase(offer) == .offered)
            #expect(stage.held() == 1)
            await stage.world.advance(by: TimeSpan(milliseconds: 1))
            #expect(stage.world.now() == Self.now + .seconds(300))
            #expect(try await stage.phase(offer) == .expired)
            #expect(stage.held() == 0)
            #expect(stage.broker.figures.offersExpired == 1)
            #expect(stage.broker.figures.unfinished[.offered] == 0)
            #expect(try await stage.offers(request).count == 1)
            for phase in [SessionPhase.accepted, .rejected] {
                let error = try await stage.refused {
                    _ = try await stage.broker.update(offer, with: .phase(phase), as: .ada)
                }
                #expect(
                    error
                        == BrokerError(
                            .expired, "The offer \(offer) has expired and is no longer held; ask again.",
                            path: ["phase"]))
            }
        }
    }

    @Test func anExpiryOfWhichOnlyTheAnswerWasLostFreesTheCapacity() throws {
        try Stage().play { stage async throws in
            let offer = try await stage.offers(.cores(4, for: 600))[0]
            stage.fail { $0.afterWrite = 1000 }
            await stage.world.advance(by: .seconds(300))
            stage.fail { _ in }
            await stage.world.advance(by: .seconds(2))
            #expect(try await stage.phase(offer) == .expired)
            #expect(stage.held() == 0)
        }
    }

    @Test func anAcceptAtTheLastMomentLosesNothingOfTheTime() throws {
        try Stage().play { stage async throws in
            let offer = try await stage.offers(.cores(4, for: 600))[0]
            await stage.world.advance(by: TimeSpan(milliseconds: 299_500))
            let session = try await stage.broker.update(offer, with: .phase(.accepted), as: .ada).session
            let start = Self.now + .seconds(300)
            #expect(session.schedule?.available?.start == Interval(start: start, end: start))
            #expect(session.schedule?.available?.duration == .seconds(600))
            #expect(session.schedule?.releasing?.start == start + .seconds(600))
        }
    }

    @Test func aRefusedAcceptAtTheEndOfTheWindow() throws {
        try Stage().play { stage async throws in
            // The work has to begin within a minute: so long can one think about it.
            let request = ExecutionRequest.cores(1, from: Self.now, to: Self.now + .seconds(60), for: 600)
            let answer = try await stage.broker.ask(request, as: .ada)
            #expect(answer.offers[0].expires == Self.now + .seconds(60))
            #expect(
                answer.offers[0].schedule?.available?.start == Interval(start: Self.now, end: Self.now + .seconds(60)))
            await stage.world.advance(by: .seconds(60))
            #expect(try await stage.phase(try #require(answer.offers[0].component.meta?.uuid)) == .expired)
        }
    }

    @Test func anOfferSetShowsWhatBecameOfItsOffers() throws {
        try Stage(script: Self.twoPlans).play { stage async throws in
            let answer = try await stage.broker.ask(.cores(1), as: .ada)
            let id = try #require(answer.meta?.uuid)
            let offers = answer.offers.compactMap(\.component.meta?.uuid)
            _ = try await stage.broker.update(offers[1], with: .phase(.rejected), as: .ada)
            #expect(try await stage.broker.offerSet(id, as: .ada).offers.map(\.phase) == [.offered, .rejected])
            _ = try await stage.broker.update(offers[0], with: .phase(.accepted), as: .ada)
            #expect(try await stage.broker.offerSet(id, as: .ada).offers.map(\.phase) == [.accepted, .rejected])
            await stage.world.advance(by: .seconds(60))
            #expect(try await stage.broker.offerSet(id, as: .ada).offers.map(\.phase) == [.completed, .rejected])
        }
    }

    @Test func nobodyElseMaySeeOrChangeASession() throws {
        try Stage().play { stage async throws in
            let id = try await stage.accepted(.cores(1))
            let notYours = BrokerError(.notYours, "The session \(id) belongs to somebody else.")
            await #expect(throws: notYours) { try await stage.broker.session(id, as: .grace) }
            await #expect(throws: notYours) {
                try await stage.broker.update(id, with: .phase(.cancelled), as: .grace)
            }
            await #expect(throws: notYours) {
                try await stage.broker.change(of: id, after: 0, until: .latest, as: .grace)
            }
            await #expect(throws: notYours) {
                try await stage.broker.log(.stdout, of: id, from: 0, limit: 1, waiting: false, as: .grace)
            }
            #expect(try await stage.broker.sessions(in: [], after: nil, limit: 10, as: .grace).sessions == [])
            let nobody = UUID(random: 1, 1)
            await #expect(throws: BrokerError(.notFound, "There is no session \(nobody).")) {
                try await stage.broker.session(nobody, as: .ada)
            }
        }
    }

    @Test(arguments: [
        (
            Update.phase(.running), BrokerError.Code.wrongPhase,
            "A session cannot be set to RUNNING; it can be accepted, rejected or cancelled."
        ),
        (.stringValue(TextUpdate(path: "phase", value: "ACCEPT")), .malformed, "ACCEPT is not a phase of a session."),
        (
            .enumValue(TextUpdate(path: "compute.cores.min", value: "2")), .wrongPhase,
            "compute.cores.min of a session cannot be changed, only its phase."
        ),
        (.enumValue(TextUpdate()), .malformed, "path is missing: it names the member to change."),
        (
            .integerValue(.path("phase")), .malformed,
            "A phase is set to a word, with value ACCEPTED, REJECTED or CANCELLED."
        ),
        (
            .integerDelta(.path("compute.cores")), .wrongPhase,
            "compute.cores of a session cannot be changed, only its phase."
        ),
        (.stranger(kind: "urn:other", .null), .malformed, "The kind of update urn:other is not known here."),
        (.stranger(kind: "", .null), .malformed, "kind is missing: it says what kind of update this is."),
    ])
    func anUpdateThatCannotBeMeantChangesNothing(update: Update, code: BrokerError.Code, message: String) throws {
        try Stage().play { stage async throws in
            let offer = try await stage.offers(.cores(1))[0]
            let error = try await stage.refused {
                _ = try await stage.broker.update(offer, with: update, as: .ada)
            }
            #expect(error.code == code)
            #expect(error.message == message)
            #expect(try await stage.broker.session(offer, as: .ada).revision == 1)
        }
    }

    @Test func anOfferIsNotCancelledAndASessionNotRejected() throws {
        try Stage().play { stage async throws in
            let offer = try await stage.offers(.cores(1))[0]
            let early = try await stage.refused {
                _ = try await stage.broker.update(offer, with: .phase(.cancelled), as: .ada)
            }
            #expect(early.message == "The session \(offer) is an offer; it can be accepted or rejected.")
            _ = try await stage.broker.update(offer, with: .phase(.accepted), as: .ada)
            let late = try await stage.refused {
                _ = try await stage.broker.update(offer, with: .phase(.rejected), as: .ada)
            }
            #expect(late.message == "The session \(offer) is ACCEPTED; only an offer can be accepted or rejected.")
            await stage.world.advance(by: .seconds(60))
            let over = try await stage.refused {
                _ = try await stage.broker.update(offer, with: .phase(.cancelled), as: .ada)
            }
            #expect(over.message == "The session \(offer) is COMPLETED and can no longer be cancelled.")
        }
    }

    @Test func anAcceptOfWhichOnlyTheAnswerWasLostIsCarriedOutAllTheSame() throws {
        try Stage().play { stage async throws in
            let offer = try await stage.offers(.cores(1, for: 600))[0]
            stage.fail { $0.afterWrite = 1000 }
            let error = try await stage.refused {
                _ = try await stage.broker.update(offer, with: .phase(.accepted), as: .ada)
            }
            #expect(error.code == .storeFailed)
            stage.fail { _ in }
            await stage.world.advance(by: .seconds(90))
            #expect(try await stage.phase(offer) == .completed)
        }
    }

    @Test func cancellingAnAcceptOfWhichOnlyTheAnswerWasLost() throws {
        try Stage().play { stage async throws in
            let offer = try await stage.offers(.cores(1, for: 600))[0]
            stage.fail { $0.afterWrite = 1000 }
            _ = try await stage.refused { _ = try await stage.broker.update(offer, with: .phase(.accepted), as: .ada) }
            stage.fail { _ in }
            let view = try await stage.broker.update(offer, with: .phase(.cancelled), as: .ada)
            #expect(view.session.component.meta?.messages.map(\.message) == ["Cancelled by ada."])
            await stage.world.advance(by: .seconds(90))
            #expect(try await stage.phase(offer) == .cancelled)
            #expect(stage.held() == 0)
        }
    }

    @Test func directExecutionHasNoOffers() throws {
        try Stage().play { stage async throws in
            let session = try await stage.broker.direct(.cores(4, for: 600), as: .ada)
            let id = try #require(session.component.meta?.uuid)
            #expect(session.phase == .accepted)
            #expect(session.schedule?.available?.start == Interval(start: Self.now, end: Self.now))
            #expect(try await stage.broker.session(id, as: .ada).revision == 1)
            #expect(try await stage.broker.update(id, with: .phase(.accepted), as: .ada).revision == 1)
            await stage.world.advance(by: .seconds(60))
            #expect(
                try await stage.phases(id) == [.accepted, .preparing, .available, .running, .releasing, .completed])
            #expect(stage.held() == 0)
            let refused = try await stage.broker.direct(.cores(5), as: .ada)
            #expect(refused.phase == .failed)
            #expect(
                refused.component.meta?.messages.map(\.message) == [
                    "compute.cores.min: 5 cores are wanted, this platform has 4.",
                    "Yes on here with compute.cores.min 4 cores in place of 5.",
                ])
            #expect(stage.broker.figures.unfinished.values.reduce(0, +) == 0)
        }
    }

    @Test func directExecutionAsksThoseThatAreChosen() throws {
        try Stage(capacities: ["here": .cores(4), "there": .cores(4)]).play { stage async throws in
            let session = try await stage.broker.direct(
                .cores(1, for: 60), among: PlatformChoice(without: ["here"]), as: .ada)
            #expect(session.phase == .accepted)
            #expect((stage.held(on: "here"), stage.held(on: "there")) == (0, 1))
        }
    }

    @Test func directExecutionFitsExactlyBeforeWhoComesNext() throws {
        try Stage().play { stage async throws in
            _ = try await stage.accepted(.cores(4, from: Self.now + .seconds(600), for: 600))
            let request = ExecutionRequest.cores(4, from: Self.now, to: Self.now + .seconds(10), for: 600)
            #expect(try await stage.broker.direct(request, as: .ada).phase == .accepted)
        }
    }

    @Test func directExecutionLosesNoTimeToASlowAnswer() throws {
        let stage = try Stage()
        stage.platform.change { script in
            script.answer = { [world = stage.world] question in
                await world.sleep(until: world.now() + .seconds(8))
                return .yes([.plain(question, on: "here")])
            }
        }
        try stage.play { stage async throws in
            let session = try await stage.broker.direct(.cores(1, for: 60), as: .ada)
            #expect(session.schedule?.preparing?.start == Self.now + .seconds(8))
            #expect(session.schedule?.releasing?.start == Self.now + .seconds(68))
        }
    }

    @Test func sessionsAreListedInPages() throws {
        try Stage().play { stage async throws in
            var ids: [UUID] = []
            for _ in 0..<5 {
                ids.append(try await stage.offers(.cores(1))[0])
                await stage.world.advance(by: .seconds(1))
            }
            _ = try await stage.broker.update(ids[2], with: .phase(.rejected), as: .ada)
            let first = try await stage.broker.sessions(in: [.offered], after: nil, limit: 2, as: .ada)
            #expect(first.sessions.compactMap(\.component.meta?.uuid) == [ids[4], ids[3]])
            #expect(first.next == ids[3])
            let second = try await stage.broker.sessions(in: [.offered], after: first.next, limit: 2, as: .ada)
            #expect(second.sessions.compactMap(\.component.meta?.uuid) == [ids[1], ids[0]])
            #expect(second.next == nil)
        }
    }
}
