import BerthDocument
import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

/// What one person may hold at once, behind a whole broker: beside what a platform has, and beside what all may hold.
struct SharingTests {
    private static let now = Instant(seconds: 1_800_000_000)

    private static func stage(
        of platforms: KeyValuePairs<String, Resources> = ["here": .cores(8)],
        share change: (inout PlatformShare) -> Void = { $0.cores = 4 },
        script: (inout SimulatedPlatform.Script) -> Void = { _ in }
    ) throws -> Stage {
        try Stage(
            capacities: platforms,
            settings: { settings in
                var share = PlatformShare()
                share.platform = "here"
                change(&share)
                settings.shares["here"] = share
            }, script: script)
    }

    /// Now and not later.
    private static func atOnce(_ cores: Int64, for seconds: Int64 = 600) -> ExecutionRequest {
        .cores(cores, from: now, to: now + .seconds(60), for: seconds)
    }

    private static func mended(_ request: ExecutionRequest, _ set: ChangeSet, _ stage: Stage) async throws
        -> OfferSetResponse
    {
        let document = set.applied(to: request.document(for: .json))
        return try await stage.broker.ask(ExecutionRequest.reading(document, from: .json).value, as: .ada)
    }

    @Test func `More than one person may ever hold is told, beside all else`() throws {
        try Self.stage().play { stage async throws in
            let answer = try await stage.broker.ask(Self.atOnce(6), as: .ada)
            #expect(
                answer.texts == [
                    "compute.cores.min: 6 cores are wanted, one person may hold at most 4.",
                    "Yes on here with compute.cores.min 4 cores in place of 6.",
                ])
            #expect(answer.meta?.messages.first?.values["reason"] == "notYou")
            #expect(answer.meta?.messages.first?.values["couldChange"] == "the site")
            let both = try await stage.broker.ask(Self.atOnce(16), as: .ada)
            #expect(
                both.texts == [
                    "compute.cores.min: 16 cores are wanted, one person may hold at most 4.",
                    "compute.cores.min: 16 cores are wanted, this platform has 8.",
                    "Yes on here with compute.cores.min 4 cores in place of 16.",
                ])
        }
    }

    @Test func `What one holds already counts, and what others hold does not`() throws {
        try Self.stage().play { stage async throws in
            _ = try await stage.accepted(Self.atOnce(3))
            let request = Self.atOnce(2)
            let answer = try await stage.broker.ask(request, as: .ada)
            #expect(answer.result == .no)
            #expect(
                answer.texts.first
                    == "schedule.requested.start: with what you hold here already it would be more than one person may"
                    + " hold; it is not from 2027-01-15T08:10:00Z on.")
            let sets = (answer.meta?.messages ?? []).compactMap { ChangeSet(reading: $0) }
            #expect(
                Set(sets.flatMap { $0.changes.map(\.path.description) }) == [
                    "schedule.requested.start", "compute.cores.min",
                ])
            for set in sets {
                let mended = try await Self.mended(request, set, stage)
                #expect(mended.result == .yes, "\(set)")
                for offer in mended.offers.compactMap(\.component.meta?.uuid) {
                    _ = try await stage.broker.update(offer, with: .phase(.rejected), as: .ada)
                }
            }
            #expect(try await stage.offers(request, as: .grace).count == 1)
            // Who can wait is offered what comes after.
            let later = try await stage.broker.ask(.cores(2, for: 600), as: .ada)
            #expect(later.offers.map { $0.schedule?.available?.start?.start } == [Self.now + .seconds(600)])
        }
    }

    @Test func `Full of others and of one's own is two reasons`() throws {
        try Self.stage().play { stage async throws in
            _ = try await stage.accepted(Self.atOnce(4))
            _ = try await stage.accepted(Self.atOnce(4), as: .grace)
            let answer = try await stage.broker.ask(Self.atOnce(1), as: .ada)
            let reasons = (answer.meta?.messages ?? []).compactMap { $0.values["reason"] }
            #expect(reasons == ["notNow", "notYou"])
        }
    }

    @Test func `Open offers count, and are given back with their set`() throws {
        try Self.stage(of: ["here": .cores(8), "there": .cores(8)]).play { stage async throws in
            let first = try await stage.broker.ask(Self.atOnce(4), as: .ada)
            let offers = first.offers.compactMap(\.component.meta?.uuid)
            #expect(offers.count == 2)
            // There is no share there.
            let second = try await stage.broker.ask(Self.atOnce(4), as: .ada)
            #expect(second.offers.count == 1)
            let there = try #require(second.offers.first?.component.meta?.uuid)
            _ = try await stage.broker.update(there, with: .phase(.accepted), as: .ada)
            for offer in offers { _ = try await stage.broker.update(offer, with: .phase(.rejected), as: .ada) }
            #expect(stage.broker.memory.withLock { $0.ledger.shares(of: "here")?.holdings(of: .ada).count } == 0)
            #expect(try await stage.offers(Self.atOnce(4), as: .ada).count == 2)
        }
    }

    @Test func `The largest offer is no larger than what is left of a share`() throws {
        let capacity = Resources.cores(8)
        let stage = try Self.stage(script: { script in
            script.answer = { question in .yes(question.plans(on: "here", capacity: capacity) { _ in }) }
        })
        try stage.play { stage async throws in
            var request = Self.atOnce(1)
            if case .simple(var compute)? = request.compute {
                compute.cores?.max = 8
                request.compute = .simple(compute)
            }
            let answer = try await stage.broker.ask(request, as: .ada)
            let cores = answer.offers.compactMap { $0.compute?.basic?.cores?.max }
            #expect(cores.max() == 4, "\(cores)")
        }
    }

    @Test func `A plan that is more than one person may hold is no offer`() throws {
        let stage = try Self.stage(script: { script in
            script.answer = { question in
                var demand = question.needs
                demand[.cores] = 6
                return .yes([Plan(question, on: "here", demand: demand)])
            }
        })
        try stage.play { stage async throws in
            let answer = try await stage.broker.ask(Self.atOnce(1), as: .ada)
            #expect(answer.texts == ["6 of cores are needed here, and one person may hold at most 4."])
        }
    }

    @Test func `Sessions are counted, and who has no name has no share`() throws {
        try Self.stage(share: { $0.sessions = 1 }).play { stage async throws in
            let first = try await stage.accepted(Self.atOnce(1))
            #expect(try await stage.offers(Self.atOnce(1), as: .ada) == [])
            #expect(try await stage.offers(Self.atOnce(1), as: .anonymous).count == 1)
            #expect(try await stage.offers(Self.atOnce(1), as: .anonymous).count == 1)
            await stage.world.advance(by: .seconds(90))
            #expect(try await stage.phase(first) == .completed)
            #expect(try await stage.offers(.cores(1), as: .ada).count == 1)
        }
    }

    @Test func `Another broker on the same store knows who holds what`() throws {
        try Self.stage().play { stage async throws in
            _ = try await stage.accepted(Self.atOnce(3, for: 6000))
            await stage.broker.stop()
            let next = try stage.next()
            try await next.start()
            let answer = try await next.ask(Self.atOnce(2), as: .ada)
            #expect(answer.meta?.messages.first?.values["reason"] == "notYou")
            #expect(try await next.ask(Self.atOnce(2), as: .grace).result == .yes)
            await next.stop()
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `At no instant does anybody hold more than one person may`(_ seed: UInt64) throws {
        let stage = try Stage(
            capacities: ["here": .cores(16)], seed: seed, order: .shuffled,
            settings: { settings in
                var share = PlatformShare()
                (share.platform, share.cores, share.sessions) = ("here", 5, 3)
                settings.shares["here"] = share
            })
        let dice = Dice(seed: seed)
        try stage.play { stage async throws in
            for _ in 0..<12 {
                await withTaskGroup(of: Void.self) { group in
                    for index in 0..<8 {
                        let start = Self.now + .seconds(dice.roll(3000))
                        let request = ExecutionRequest.cores(
                            1 + dice.roll(5), from: start, to: start + .seconds(dice.roll(2000)),
                            for: 60 + dice.roll(1500))
                        let asker = index % 2 == 0 ? Identity.ada : .grace
                        let isDirect = dice.roll(1) == 0
                        group.addTask {
                            if isDirect {
                                _ = try? await stage.broker.direct(request, as: asker)
                            } else if let offer = try? await stage.offers(request, as: asker).last {
                                _ = try? await stage.broker.update(offer, with: .phase(.accepted), as: asker)
                            }
                        }
                    }
                }
                Self.look(at: stage, seed)
                await stage.world.advance(by: .seconds(dice.roll(300)))
            }
        }
    }

    /// Adds up what the store says that each person holds.
    private static func look(at stage: Stage, _ seed: UInt64) {
        let records = stage.auditor.records.filter { !$0.phase.isEnd && $0.phase != .offered }
        var most: Int64 = 0
        for asker in [Identity.ada, .grace] {
            let own = records.filter { $0.owner == asker }
            for instant in own.map(\.held.start) {
                let now = own.filter { $0.held.start <= instant && instant < $0.held.end }
                let cores = now.reduce(0) { $0 + $1.plan.demand[.cores] }
                #expect(cores <= 5 && now.count <= 3, "seed \(seed): \(cores) cores in \(now.count) sessions")
                most = max(most, cores)
            }
        }
        #expect(records.isEmpty || most > 0)
    }
}
