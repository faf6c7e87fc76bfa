import BerthBroker
import BerthContainers
import BerthModel
import BerthPlatform
import Foundation
import Testing

/// The whole loop without its doors: ask, be offered, accept, run a container, read its output.
@Suite(.serialized) struct LoopTests {
    private func database(_ name: String) throws -> String {
        let folder = try TestEngine.shared.get().directory + "/loop-\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder + "/berth.db"
    }

    private func containers(_ instance: String) throws -> [String] {
        try TestEngine.shared.get().run(["podman", "ps", "-a", "--format", "{{.Names}}"])
            .split(separator: "\n").map(String.init).filter { $0.hasPrefix("berth-\(instance)-") }
    }

    @Test func aContainerRunsThroughTheWholeLoop() async throws {
        let platform = try TestEngine.shared.get().platform("loop")
        let broker = try await BrokerOnEngine(platform, database: try database("whole"))
        let id = try await broker.accepted(ContainerRun.script("echo out; echo err >&2"))
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(
            view.history.map(\.phase) == [
                .offered, .accepted, .preparing, .available, .running, .releasing, .completed,
            ])
        #expect(try await broker.output(id) == "out\n")
        #expect(try await broker.output(id, .stderr) == "err\n")
        #expect(try containers("loop").isEmpty)
        await broker.stop()
    }

    @Test(arguments: [1, 42]) func anExitCodeFailsTheSession(_ code: Int) async throws {
        let platform = try TestEngine.shared.get().platform("exit")
        let broker = try await BrokerOnEngine(platform, database: try database("exit-\(code)"))
        let view = try await broker.session(try await broker.accepted(ContainerRun.script("exit \(code)")))
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("The program ended with exit code \(code)."))
        #expect(try containers("exit").isEmpty)
        await broker.stop()
    }

    @Test func aContainerThatTakesTooLongIsStopped() async throws {
        let platform = try TestEngine.shared.get().platform("overtime")
        let broker = try await BrokerOnEngine(platform, database: try database("overtime"))
        let id = try await broker.accepted(
            ContainerRun.script("sleep 600", "schedule: {requested: {duration: PT3S}}"))
        let view = try await broker.session(id)
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("the end of the time that was offered"), "\(view.texts)")
        #expect(try containers("overtime").isEmpty)
        await broker.stop()
    }

    @Test func cancelStopsTheContainer() async throws {
        let platform = try TestEngine.shared.get().platform("cancel")
        let broker = try await BrokerOnEngine(platform, database: try database("cancel"))
        let id = try await broker.accepted(ContainerRun.script("sleep 600"))
        _ = try await broker.session(id, in: [.running])
        let clock = ContinuousClock()
        let begin = clock.now
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.cancelled), as: .anonymous)
        let view = try await broker.session(id)
        #expect(view.session.phase == .cancelled, "\(view.texts)")
        #expect(clock.now - begin < .seconds(20))
        #expect(try containers("cancel").isEmpty)
        await broker.stop()
    }

    /// Follows a session until it runs, then stops as a broker that is asked to.
    static func runAndStop(engine socket: String, state: String, database: String) async throws {
        let broker = try await BrokerOnEngine(
            try platform("again", engine: socket, state: state), database: database)
        let id = try await broker.accepted(ContainerRun.script("echo one; sleep 4; echo two"))
        _ = try await broker.session(id, in: [.running])
        await broker.stop()
    }

    @Test func aRunningContainerIsFoundAgainByTheNextBroker() async throws {
        let engine = try TestEngine.shared.get()
        let database = try database("again")
        await #expect(processExitsWith: .success) {
            [
                socket = engine.socket as String, state = engine.directory + "/state" as String,
                database = database as String
            ] in
            try await LoopTests.runAndStop(engine: socket, state: state, database: database)
        }
        #expect(try containers("again").count == 1)
        let broker = try await BrokerOnEngine(try engine.platform("again"), database: database)
        let sessions = try await broker.broker.sessions(in: [.running], after: nil, limit: 10, as: .anonymous).sessions
        let id = try #require(sessions.first?.component.meta?.uuid)
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        let output = try await broker.output(id)
        #expect(output == "one\ntwo\n")
        #expect(try containers("again").isEmpty)
        await broker.stop()
    }

    private static func platform(_ instance: String, engine socket: String, state: String) throws -> ContainerPlatform {
        var settings = ContainerSettings()
        settings.engine = socket
        settings.instance = instance
        settings.stateDirectory = state
        settings.cores = 2
        settings.memory = 2
        settings.storage = 4
        return try ContainerPlatform(settings)
    }

    // MARK: kill -9 at every durable step

    private static let task = ContainerRun.script("echo begun; sleep 1; echo done")

    /// Asks, accepts and follows to the end, unless the store kills the process before.
    static func live(engine socket: String, state: String, database: String, death: DyingStore.Death) async throws {
        let broker = try await BrokerOnEngine(
            try platform("killed", engine: socket, state: state), database: database, death: death)
        let id = try await broker.accepted(task)
        try Data("\(id)".utf8).write(to: URL(filePath: database + ".accepted"))
        _ = try await broker.session(id)
        await broker.stop()
    }

    @Test(arguments: [false, true]) func aKilledBrokerGoesOnWhereItStood(_ isAfter: Bool) async throws {
        let engine = try TestEngine.shared.get()
        var write = 1
        while true {
            let database = try database("killed-\(write)-\(isAfter)")
            let death = DyingStore.Death(write: write, isAfter: isAfter)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [
                    socket = engine.socket as String, state = engine.directory + "/state" as String,
                    database = database as String, death = death as DyingStore.Death
                ] in
                try await LoopTests.live(engine: socket, state: state, database: database, death: death)
            }
            try await checkAfterDeath(database, write, isAfter)
            if write == Self.writesOfALife { break }
            write += 1
        }
    }

    /// Offer, accept, and one for each event of a session without storage and data: due, two parts prepared, started,
    /// running, finished, two parts released.
    private static let writesOfALife = 10

    private func checkAfterDeath(_ database: String, _ write: Int, _ isAfter: Bool) async throws {
        let accepted = try? String(contentsOfFile: database + ".accepted", encoding: .utf8)
        let broker = try await BrokerOnEngine(try TestEngine.shared.get().platform("killed"), database: database)
        let sessions = try await broker.broker.sessions(in: [], after: nil, limit: 100, as: .anonymous).sessions
        let running = sessions.filter { ![.offered, .rejected, .expired].contains($0.phase) }
        if accepted != nil { #expect(running.count == 1, "write \(write): what was accepted is there") }
        for session in running {
            let id = try #require(session.component.meta?.uuid)
            let view = try await broker.session(id)
            #expect(view.session.phase == .completed, "write \(write), after \(isAfter): \(view.texts)")
            #expect(try await broker.output(id) == "begun\ndone\n", "write \(write): it ran once")
        }
        #expect(try containers("killed").isEmpty, "write \(write): nothing is left on the engine")
        await broker.stop()
    }
}
