import BerthDocument
import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

/// Platforms that hold what they answer with: asked once, and told of everything that nobody wants.
@Suite struct GivingBackTests {
    private struct Scene: Sendable {
        let world: SimulatedWorld
        let broker: Broker

        init(_ platforms: [any Platform], _ change: (inout BrokerSettings) -> Void = { _ in }) throws {
            world = SimulatedWorld(seed: 1)
            var settings = BrokerSettings()
            change(&settings)
            broker = try Broker(platforms: platforms, store: MemoryStore(), settings: settings, world: world)
        }

        func play(_ body: @escaping @Sendable (Scene) async throws -> Void) throws {
            try world.run { [self] in
                try await broker.start()
                try await body(self)
                await broker.stop()
            }
        }
    }

    @Test func `plans that become no offers are given back at once`() throws {
        let far = HoldingPlatform.offering(4)
        try Scene([far]) { $0.offersPerAnswer = 2 }.play { scene async throws in
            let answer = try await scene.broker.ask(.cores(1), as: .ada)
            await scene.world.settle()
            let offered = answer.offers.compactMap { $0.compute?.basic?.cores?.min }.sorted()
            #expect(offered.count == 2)
            #expect(far.givenBack == [1, 2, 3, 4].filter { !offered.contains($0) })
            #expect(far.questions.count == 1)
        }
    }

    @Test func `an offer that is rejected is given back, and its sibling stays`() throws {
        let far = HoldingPlatform.offering(2)
        try Scene([far]).play { scene async throws in
            let offers = try await scene.broker.ask(.cores(1), as: .ada).offers
            let first = try #require(offers.first { $0.compute?.basic?.cores?.min == 1 }?.component.meta?.uuid)
            _ = try await scene.broker.update(first, with: .phase(.rejected), as: .ada)
            await scene.world.settle()
            #expect(far.givenBack == [1])
        }
    }

    @Test func `with an accept the siblings are given back`() throws {
        let (far, other) = (HoldingPlatform.offering(2), HoldingPlatform("other") { _, plan in .yes([plan(7)]) })
        try Scene([far, other]).play { scene async throws in
            let offers = try await scene.broker.ask(.cores(1), as: .ada).offers
            let first = try #require(offers.first { $0.compute?.basic?.cores?.min == 1 }?.component.meta?.uuid)
            _ = try await scene.broker.update(first, with: .phase(.accepted), as: .ada)
            await scene.world.settle()
            #expect(far.givenBack.contains(2))
            #expect(!far.givenBack.contains(1) || other.givenBack != [7])
        }
    }

    @Test func `an offer ends with what is held there, and is then given back`() throws {
        let far = HoldingPlatform.offering(1, heldFor: 60)
        try Scene([far]).play { scene async throws in
            let offer = try #require(try await scene.broker.ask(.cores(1), as: .ada).offers.first)
            let now = scene.world.now()
            #expect(offer.expires == now + .seconds(60))
            await scene.world.sleep(until: now + .seconds(61))
            await scene.world.settle()
            #expect(far.givenBack == [1])
        }
    }

    @Test func `the broker's own life of offers is the longest`() throws {
        let far = HoldingPlatform.offering(1, heldFor: 6000)
        try Scene([far]).play { scene async throws in
            let offer = try #require(try await scene.broker.ask(.cores(1), as: .ada).offers.first)
            #expect(offer.expires == scene.world.now() + .seconds(300))
        }
    }

    @Test func `a yes that is no yes for this asker is given back`() throws {
        let far = HoldingPlatform.offering(2)
        try Scene([far]) { $0.access = ["far": ["others"]] }.play { scene async throws in
            #expect(try await scene.broker.ask(.cores(1), as: .ada).result == .no)
            await scene.world.settle()
            #expect(far.givenBack == [1, 2])
        }
    }

    @Test func `an answer that comes too late is given back`() throws {
        let world = Locked<SimulatedWorld?>(nil)
        let far = HoldingPlatform { question, plan in
            let now = world.withLock { $0 }
            await now?.sleep(until: question.now + .seconds(31))
            return .yes([plan(1)])
        }
        let scene = try Scene([far])
        world.withLock { $0 = scene.world }
        try scene.play { scene async throws in
            let answer = try await scene.broker.ask(.cores(1), as: .ada)
            #expect(answer.texts == ["far gave no answer: far has not answered within PT10S."])
            await scene.world.sleep(until: scene.world.now() + .seconds(40))
            await scene.world.settle()
            #expect(far.givenBack == [1])
        }
    }

    @Test func `the changes that it tells are told, and nobody asks it again`() throws {
        let cores = Change.atMost(8, ["compute", "cores", "min"], .core)
        let memory = Change.atMost(16, ["compute", "memory", "min"], .gibibyte)
        let far = HoldingPlatform { _, _ in
            .no([
                Obstacle(.never, cores.path, "Too many cores.", change: cores, otherWays: [[cores, memory]]),
                Obstacle(.never, memory.path, "Too much memory.", change: memory),
            ])
        }
        try Scene([far]).play { scene async throws in
            let answer = try await scene.broker.ask(.cores(64), as: .ada)
            #expect(
                answer.texts == [
                    "Too many cores.", "Too much memory.",
                    "Yes on far with compute.cores.min 8 cores in place of 64 and compute.memory.min 16 GiB"
                        + " in place of 1.",
                ])
            #expect(far.questions.count == 1)
            // Nor is it asked what a contradictory request could have meant.
            var wrong = ExecutionRequest.cores(1)
            wrong.compute?.basic?.cores = IntegerRange(min: 4, max: 2)
            #expect(try await scene.broker.ask(wrong, as: .ada).result == .no)
            #expect(far.questions.count == 1)
        }
    }

    @Test func `a question that comes back is refused, and others know where it came through`() throws {
        let far = HoldingPlatform.offering(1)
        try Scene([far]) { $0.instance = "me" }.play { scene async throws in
            let answer = try await scene.broker.ask(.cores(1), via: ["a", "me", "b"], as: .ada)
            #expect(answer.result == .no)
            #expect(
                answer.texts == ["This question has come through this broker before, which asks nobody a second time."])
            #expect(answer.meta?.messages.first?.values["via"] == "a, me, b")
            #expect(far.questions == [])
            let session = try await scene.broker.direct(.cores(1), via: ["me"], as: .ada)
            #expect(session.phase == .failed)
            _ = try await scene.broker.ask(.cores(1), via: ["a"], as: .ada)
            #expect(far.questions.map(\.via) == [["a", "me"]])
        }
    }

    @Test func `a snapshot gives everything back, and is answered the same again`() async throws {
        let far = HoldingPlatform { question, plan in
            question.compute.basic?.cores?.min ?? 0 < 8
                ? .yes([plan(1)])
                : .no([
                    Obstacle(
                        .never, ["compute"], "Too large.",
                        otherWays: [[.atMost(7, ["compute", "cores", "min"], .core)]])
                ])
        }
        var settings = BrokerSettings()
        settings.instance = "me"
        let broker = try Broker(platforms: [far], store: MemoryStore(), settings: settings, world: SystemWorld())
        for request in [ExecutionRequest.cores(1), .cores(64)] {
            let body = String(decoding: try request.json(), as: UTF8.self)
            let snapshot = try await broker.snapshot(request, body: body, .json, as: .ada)
            let again = try await Broker.replay(snapshot, request, ignored: [])
            #expect(try again.json(leavingOutStrangers: true) == snapshot.answer?.written(as: .json))
        }
        #expect(far.givenBack == [1])
        #expect(far.questions.map(\.via) == [["me"], ["me"]])
    }
}
