import BerthDocument
import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

@Suite struct AskingTests {
    private static let now = Instant(seconds: 1_800_000_000)

    @Test func everyPlatformThatCanMakesAnOffer() throws {
        try Stage(capacities: ["here": .cores(4), "there": .cores(8)]).play { stage async throws in
            let answer = try await stage.broker.ask(.cores(2), as: .ada)
            #expect(answer.result == .yes)
            #expect(answer.offers.map(\.phase) == [.offered, .offered])
            #expect(Set(answer.offers.compactMap(\.component.meta?.uuid)).count == 2)
            let uuids = answer.offers.flatMap { [$0.executable?.uuid, $0.compute?.uuid].compactMap(\.self) }
            #expect(Set(uuids).count == 4, "each offer has components of its own")
            #expect(answer.offers[0].expires == Self.now + .seconds(300))
            #expect(
                answer.offers[0].component.meta?.options == [
                    .enumValue(EnumValueOption(path: "phase", values: ["ACCEPTED", "REJECTED"]))
                ])
            #expect(
                answer.offers[0].schedule?.available?.start
                    == Interval(start: Self.now, end: Self.now + .seconds(300)))
            #expect(answer.offers[0].schedule?.available?.duration == .seconds(7200))
            let id = try #require(answer.meta?.uuid)
            #expect(answer.meta?.url == "http://127.0.0.1/offersets/\(id)")
            #expect(try await stage.broker.offerSet(id, as: .ada) == answer)
            #expect(stage.held() == 1)
            #expect(stage.held(on: "there") == 1)
        }
    }

    @Test func whoCannotSaysWhyAndWhatWouldDo() throws {
        try Stage(capacities: ["here": .cores(4), "there": .cores(8)]).play { stage async throws in
            let answer = try await stage.broker.ask(.cores(16), as: .ada)
            #expect(answer.result == .no)
            #expect(answer.offers == [])
            #expect(
                answer.texts == [
                    "compute.cores.min: 16 cores are wanted, this platform has 4.",
                    "compute.cores.min: 16 cores are wanted, this platform has 8.",
                    "Yes on there with compute.cores.min 8 cores in place of 16.",
                    "Yes on here with compute.cores.min 4 cores in place of 16.",
                ])
            #expect(answer.meta?.messages.map { $0.values["platform"] } == ["here", "there", nil, nil])
            #expect(
                answer.meta?.options == [
                    .integerValue(IntegerOption(path: "compute.cores.min", min: 1, max: 8, units: "core")),
                    .integerValue(IntegerOption(path: "compute.cores.min", min: 1, max: 4, units: "core")),
                ])
            let id = try #require(answer.meta?.uuid)
            #expect(try await stage.broker.offerSet(id, as: .ada) == answer)
            await #expect(throws: BrokerError(.notYours, "The offer set \(id) belongs to somebody else.")) {
                try await stage.broker.offerSet(id, as: .grace)
            }
            #expect(!stage.store.events.contains(.written), "a refusal is not stored")
            #expect(stage.broker.figures.answeredNo == 1)
            #expect(stage.broker.figures.obstacles[.init(platform: "there", rung: .never)] == 1)
        }
    }

    @Test func whoIsInNoneOfTheGroupsIsToldWhichWouldDo() throws {
        let stage = try Stage(
            capacities: ["here": .cores(4), "there": .cores(8)],
            settings: { $0.access = ["there": ["astro", "radio"]] })
        try stage.play { stage async throws in
            let answer = try await stage.broker.ask(.cores(6), as: Identity(subject: "ada", groups: ["optical"]))
            #expect(
                answer.texts == [
                    "there is for members of astro or radio; ada is in optical only.",
                    "compute.cores.min: 6 cores are wanted, this platform has 4.",
                    "Yes on here with compute.cores.min 4 cores in place of 6.",
                    "Yes on there with you in the group astro.",
                ])
            #expect(answer.meta?.options.count == 1, "a group is nothing that an update could change")
            let member = Identity(subject: "ada", groups: ["radio"])
            #expect(try await stage.broker.ask(.cores(6), as: member).result == .yes)
            #expect(try await stage.broker.ask(.cores(2), as: .ada).offers.count == 1)
        }
    }

    @Test func aRequestThatMakesNoSenseIsAnsweredNoWithoutAskingAnybody() throws {
        let stage = try Stage(script: { script in
            script.answer = { _ in
                Issue.record("nobody is asked")
                return .no([])
            }
        })
        try stage.play { stage async throws in
            let answer = try await stage.broker.ask(ExecutionRequest(), as: .ada)
            #expect(answer.result == .no)
            #expect(answer.meta?.messages.map { $0.values["path"] } == ["executable"])
        }
    }

    @Test func aContradictionIsMendedAndTheMendedRequestIsAsked() throws {
        try Stage(capacities: ["here": .cores(4)]).play { stage async throws in
            var request = ExecutionRequest.cores(9, for: 600)
            #expect(request.change(at: DocumentPath(["compute", "cores", "max"]).steps[...], to: 3) == true)
            let answer = try await stage.broker.ask(request, as: .ada)
            #expect(answer.result == .no)
            let told = (answer.meta?.messages ?? []).compactMap { ChangeSet(reading: $0) }
            #expect(told.contains { $0.changes.map { "\($0.path)=\($0.to.asJSON)" } == ["compute.cores.min=3"] })
            for set in told {
                let changed = try #require(set.applied(to: request))
                #expect(try await stage.broker.ask(changed, as: .ada).result == .yes)
            }
        }
    }

    @Test func silenceIsTold() throws {
        let stage = try Stage(
            capacities: ["here": .cores(4), "slow": .cores(4), "mute": .cores(4), "odd": .cores(4), "away": .cores(4)])
        stage.platforms[1].change { script in
            script.answer = { [world = stage.world] _ in
                await world.sleep(until: .latest)
                return .no([])
            }
        }
        stage.platforms[2].change { $0.answer = { _ in .no([]) } }
        stage.platforms[3].change { $0.answer = { .yes([.plain($0, on: "here")]) } }
        stage.platforms[4].change {
            $0.answer = { _ in .silence(Silence(.unreachable, "No route.", waited: .seconds(1))) }
        }
        try stage.play { stage async throws in
            let answer = try await stage.broker.ask(.cores(1), as: .ada)
            #expect(stage.world.now() == Self.now + .seconds(10))
            #expect(answer.offers.count == 1)
            #expect(
                answer.texts == [
                    "slow gave no answer: slow has not answered within PT10S.",
                    "mute gave no answer: mute says no and not why.",
                    "odd gave no answer: odd says yes with plans that are not its own.",
                    "away gave no answer: No route.",
                ])
            #expect(stage.broker.figures.silences[.init(platform: "slow", reason: .tooSlow)] == 1)
            #expect(stage.broker.figures.silences[.init(platform: "odd", reason: .brokenReply)] == 1)
            #expect(
                answer.offers[0].expires == stage.world.now() + .seconds(300),
                "the time to decide begins when the offer is made")
        }
    }

    @Test func aServiceWithoutPlatformsSaysSo() throws {
        try Stage(capacities: [:]).play { stage async throws in
            let answer = try await stage.broker.ask(.cores(1), as: .ada)
            #expect(answer.texts == ["This service has no platform that could run anything."])
        }
    }

    @Test func membersThatWereIgnoredAreToldWithTheAnswer() throws {
        try Stage().play { stage async throws in
            let ignored = Problem(
                gravity: .unused, code: .unknownMember, path: ["colour"], message: "colour is not known here.")
            let answer = try await stage.broker.ask(.cores(1), ignored: [ignored], as: .ada)
            #expect(answer.result == .yes)
            #expect(answer.texts == ["colour is not known here."])
            #expect(answer.meta?.messages[0].level == .info)
            let refused = try await stage.broker.ask(.cores(5), ignored: [ignored], as: .ada)
            #expect(refused.texts.last == "colour is not known here.")
        }
    }

    @Test func siblingsShareWhatTheyHoldAndOthersAreToldWhenItIsFree() throws {
        let stage = try Stage(script: { script in
            script.answer = { question in
                var small = Plan.plain(question, on: "here")
                small.demand[.cores] = 2
                small.costs = [.simple(Quote())]
                return .yes([.plain(question, on: "here"), small])
            }
        })
        try stage.play { stage async throws in
            let first = try await stage.broker.ask(.cores(4, for: 600), as: .ada)
            #expect(first.offers.count == 2, "4 and 2 of 4 cores, of which one will be taken")
            #expect(first.offers.map { $0.schedule?.preparing?.start } == [Self.now, Self.now])
            stage.platform.change { $0.answer = { .yes([.plain($0, on: "here")]) } }
            let soon = ExecutionRequest.cores(4, from: Self.now, to: Self.now + .seconds(60), for: 600)
            let second = try await stage.broker.ask(soon, as: .grace)
            let free = Self.now + .seconds(900)
            #expect(
                second.texts == [
                    "schedule.requested.start: what is asked for is held or booked; it is free from \(free) on.",
                    "Yes on here with schedule.requested.start \(free)/P1D in place of"
                        + " \(Self.now)/\(Self.now + .seconds(60)).",
                ])
            let third = try await stage.broker.ask(.cores(4, for: 600), as: .grace)
            #expect(third.offers.map { $0.schedule?.preparing?.start } == [free], "behind the slack of the first")
        }
    }

    @Test func whatIsFreeNowIsOfferedBesideTheLeastNowAndTheMostLater() throws {
        let stage = try Stage(
            capacities: ["here": .cores(8)],
            script: { script in
                script.answer = { question in .yes(question.plans(on: "here", capacity: .cores(8)) { _ in }) }
            })
        try stage.play { stage async throws in
            let now = Self.now
            _ = try await stage.broker.direct(.cores(3, from: now, to: now, for: 600), as: .grace)
            var request = ExecutionRequest.cores(2, for: 600)
            #expect(request.change(at: DocumentPath(["compute", "cores", "max"]).steps[...], to: 8) == true)
            let answer = try await stage.broker.ask(request, as: .ada)
            let offers = answer.offers.map { offer -> String in
                guard case .simple(let compute)? = offer.compute else { return "" }
                return "\(compute.cores?.max ?? 0) at \(offer.schedule?.available?.start?.start ?? now)"
            }
            #expect(
                offers
                    == ["8 at \(now + .seconds(600))", "5 at \(now)", "2 at \(now)"].sorted {
                        $0.suffix(20) < $1.suffix(20)
                    })
        }
    }

    @Test func plansThatNobodyCouldTellApartAreOneOffer() throws {
        let stage = try Stage(script: { script in
            script.answer = { question in .yes([.plain(question, on: "here"), .plain(question, on: "here")]) }
        })
        try stage.play { stage async throws in
            #expect(try await stage.offers(.cores(1)).count == 1)
            #expect(stage.held() == 1)
        }
    }

    @Test func notMoreOffersThanOneAnswerHolds() throws {
        let stage = try Stage(
            settings: { $0.offersPerAnswer = 3 },
            script: { script in
                script.answer = { question in
                    .yes(
                        (1...8).map { number in
                            var plan = Plan.plain(question, on: "here")
                            var cost = Quote()
                            cost.min = Double(number)
                            plan.costs = [.simple(cost)]
                            return plan
                        })
                }
            })
        try stage.play { stage async throws in
            let answer = try await stage.broker.ask(.cores(1), as: .ada)
            #expect(answer.offers.map(\.component.costs.count) == [1, 1, 1])
            #expect(stage.held() == 3)
        }
    }

    @Test func tooManyUnfinishedAreAnsweredNotNow() throws {
        try Stage(settings: { $0.unfinishedSessions = 2 }).play { stage async throws in
            _ = try await stage.offers(.cores(1))
            _ = try await stage.offers(.cores(1))
            let answer = try await stage.broker.ask(.cores(1), as: .ada)
            #expect(
                answer.texts == [
                    "This service has 2 unfinished offers and sessions, the most that it takes."
                ])
            await stage.world.advance(by: .seconds(300))
            #expect(try await stage.offers(.cores(1)).count == 1)
        }
    }

    @Test func manyWhoAskAtOnceDoNotPassTheLimitTogether() throws {
        let stage = try Stage(settings: { $0.unfinishedSessions = 5 })
        var faults = FaultyStore.Faults()
        faults.longestDelay = .seconds(1)
        stage.store.setFaults(faults)
        try stage.play { stage async throws in
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 { group.addTask { try await stage.offers(.cores(1)).count } }
                return try await group.reduce(0, +)
            }
            #expect(counts == 5)
        }
    }

    @Test func tooManyQuestionsAtOnceAreToldToComeBack() throws {
        let stage = try Stage(settings: { $0.questionsAtOnce = 2 })
        stage.platform.change { script in
            script.answer = { [world = stage.world] question in
                await world.sleep(until: world.now() + .seconds(5))
                return .yes([.plain(question, on: "here")])
            }
        }
        try stage.play { stage async throws in
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        do throws(BrokerError) {
                            return "\(try await stage.broker.ask(.cores(1), as: .ada).result ?? .no)"
                        } catch {
                            return error.message
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(
                outcomes.sorted() == ["2 questions are being answered already; ask again in a moment.", "yes", "yes"])
            #expect(try await stage.broker.ask(.cores(1), as: .ada).result == .yes)
        }
    }

    @Test func refusalsAreForgottenTheOldestFirst() throws {
        try Stage(settings: { $0.refusalsRemembered = 2 }).play { stage async throws in
            var ids: [UUID] = []
            for _ in 0..<3 {
                ids.append(try #require(try await stage.broker.ask(.cores(9), as: .ada).meta?.uuid))
            }
            await #expect(throws: BrokerError(.notFound, "There is no offer set \(ids[0]).")) {
                try await stage.broker.offerSet(ids[0], as: .ada)
            }
            #expect(try await stage.broker.offerSet(ids[1], as: .ada).result == .no)
            #expect(try await stage.broker.offerSet(ids[2], as: .ada).result == .no)
        }
    }

    @Test func anOfferThatDidNotReachTheStoreHoldsNothing() throws {
        let stage = try Stage()
        try stage.play { stage async throws in
            var faults = FaultyStore.Faults()
            faults.beforeWrite = 1000
            stage.store.setFaults(faults)
            await #expect(throws: BrokerError.self) { try await stage.broker.ask(.cores(4), as: .ada) }
            #expect(stage.held() == 1, "whether the store has it is not known yet")
            #expect(await stage.broker.health().status == .fail)
            stage.store.setFaults(FaultyStore.Faults())
            await stage.world.advance(by: .seconds(2))
            #expect(stage.held() == 0)
            #expect(stage.broker.figures.unfinished[.offered] ?? 0 == 0)
            #expect(stage.broker.figures.storeFailures == 1)
            #expect(try await stage.offers(.cores(4)).count == 1)
            #expect(await stage.broker.health().status == .pass)
        }
    }

    @Test func anOfferOfWhichOnlyTheAnswerWasLostExpires() throws {
        let stage = try Stage()
        try stage.play { stage async throws in
            var faults = FaultyStore.Faults()
            faults.afterWrite = 1000
            stage.store.setFaults(faults)
            await #expect(throws: BrokerError.self) { try await stage.broker.ask(.cores(4), as: .ada) }
            stage.store.setFaults(FaultyStore.Faults())
            await stage.world.advance(by: .seconds(2))
            #expect(stage.held() == 1)
            #expect(stage.broker.figures.unfinished[.offered] == 1)
            await stage.world.advance(by: .seconds(300))
            #expect(stage.held() == 0)
            #expect(stage.auditor.records.map(\.phase) == [.expired])
        }
    }

    @Test func aPlanThatCannotBeStoredHoldsNothing() throws {
        let stage = try Stage(script: { script in
            script.answer = { question in
                var plan = Plan.plain(question, on: "here")
                var cost = Quote()
                cost.min = .nan
                plan.costs = [.simple(cost)]
                return .yes([plan])
            }
        })
        try stage.play { stage async throws in
            await #expect(throws: BrokerError.self) { try await stage.broker.ask(.cores(4), as: .ada) }
            await stage.world.advance(by: .seconds(2))
            #expect(stage.held() == 0)
        }
    }

    @Test func aChangedCapacityCountsFromNowOn() throws {
        try Stage().play { stage async throws in
            stage.platform.change { $0.answer = { .yes([.plain($0, on: "here")]) } }
            stage.platform.setCapacity(.cores(1))
            #expect(
                try await stage.broker.ask(.cores(2), as: .ada).texts == [
                    "2 of cores are needed, this platform has 1."
                ])
            stage.platform.setCapacity(.cores(2))
            #expect(try await stage.offers(.cores(2)).count == 1)
        }
    }

    @Test func anOfferNearTheEndOfTimeEndsBeforeIt() throws {
        try Stage().play { stage async throws in
            let start = try #require(Instant("9999-12-01T00:00:00Z"))
            let request = ExecutionRequest.cores(4, from: start, to: .latest, for: 20 * 86_400)
            let first = try await stage.accepted(request)
            #expect(try await stage.phase(first) == .accepted)
            // Behind the first there are but ten days left.
            #expect(
                try await stage.broker.ask(request, as: .ada).texts == [
                    "schedule.requested.start: everything is booked, and nothing becomes free for 1728000 s in a row."
                ])
        }
    }
}
