import BerthBroker
import BerthHTTP
import BerthModel
import BerthService
import BerthSignatures

@testable import berth

/// A whole service on a free port of the loopback address, and a command line that speaks to it.
final class Desk: Sendable {
    let folder: TemporaryFolder
    let url: String
    private let server: HTTPServer
    private let broker: Broker
    let platform = TaskPlatform()
    let service: Service

    init(_ change: (inout BrokerSettings) -> Void = { _ in }, users: [Identification.User] = []) async throws {
        folder = try TemporaryFolder()
        let door = FrontDoor()
        var settings = HTTPServerSettings()
        settings.onProblem = door.writeProblem
        server = try HTTPServer(settings, handler: door.handler)
        url = "http://127.0.0.1:\(server.port)"
        var brokerSettings = BrokerSettings()
        brokerSettings.publicURL = url
        brokerSettings.instance = "desk-1"
        change(&brokerSettings)
        let world = SystemWorld()
        broker = try Broker(platforms: [platform], store: MemoryStore(), settings: brokerSettings, world: world)
        try await broker.start()
        var serviceSettings = ServiceSettings()
        serviceSettings.keys = KeyRing.made(at: world.now())
        service = Service(
            broker: broker, world: world, settings: serviceSettings, identify: try Identification(users: users))
        door.open(service)
    }

    /// A desk for one test.
    static func during(
        _ change: (inout BrokerSettings) -> Void = { _ in }, users: [Identification.User] = [],
        _ body: (Desk) async throws -> Void
    ) async throws {
        let desk = try await Desk(change, users: users)
        do {
            try await body(desk)
        } catch {
            await desk.stop()
            throw error
        }
        await desk.stop()
    }

    func stop() async {
        await server.stop(deadlineSeconds: 5)
        await broker.stop()
    }

    var environment: [String: String] { ["BERTH_URL": url, "XDG_STATE_HOME": folder.path] }

    /// Runs a command against the service; its time is the real one.
    func berth(_ words: String..., signals: Signals = Signals(), environment: [String: String] = [:]) async
        -> CapturedRun
    {
        await CapturedRun.berth(
            words, environment: self.environment.merging(environment) { $1 }, signals: signals,
            now: { SystemWorld().now() })
    }

    /// Writes a task file.
    func task(_ command: String..., cores: Int = 1) throws -> String {
        let words = command.map { "\"\($0)\"" }.joined(separator: ", ")
        return try folder.write(
            "task.yaml",
            """
            executable:
              kind: docker-container
              meta: {name: test}
              image: {locations: [a/b:1]}
              command: [\(words)]
            compute:
              kind: simple-compute-resource
              cores: {min: \(cores)}
            """)
    }

    /// Accepts the first offer of a task and returns the identifier of its session.
    func accepted(_ command: String...) async throws -> String {
        let words = command.map { "\"\($0)\"" }.joined(separator: ", ")
        let file = try folder.write(
            "accepted.yaml", "executable: {kind: docker-container, image: {locations: [a/b:1]}, command: [\(words)]}")
        _ = await berth("ask", file)
        let run = await berth("accept", "1")
        return String(run.output.split(separator: " ").last?.dropLast() ?? "")
    }
}
