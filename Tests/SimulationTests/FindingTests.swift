import BerthDocument
import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

/// Platforms that are found come and go while the broker runs.
@Suite struct FindingTests {
    private func found(_ platform: any Platform, asked: Bool = true, groups: [String] = []) -> FoundPlatform {
        FoundPlatform(
            platform, isAsked: asked, groups: groups,
            origin: .init(registry: "euro", identifier: "ivo://far", listed: Instant(seconds: 5)))
    }

    private func play(_ body: @escaping @Sendable (Broker, SimulatedWorld) async throws -> Void) throws {
        let world = SimulatedWorld(seed: 1)
        let near = HoldingPlatform("near") { question, _ in
            .no([Obstacle(.notNow, .root, "It is busy.")])
        }
        let broker = try Broker(
            platforms: [near], store: MemoryStore(), settings: BrokerSettings(), world: world)
        try world.run {
            try await broker.start()
            try await body(broker, world)
            await broker.stop()
        }
    }

    @Test func `what is found is asked from then on, and no longer when it has left`() throws {
        let far = HoldingPlatform.offering(1)
        try play { broker, _ async throws in
            #expect(try await broker.ask(.cores(1), as: .ada).result == .no)
            broker.takeUp([found(far)], of: [RegistrySummary()])
            #expect(try await broker.ask(.cores(1), as: .ada).result == .yes)
            #expect(broker.platformNames == ["near", "far"])
            #expect(broker.platformList.platforms.map(\.registry) == [nil, "euro"])
            #expect(broker.platformList.platforms.map(\.identifier) == [nil, "ivo://far"])
            #expect(broker.platformList.platforms.last?.listed == Instant(seconds: 5))
            #expect(broker.platformList.registries.count == 1)
            broker.takeUp([], of: [])
            #expect(try await broker.ask(.cores(1), as: .ada).result == .no)
            #expect(far.questions.count == 1)
            #expect(broker.platformList.registries.isEmpty)
        }
    }

    @Test func `what a platform has goes on when it is not asked any more`() throws {
        let far = HoldingPlatform.offering(2)
        try play { broker, world async throws in
            broker.takeUp([found(far)], of: [])
            let offers = try await broker.ask(.cores(1), as: .ada).offers
            let id = try #require(offers.first?.component.meta?.uuid)
            #expect(broker.isInUse("far") && !broker.isInUse("near"))
            broker.takeUp([found(far, asked: false)], of: [])
            #expect(broker.platformNames == ["near"])
            _ = try await broker.update(id, with: .phase(.accepted), as: .ada)
            await world.settle()
            #expect(try await broker.session(id, as: .ada).session.phase == .completed)
            // The sibling was given back to who is not asked any more.
            #expect(far.givenBack.count == 1)
            #expect(!broker.isInUse("far"))
        }
    }

    @Test func `who is not in a group of a registry is told so`() throws {
        let far = HoldingPlatform.offering(1)
        try play { broker, _ async throws in
            broker.takeUp([found(far, groups: ["radio"])], of: [])
            let answer = try await broker.ask(.cores(1), as: .ada)
            #expect(answer.result == .no)
            #expect((answer.meta?.messages ?? []).contains { $0.message?.contains("radio") ?? false })
            let member = Identity(subject: "eve", groups: ["radio"])
            #expect(try await broker.ask(.cores(1), as: member).result == .yes)
        }
    }
}
