import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import Testing

@testable import BerthService

/// A service on a free port of the loopback address, with a broker, a memory store and one simple platform behind it.
final class RunningService: Sendable {
    let platform = SimplePlatform()
    let broker: Broker
    let service: Service
    let server: HTTPServer
    let client: LoopbackClient

    static let publicURL = "http://berth.test:8470"

    init(
        _ settings: ServiceSettings = ServiceSettings(), users: [Identification.User] = [],
        store: any Store = MemoryStore(), broker change: (inout BrokerSettings) -> Void = { _ in },
        server limit: (inout HTTPServerSettings) -> Void = { _ in }
    ) async throws {
        var brokerSettings = BrokerSettings()
        brokerSettings.publicURL = Self.publicURL
        brokerSettings.version = "1.2.3"
        change(&brokerSettings)
        let world = SystemWorld()
        broker = try Broker(platforms: [platform], store: store, settings: brokerSettings, world: world)
        try await broker.start()
        let service = Service(
            broker: broker, world: world, settings: settings, identify: try Identification(users: users))
        self.service = service
        var serverSettings = HTTPServerSettings()
        serverSettings.onProblem = service.writeProblem
        serverSettings.onAccess = { service.count($0) }
        serverSettings.onHead = service.onHead
        limit(&serverSettings)
        let router = service.router
        server = try HTTPServer(serverSettings) { await router.answer($0) }
        client = LoopbackClient(port: server.port)
    }

    func stop() async {
        await server.stop(deadlineSeconds: 5)
        await broker.stop()
    }

    /// A service for one test.
    static func during(
        _ settings: ServiceSettings = ServiceSettings(), users: [Identification.User] = [],
        store: any Store = MemoryStore(), broker change: (inout BrokerSettings) -> Void = { _ in },
        _ body: (RunningService) async throws -> Void
    ) async throws {
        let service = try await RunningService(settings, users: users, store: store, broker: change)
        do {
            try await body(service)
        } catch {
            await service.stop()
            throw error
        }
        await service.stop()
    }

    // MARK: the loop

    /// Asks, and answers the identifier of the first offer.
    func offer(_ headers: [(String, String)] = []) async throws -> UUID {
        let reply = try await client.post("/requests", Requests.yes, headers)
        let document = try Document.read(reply.body, as: .json)
        let text = document.value(at: ["offers", .index(0), "meta", "uuid"])?.text
        return try #require(UUID(text ?? ""), "\(reply.status) \(reply.text)")
    }

    @discardableResult
    func update(_ id: UUID, _ phase: String, _ headers: [(String, String)] = []) async throws -> LoopbackClient.Reply {
        try await client.post("/sessions/\(id)", Requests.update(phase), headers)
    }

    /// A session that runs.
    func running() async throws -> UUID {
        let id = try await offer()
        try await update(id, "ACCEPTED")
        try await wait(for: id) { $0 == .running }
        return id
    }

    /// A session that has run.
    func completed() async throws -> UUID {
        let id = try await running()
        platform.finish()
        try await wait(for: id) { $0 == .completed }
        return id
    }

    /// Waits until a session has come into a phase.
    func wait(for id: UUID, _ isThere: (SessionPhase) -> Bool) async throws {
        var view = try await broker.session(id, as: .anonymous)
        while let phase = view.session.phase, !isThere(phase) {
            let deadline = SystemWorld().now() + TimeSpan(seconds: 20)
            let next = try await broker.change(of: id, after: view.revision, until: deadline, as: .anonymous)
            view = try #require(next, "still \(phase)")
        }
    }
}

/// Bodies that tests send.
enum Requests {
    static let docker =
        "\"executable\": {\"kind\": \"\(Kind.dockerContainer.uri)\", \"image\": {\"locations\": [\"a/b:1\"]}}"

    /// What the simple platform can do.
    static let yes = "{\(docker)}"
    /// More cores than it has.
    static let no = "{\(docker), \"compute\": {\"kind\": \"\(Kind.simpleCompute.uri)\", \"cores\": {\"min\": 400}}}"

    static func update(_ phase: String) -> String {
        "{\"kind\": \"uri:enum-value-update\", \"path\": \"phase\", \"value\": \"\(phase)\"}"
    }

    /// The same as `yes` and as an update, in each syntax.
    static func yes(_ syntax: Syntax) throws -> String { try convert(yes, syntax, root: "ExecutionRequest") }
    static func no(_ syntax: Syntax) throws -> String { try convert(no, syntax, root: "ExecutionRequest") }
    static func update(_ phase: String, _ syntax: Syntax) throws -> String {
        try convert(update(phase), syntax, root: "Update")
    }

    private static func convert(_ json: String, _ syntax: Syntax, root: String) throws -> String {
        let document = try Document.read(Array(json.utf8), as: .json)
        return String(decoding: try document.written(as: syntax, root: root), as: UTF8.self)
    }
}

extension LoopbackClient.Reply {
    /// The body as JSON.
    var json: Document { get throws { try Document.read(body, as: .json) } }

    /// The text at a path of the JSON body.
    func text(_ path: DocumentPath) throws -> String? { try json.value(at: path)?.text }
}
