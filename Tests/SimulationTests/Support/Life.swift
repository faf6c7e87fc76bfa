import BerthDocument
import BerthModel
import BerthPlatform
import SimulationKit

@testable import BerthBroker

/// One whole life of a broker in a world of a seed: many who ask, accept, reject and cancel as they like, platforms
/// that fail and dawdle, a store that fails, and deaths, after each of which another broker begins on the same store.
struct Life: Sendable {
    var seed: UInt64
    var users = 3
    var roundsOfEach = 3
    /// Chances in a thousand that a call of a platform fails, or hangs until it is cancelled.
    var fails = 40
    var hangs = 20
    var faults = FaultyStore.Faults()
    /// After how many writes each broker dies; whoever comes after the last lives on.
    var deaths: [Int] = []
    var order = SimulatedWorld.Order.shuffled

    struct Outcome: Sendable {
        var violations: [String]
        var trace: [String]
        /// Writes of the first broker.
        var writes: Int
        var ends: [SessionPhase: Int]
        /// How many brokers died.
        var deaths: Int
    }

    static let start = Instant(seconds: 1_800_000_000)

    /// A pool, nodes of which one is closed for a while, and flavors.
    static let capacities: KeyValuePairs<String, Capacity> = [
        "small": Capacity(.cores(4)), "large": Capacity(.cores(16)),
        "nodes": Capacity(
            nodes: [.node("a", cores: 2), .node("b", cores: 4), .node("c", cores: 4)], shared: .storage(1 << 40),
            closures: [
                Closure(
                    Interval(start: Life.start + .seconds(900), end: Life.start + .seconds(2700)),
                    places: ["b"], reason: "repairs")
            ]),
        "flavors": Capacity(
            flavors: [.node("two", cores: 2, count: 2), .node("four", cores: 4, count: 2)], quota: .cores(8)),
    ]

    func run() throws -> Outcome {
        let world = SimulatedWorld(seed: seed, order: order, now: Life.start, stepsPerRun: 1_000_000)
        return try world.run { try await Players(self, world).play() }
    }
}

/// Numbers that follow from a seed and from who rolled before.
final class Dice: Sendable {
    private let generator: Locked<SplitMix64>

    init(seed: UInt64) { generator = Locked(SplitMix64(seed: seed)) }

    /// From zero to the most, both included.
    func roll(_ most: UInt64) -> Int64 { Int64(generator.withLock { $0.next() % (most + 1) }) }
}

/// Everybody who takes part in one life.
final class Players: Sendable {
    private let life: Life
    private let world: SimulatedWorld
    private let trace = Trace()
    private let platforms: [SimulatedPlatform]
    private let auditor: Auditor
    private let present: Locked<(broker: Broker, store: FaultyStore)>
    private let accepted = Locked<[UUID]>([])
    private let dice: Dice

    init(_ life: Life, _ world: SimulatedWorld) throws {
        self.life = life
        self.world = world
        dice = Dice(seed: life.seed &* 31 &+ 7)
        let trace = trace
        platforms = Life.capacities.map { name, capacity in
            SimulatedPlatform(
                name, capacity, world: world, trace: trace,
                script: Players.script(name, capacity, life, world))
        }
        auditor = Auditor(
            MemoryStore(), capacities: Dictionary(uniqueKeysWithValues: Life.capacities.map { ($0, $1) }), trace: trace)
        present = Locked(try Players.broker(life, 0, platforms, auditor, world))
    }

    private static func broker(
        _ life: Life, _ number: Int, _ platforms: [SimulatedPlatform], _ auditor: Auditor, _ world: SimulatedWorld
    ) throws -> (Broker, FaultyStore) {
        var faults = life.faults
        faults.deathAtWrite = number < life.deaths.count ? life.deaths[number] : nil
        let store = FaultyStore(auditor, seed: life.seed &+ UInt64(number), faults: faults, world: world)
        var settings = BrokerSettings()
        settings.retention = .seconds(7 * 86_400)
        return (try Broker(platforms: platforms, store: store, settings: settings, world: world), store)
    }

    /// The same call of the same session fares the same however often it is repeated, half of the time.
    private static func script(
        _ name: String, _ capacity: Capacity, _ life: Life, _ world: SimulatedWorld
    ) -> SimulatedPlatform.Script {
        let dice = Dice(seed: life.seed &* 131 &+ UInt64(name.utf8.count))
        var script = SimulatedPlatform.Script { question in
            await world.sleep(until: world.now() + TimeSpan(milliseconds: dice.roll(3000)))
            let obstacles = question.obstaclesOfSize(capacity: capacity)
            if !obstacles.isEmpty { return .no(obstacles) }
            if capacity.hasFlavors {
                return .yes(
                    question.plans(on: name, capacity: capacity) { $0.preparing = .seconds(dice.roll(20)) })
            }
            var plan = Plan.plain(question, on: name)
            plan.preparing = .seconds(dice.roll(20))
            plan.releasing = .seconds(dice.roll(20))
            var other = plan
            other.costs = [.simple(Quote())]
            return .yes([plan, other])
        }
        script.fate = { action, _ in
            let (fate, time) = (dice.roll(999), TimeSpan(milliseconds: dice.roll(6000)))
            if fate < Int64(life.fails) { return .fails(PlatformError(.broken, "It broke."), after: time) }
            if fate < Int64(life.fails + life.hangs), action != .cancel {
                if case .release = action { return .takes(time) }
                return .hangs
            }
            return .takes(time)
        }
        script.life = { work in
            let draw = work.session.low
            return .init(
                queued: .seconds(Int64(draw % 30)), running: .seconds(Int64(draw >> 8 % 600)),
                outcome: draw >> 20 % 5 == 0 ? .exited(1) : .exited(0))
        }
        script.progress = { action, work in
            guard action == .start else { return .done }
            return Progress(
                connectors: [Connector(status: .available, protocol: "http", location: "http://h/\(work.session)")],
                handle: .text("\(work.session)"))
        }
        script.orphanage = .takes(.seconds(2))
        return script
    }

    // MARK: the play

    func play() async throws -> Life.Outcome {
        let first = present.withLock { $0.store }
        await start(broker, first)
        let undertaker = Task { try await succeed() }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<life.users {
                group.addTask { await User(number, self).live() }
            }
        }
        // The weather clears, and everything comes to its end.
        var rest = FaultyStore.Faults()
        rest.longestDelay = life.faults.longestDelay
        // Whoever asked last may still get late offers.
        await world.advance(by: .seconds(60))
        for _ in 0..<100 {
            present.withLock { $0.store }.setFaults(rest)
            if try await auditor.unfinished().isEmpty { break }
            await world.advance(by: .seconds(900))
        }
        // What is doubtful at the end is looked up.
        await world.advance(by: .seconds(10))
        undertaker.cancel()
        let deaths = (try? await undertaker.value) ?? 0
        await finish()
        return Life.Outcome(
            violations: auditor.violations + platforms.flatMap(\.violations), trace: trace.lines,
            writes: first.events.filter { $0 != .read && $0 != .readFailed && $0 != .dead }.count,
            ends: Dictionary(auditor.records.map { ($0.phase, 1) }, uniquingKeysWith: +), deaths: deaths)
    }

    /// Starts the next broker whenever one has died.
    private func succeed() async throws -> Int {
        var number = 0
        while !Task.isCancelled {
            await world.sleep(until: world.now() + TimeSpan(milliseconds: 4500))
            let (broker, store) = present.withLock { $0 }
            if !store.isDead { continue }
            trace.add("\(world.now()) death")
            await broker.stop()
            number += 1
            let next = try Players.broker(life, number, platforms, auditor, world)
            await start(next.0, next.1)
            present.withLock { $0 = next }
        }
        return number
    }

    /// Tries until the store can be read, or has died.
    private func start(_ broker: Broker, _ store: FaultyStore) async {
        while !store.isDead {
            do throws(BrokerError) {
                return try await broker.start()
            } catch {
                await world.sleep(until: world.now() + .seconds(1))
            }
        }
    }

    private func finish() async {
        for id in accepted.withLock({ $0 }) { auditor.accepted(id) }
        await world.settle()
        let broker = present.withLock { $0.broker }
        await broker.stop()
        // What could not be released stays until the orphans are looked for.
        let known = Set(auditor.records.filter { !$0.phase.isEnd }.map(\.id))
        for platform in platforms {
            _ = try? await platform.releaseOrphans(keeping: known)
        }
        auditor.finish(leftovers: platforms.flatMap(\.leftovers))
        for platform in platforms {
            let held = broker.memory.withLock { $0.ledger.count(on: platform.profile.name) }
            if held != 0 { auditor.say("\(held) bookings are left on \(platform.profile.name)") }
        }
        for (id, standing) in broker.memory.withLock({ $0.unfinished }) {
            let stored = auditor.records.first { $0.id == id }?.phase.rawValue ?? "not there"
            auditor.say("\(id) is \(standing.phase.rawValue) in memory and \(stored) in the store")
        }
        if broker.figures.unfinished.values.contains(where: { $0 != 0 }) { auditor.say("the figures do not add up") }
        if broker.watchers.sessionCount != 0 { auditor.say("watchers are left") }
    }

    // MARK: what users need

    var broker: Broker { present.withLock { $0.broker } }

    func roll(_ most: UInt64) -> Int64 { dice.roll(most) }

    func sleep(upTo seconds: UInt64) async {
        await world.sleep(until: world.now() + TimeSpan(milliseconds: roll(seconds * 1000)))
    }

    func now() -> Instant { world.now() }

    func note(_ line: String) { trace.add("\(world.now()) \(line)") }

    func say(_ violation: String) { auditor.say(violation) }

    func tookAccept(_ id: UUID) { accepted.withLock { $0.append(id) } }

    var roundsOfEach: Int { life.roundsOfEach }
}

/// Somebody who asks and decides by the dice.
struct User: Sendable {
    private let number: Int
    private let players: Players

    init(_ number: Int, _ players: Players) {
        self.number = number
        self.players = players
    }

    private var identity: Identity { Identity(subject: "user\(number)") }

    func live() async {
        for _ in 0..<players.roundsOfEach {
            await players.sleep(upTo: 400)
            let request = request()
            if players.roll(9) == 0 {
                await direct(request)
            } else if let offers = await ask(request), !offers.isEmpty {
                await players.sleep(upTo: 350)
                await decide(offers)
            }
        }
    }

    private func request() -> ExecutionRequest {
        let cores = players.roll(7) + 1
        let seconds = players.roll(900) + 10
        var request: ExecutionRequest
        switch players.roll(2) {
        case 0: request = .cores(cores, for: seconds)
        case 1:
            let start = players.now() + .seconds(players.roll(2000))
            request = .cores(cores, from: start, to: start + .seconds(players.roll(2000)), for: seconds)
        default: request = .cores(cores, from: players.now(), to: players.now() + .seconds(30), for: seconds)
        }
        if players.roll(1) == 0 { request = request.withData() }
        return request
    }

    private func ask(_ request: ExecutionRequest) async -> [UUID]? {
        // Some do not wait for those who think longer: what these say comes late.
        let wishes =
            players.roll(1) == 0 ? AskingWishes() : AskingWishes(time: TimeSpan(milliseconds: players.roll(3000)))
        return await asking("ask") { key async throws(BrokerError) in
            let answer = try await players.broker.ask(request, key: key, wishes: wishes, as: identity)
            return answer.offers.compactMap(\.component.meta?.uuid)
        }
    }

    /// With a key every other time, and then again and again until there is an answer, and once more after it.
    ///
    /// - Returns: what came of it, nothing for NO.
    private func asking(
        _ what: String, _ body: (QuestionKey?) async throws(BrokerError) -> [UUID]
    ) async -> [UUID]? {
        if players.roll(1) == 0 {
            return await trying(what) { () async throws(BrokerError) in try await body(nil) }
        }
        func bits() -> UInt64 { UInt64(players.roll(1 << 62)) }
        let key = QuestionKey(id: UUID(derived: bits(), bits()), digest: what)
        for _ in 0..<6 {
            let first = await trying(what) { () async throws(BrokerError) in try await body(key) }
            guard let first else {
                await players.sleep(upTo: 10)
                continue
            }
            let second = await trying("\(what) again") { () async throws(BrokerError) in try await body(key) }
            // A NO is forgotten with its broker, and more offers may have come late.
            if let second, !first.isEmpty, !second.starts(with: first) {
                players.say("\(what): two answers to one key")
            }
            return first
        }
        return nil
    }

    private func direct(_ request: ExecutionRequest) async {
        let session = await asking("direct") { key async throws(BrokerError) in
            let session = try await players.broker.direct(request, key: key, as: identity)
            return session.phase == .failed ? [] : session.component.meta?.uuid.map { [$0] } ?? []
        }
        if let id = session?.first {
            players.tookAccept(id)
            await cancelSometimes(id)
        }
    }

    private func decide(_ offers: [UUID]) async {
        let one = offers[Int(players.roll(UInt64(offers.count - 1)))]
        switch players.roll(5) {
        case 0: return
        case 1: _ = await update(one, .rejected)
        case 2:
            // Two minds about it: one accept wins at most, and repeating does no harm.
            let won = await withTaskGroup(of: Int.self) { group in
                for offer in offers { group.addTask { await update(offer, .accepted) == nil ? 0 : 1 } }
                return await group.reduce(0, +)
            }
            if won > 1 { players.say("\(won) accepts of one set have won") }
        default:
            if await update(one, .accepted) != nil, players.roll(2) == 0 { _ = await update(one, .accepted) }
        }
        await cancelSometimes(one)
    }

    private func cancelSometimes(_ id: UUID) async {
        if players.roll(2) == 0 {
            await players.sleep(upTo: 200)
            _ = await update(id, .cancelled)
        } else if players.roll(1) == 0 {
            _ = await trying("watch") { () async throws(BrokerError) in
                try await players.broker.change(
                    of: id, after: 2, until: players.now() + .seconds(60), as: identity)?.revision ?? 0
            }
        }
    }

    private func update(_ id: UUID, _ phase: SessionPhase) async -> SessionPhase? {
        let after = await trying("\(phase.rawValue) \(id)") { () async throws(BrokerError) in
            try await players.broker.update(id, with: .phase(phase), as: identity).session.phase
        }
        guard let after, let after else { return nil }
        if phase == .accepted { players.tookAccept(id) }
        return after
    }

    /// What a client may be told; anything else is a fault of the broker.
    private func trying<Result>(
        _ what: String, _ body: () async throws(BrokerError) -> Result
    ) async -> Result? {
        do throws(BrokerError) {
            let result = try await body()
            players.note("user\(number) \(what)")
            return result
        } catch {
            players.note("user\(number) \(what): \(error.code)")
            switch error.code {
            case .storeFailed, .stopping, .wrongPhase, .expired: break
            // An offer whose answer was lost was perhaps never stored.
            default: players.say("user\(number) is told about \(what): \(error)")
            }
            return nil
        }
    }
}
