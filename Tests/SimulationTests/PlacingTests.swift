import BerthDocument
import BerthModel
import BerthPlatform
import BerthScripted
import BerthStorage
import Glibc
import SimulationKit
import Testing

@testable import BerthBroker

/// Nodes and flavors behind a whole broker: what is promised on one stays on it, over a restart too, and a NO tells
/// changes that are a yes.
struct PlacingTests {
    private static let nodes = Capacity(
        nodes: [
            .node("deep", cores: 4, memory: 64 << 30), .node("wide", cores: 16, memory: 8 << 30),
            .node("small", cores: 2, memory: 4 << 30),
        ], shared: .storage(100 << 30))

    private static func request(_ cores: Int64, _ gibibytes: Int64, seconds: Int64 = 600) -> ExecutionRequest {
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: cores, max: cores)
        compute.memory = IntegerRange(min: gibibytes, max: nil)
        var container = DockerContainer()
        container.image = ContainerImage()
        container.image?.locations = ["localhost/x"]
        var request = ExecutionRequest()
        request.executable = .dockerContainer(container)
        request.compute = .simple(compute)
        var schedule = RequestedSchedule()
        schedule.requested = TimedWindow(start: nil, duration: TimeSpan(seconds: seconds))
        request.schedule = schedule
        return request
    }

    private static func broker(_ store: any Store, world: any World) throws -> (Broker, SimulatedPlatform) {
        let script = SimulatedPlatform.Script { question in
            let obstacles = question.obstaclesOfSize(capacity: nodes)
            return obstacles.isEmpty ? .yes(question.plans(on: "here", capacity: nodes) { _ in }) : .no(obstacles)
        }
        let platform = SimulatedPlatform("here", nodes, world: world, script: script)
        return (try Broker(platforms: [platform], store: store, settings: BrokerSettings(), world: world), platform)
    }

    @Test func `The node of an offer is kept over a restart on the same file`() async throws {
        var template = Array("/tmp/berth-placing-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            for name in ["", "-wal", "-shm", "-lock"] { remove("\(folder)/berth.db\(name)") }
            rmdir(folder)
        }
        let world = SystemWorld()
        let first = try SQLiteStore(path: folder + "/berth.db")
        let (before, _) = try Self.broker(first, world: world)
        try await before.start()
        var nodes: [UUID: String] = [:]
        for cores in [2, 4, 2, 8] as [Int64] {
            let answer = try await before.ask(Self.request(cores, 1), as: .ada)
            for id in answer.offers.compactMap(\.component.meta?.uuid) {
                nodes[id] = before.memory.withLock { $0.ledger.place(of: id, on: "here") }
            }
        }
        #expect(Set(nodes.values) == ["small", "deep", "wide"])
        await before.stop()
        await first.close()

        let second = try SQLiteStore(path: folder + "/berth.db")
        let (after, _) = try Self.broker(second, world: world)
        try await after.start()
        for (id, node) in nodes {
            #expect(after.memory.withLock { $0.ledger.place(of: id, on: "here") } == node)
        }
        #expect(after.memory.withLock { $0.ledger.count(on: "here") } == nodes.count)
        await after.stop()
        await second.close()
    }

    @Test func `Every change that a NO tells is a yes on a node`() throws {
        let world = SimulatedWorld(seed: 5, stepsPerRun: 1_000_000)
        try world.run {
            let auditor = Auditor(MemoryStore(), capacities: ["here": Self.nodes])
            let (broker, _) = try Self.broker(auditor, world: world)
            try await broker.start()
            // 8 cores and 32 GiB are on no node together.
            let answer = try await broker.ask(Self.request(8, 32), as: .ada)
            #expect(answer.result == .no)
            #expect(
                answer.texts.first
                    == "compute: 8 cores and 32 GiB of memory are wanted together. Each of them is here, but no single"
                    + " node has all; the nearest, deep, has 4 cores and 64 GiB of memory.")
            let sets = (answer.meta?.messages ?? []).compactMap { ChangeSet(reading: $0) }
            #expect(sets.count == 2)
            for set in sets {
                let document = set.applied(to: Self.request(8, 32).document(for: .json))
                let mended = try await broker.ask(ExecutionRequest.reading(document, from: .json).value, as: .ada)
                #expect(mended.result == .yes, "\(set)")
            }
            await broker.stop()
            #expect(auditor.violations == [])
        }
    }
}
