import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import BerthService

@testable import BerthPortal
@testable import berth

/// A portal on top of brokers, each on a port of its own, and what is asked of them.
final class PortalDesk: Sendable {
    /// One broker behind its own socket, which can go away and come back.
    final class Site: Sendable {
        let name: String
        private let folder: TemporaryFolder
        private let broker: Broker
        private let service: Service
        private let server = Locked<HTTPServer?>(nil)
        private let counts = Locked<[String: Int]>([:])

        init(_ name: String, _ platforms: [any Platform], _ world: any World) async throws {
            self.name = name
            folder = try TemporaryFolder()
            broker = try Broker(platforms: platforms, store: MemoryStore(), settings: BrokerSettings(), world: world)
            try await broker.start()
            service = Service(broker: broker, world: world, identify: .everybody)
            try start()
        }

        /// No other test can take it while its server is away.
        private var path: String { folder.path + "/s" }
        var url: String { "unix:" + path }

        func start() throws {
            let router = service.router
            let started = try HTTPServer(HTTPServerSettings(.unix(path: path))) { [self] request in
                let call = "\(request.method) /\(request.target.segments.joined(separator: "/"))"
                counts.withLock { $0[call, default: 0] += 1 }
                return await router.answer(request)
            }
            server.withLock { $0 = started }
        }

        /// The server goes away; the broker goes on.
        func goAway() async {
            let running = server.withLock { server in
                defer { server = nil }
                return server
            }
            await running?.stop(deadlineSeconds: 0)
        }

        /// How often a call came.
        func count(_ call: String) -> Int { counts.withLock { $0[call] ?? 0 } }

        func stop() async {
            await goAway()
            await broker.stop()
        }
    }

    let sites: [Site]
    let portal: Portal
    let world: ShiftedWorld
    let store: any PortalStore
    let url: String
    private let server: HTTPServer

    init(
        _ sites: [[any Platform]], visitor: PortalVisitor? = nil, store: any PortalStore = MemoryPortalStore(),
        settings: PortalSettings = PortalSettings()
    ) async throws {
        let world = ShiftedWorld()
        self.world = world
        self.store = store
        var all: [Site] = []
        for (index, platforms) in sites.enumerated() {
            all.append(try await Site(index == 0 ? PortalBroker.own : "east\(index)", platforms, world))
        }
        self.sites = all
        portal = try await Self.portal(all, world, store, visitor, settings: settings)
        let router = portal.router
        server = try HTTPServer(HTTPServerSettings()) { await router.answer($0) }
        url = "http://127.0.0.1:\(server.port)"
    }

    /// Another portal over the same brokers and the same store, as after a restart.
    static func portal(
        _ sites: [Site], _ world: any World, _ store: any PortalStore, _ visitor: PortalVisitor?,
        settings: PortalSettings = PortalSettings()
    ) async throws -> Portal {
        try await Portal(
            settings: settings, store: store, world: world,
            signIn: visitor.map { OneVisitor(visitor: $0) } ?? LocalSignIn(),
            brokers: sites.map { PortalBroker(name: $0.name, title: "Broker \($0.name)", url: $0.url) },
            catalogue: EmptyCatalogue(world: world))
    }

    static func during(
        _ sites: [[any Platform]], visitor: PortalVisitor? = nil, settings: PortalSettings = PortalSettings(),
        _ body: (PortalDesk) async throws -> Void
    ) async throws {
        let desk = try await PortalDesk(sites, visitor: visitor, settings: settings)
        do {
            try await body(desk)
        } catch {
            await desk.stop()
            throw error
        }
        await desk.stop()
    }

    func stop() async {
        await server.stop(deadlineSeconds: 0)
        await portal.close()
        for site in sites { await site.stop() }
    }

    /// A draft of the local user.
    func draft(_ command: [String] = [], cores: Int64 = 1) async throws -> Draft {
        let request: Document = [
            "executable": [
                "kind": "docker-container", "image": ["locations": ["a/b:1"]],
                "command": .list(command.map { .text($0) }),
            ], "compute": ["kind": "simple-compute-resource", "cores": ["min": .integer(cores)]],
        ]
        return try await portal.makeDraft(
            request, title: "A task", for: PortalVisitor(subject: "local", name: "You"))
    }
}

extension PortalDesk {
    /// Waits until every broker has answered the latest asking of a draft.
    func complete(_ draft: Draft) async throws { try await complete("\(draft.id)") }

    /// The same, of a draft whose id is at hand.
    func complete(_ draft: String) async throws {
        guard let asking = try await portal.asking(of: draft) else { return }
        var issue = asking.board.issue
        while !issue.value.isComplete {
            issue = await asking.board.issue(after: issue.number, until: .latest, world) ?? issue
        }
    }
}

extension Portal {
    /// The latest asking of a draft of the local user.
    func asking(of draft: String) async throws -> LiveAsking? {
        try await askings.latest(of: draft, for: PortalVisitor(subject: "local", name: "You"))
    }
}

/// Somebody who is signed in already.
struct OneVisitor: PortalSignIn {
    var visitor: PortalVisitor
    var isNeeded: Bool { true }
    func visitor(of request: HTTPRequest, isSecure: Bool) async -> PortalVisitor? { visitor }
    func answer(_ visit: PortalVisit, _ form: PortalForm?) async throws(PortalError) -> PortalAnswer {
        .seeOther("/portal/")
    }
}

/// The system's time, which a test can put forward.
final class ShiftedWorld: World {
    private let system = SystemWorld()
    private let shift = Locked(TimeSpan.zero)

    func now() -> Instant { system.now() + shift.withLock { $0 } }
    func nextID() -> UUID { system.nextID() }
    func sleep(until instant: Instant) async { await system.sleep(until: instant - shift.withLock { $0 }) }
    func goOn(_ span: TimeSpan) { shift.withLock { $0 = $0 + span } }
}
