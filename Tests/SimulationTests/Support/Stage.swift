import BerthModel
import BerthPlatform
import SimulationKit
import Testing

@testable import BerthBroker

/// One broker in a world of its own, with a store that can fail and that is audited.
final class Stage: Sendable {
    let world: SimulatedWorld
    let trace = Trace()
    let platforms: [SimulatedPlatform]
    let inner = MemoryStore()
    let auditor: Auditor
    let store: FaultyStore
    let settings: BrokerSettings
    let broker: Broker
    let log = Trace()

    /// - Parameter capacities: of platforms that say yes to what fits into them.
    convenience init(
        capacities: KeyValuePairs<String, Resources> = ["here": .cores(4)], seed: UInt64 = 1,
        order: SimulatedWorld.Order = .arrival, settings: (inout BrokerSettings) -> Void = { _ in },
        script: (inout SimulatedPlatform.Script) -> Void = { _ in }
    ) throws {
        try self.init(
            capacities.map { ($0.key, Capacity($0.value)) }, seed: seed, order: order, settings: settings,
            script: script)
    }

    /// - Parameter capacities: of any form.
    init(
        _ capacities: [(name: String, capacity: Capacity)], seed: UInt64 = 1, order: SimulatedWorld.Order = .arrival,
        settings: (inout BrokerSettings) -> Void = { _ in }, script: (inout SimulatedPlatform.Script) -> Void = { _ in }
    ) throws {
        world = SimulatedWorld(seed: seed, order: order, stepsPerRun: 1_000_000)
        var platforms: [SimulatedPlatform] = []
        for (name, capacity) in capacities {
            var own = SimulatedPlatform.Script { question in
                let obstacles = question.obstaclesOfSize(capacity: capacity)
                return obstacles.isEmpty ? .yes([.plain(question, on: name)]) : .no(obstacles)
            }
            script(&own)
            platforms.append(SimulatedPlatform(name, capacity, world: world, trace: trace, script: own))
        }
        self.platforms = platforms
        auditor = Auditor(
            inner, capacities: Dictionary(uniqueKeysWithValues: capacities.map { ($0.name, $0.capacity) }), trace: trace
        )
        store = FaultyStore(auditor, seed: seed, world: world)
        var own = BrokerSettings()
        settings(&own)
        self.settings = own
        broker = try Broker(platforms: platforms, store: store, settings: own, world: world) { [log] event in
            log.add("\(event.name) " + event.fields.map { "\($0.name)=\($0.value)" }.joined(separator: " "))
        }
    }

    var platform: SimulatedPlatform { platforms[0] }

    /// Runs the body with the broker started, and looks at the end whether every promise was kept.
    func play<T: Sendable>(_ body: @escaping @Sendable (Stage) async throws -> T) throws -> T {
        let result = try world.run { [self] in
            try await broker.start()
            let result = try await body(self)
            await broker.stop()
            return result
        }
        #expect(auditor.violations == [])
        return result
    }

    /// Another broker on the same store and platforms, as after a crash or a stop.
    func next(
        _ platforms: [any Platform]? = nil, settings change: (inout BrokerSettings) -> Void = { _ in }
    ) throws -> Broker {
        var settings = settings
        change(&settings)
        return try Broker(
            platforms: platforms ?? self.platforms, store: FaultyStore(auditor, seed: 1), settings: settings,
            world: world
        ) { [log] event in
            log.add("\(event.name) " + event.fields.map { "\($0.name)=\($0.value)" }.joined(separator: " "))
        }
    }

    /// From the next call of the store on.
    func fail(_ change: (inout FaultyStore.Faults) -> Void) {
        var faults = FaultyStore.Faults()
        change(&faults)
        store.setFaults(faults)
    }

    /// What the broker says against it.
    func refused(_ body: () async throws -> Void) async throws -> BrokerError {
        do {
            try await body()
        } catch let error as BrokerError {
            return error
        }
        Issue.record("nothing was refused")
        return BrokerError(.notFound, "nothing was refused")
    }

    // MARK: what tests do all the time

    func offers(_ request: ExecutionRequest, as asker: Identity = .ada) async throws -> [UUID] {
        try await broker.ask(request, as: asker).offers.compactMap(\.component.meta?.uuid)
    }

    /// Asks and accepts the first offer.
    func accepted(_ request: ExecutionRequest, as asker: Identity = .ada) async throws -> UUID {
        let offers = try await offers(request, as: asker)
        let first = try #require(offers.first)
        _ = try await broker.update(first, with: .phase(.accepted), as: asker)
        return first
    }

    func session(_ id: UUID, as asker: Identity = .ada) async throws -> Session {
        try await broker.session(id, as: asker).session
    }

    func phase(_ id: UUID) async throws -> SessionPhase? { try await session(id).phase }

    func phases(_ id: UUID) async throws -> [SessionPhase] {
        try await broker.session(id, as: .ada).history.map(\.phase)
    }

    func messages(_ id: UUID) async throws -> [String] {
        try await session(id).component.meta?.messages.compactMap(\.message) ?? []
    }

    func held(on platform: String = "here") -> Int { broker.memory.withLock { $0.ledger.count(on: platform) } }

    /// What a platform was called for, in order, for one session.
    func calls(_ id: UUID) -> [String] {
        trace.lines.filter { $0.contains("here \(id)") }.map { String($0.dropFirst("here \(id) ".count)) }
    }
}

extension OfferSetResponse {
    var texts: [String] { meta?.messages.compactMap(\.message) ?? [] }
}
