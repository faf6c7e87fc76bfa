import BerthBroker
import BerthHTTP
import BerthHost
import BerthPlatform
import BerthService
import BerthStorage
import Foundation
import Testing

/// A whole broker behind HTTP in this process, as `berth serve` composes it, for clients that are programs of their
/// own.
struct RunningService {
    let server: HTTPServer
    let broker: Broker
    private let store: SQLiteStore

    var url: String { "http://127.0.0.1:\(server.port)" }

    init(_ platforms: [any Platform], folder: String) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try SQLiteStore(path: folder + "/berth.db")
        // The port is free until somebody takes it; asking for it twice is what `publicURL` needs.
        let probe = try HTTPServer(HTTPServerSettings()) { _ in HTTPResponse(.ok) }
        let port = probe.port
        await probe.stop()
        var settings = BrokerSettings()
        settings.publicURL = "http://127.0.0.1:\(port)"
        let world = SystemWorld()
        broker = try Broker(platforms: platforms, store: store, settings: settings, world: world)
        try await broker.start()
        let service = Service(broker: broker, world: world)
        let router = service.router
        var serverSettings = HTTPServerSettings(.tcp(port: port))
        serverSettings.onProblem = service.writeProblem
        serverSettings.onAccess = { service.count($0) }
        server = try HTTPServer(serverSettings) { await router.answer($0) }
    }

    func stop() async {
        await server.stop()
        await broker.stop()
        await store.close()
    }
}

/// Runs a program of the repository beside the tasks of this process, which it needs.
func runProgram(_ arguments: [String]) async throws -> (status: Int32, output: String) {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    // Not by Foundation's `Process`: a program that another test starts at that moment would keep the output open.
    var command = Command(
        ["/bin/sh", "-c", "exec env \"$@\" 2>&1", "sh"] + arguments, environment: ProcessInfo.processInfo.environment)
    command.directory = folder.path
    command.seconds = 900
    let said = try await command.run()
    return (said.code, said.text)
}
