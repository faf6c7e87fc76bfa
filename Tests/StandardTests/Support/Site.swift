import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import BerthService
import SimulationKit
import Testing

/// A whole service, called as HTTP calls it, in a world whose clock the test moves.
struct Site: Sendable {
    let world: SimulatedWorld
    let platform: SitePlatform
    let broker: Broker
    let service: Service
    private let router: HTTPRouter

    /// Runs a test in a world of its own.
    static func run(
        _ platform: SitePlatform = SitePlatform(), users: [Identification.User] = [],
        _ change: (inout BrokerSettings) -> Void = { _ in }, _ body: @escaping @Sendable (Site) async throws -> Void
    ) throws {
        var settings = BrokerSettings()
        settings.publicURL = "http://127.0.0.1:8470"
        change(&settings)
        let world = SimulatedWorld(seed: 1)
        let broker = try Broker(platforms: [platform], store: MemoryStore(), settings: settings, world: world)
        let service = Service(broker: broker, world: world, identify: try Identification(users: users))
        let site = Site(world: world, platform: platform, broker: broker, service: service, router: service.router)
        try world.run {
            try await broker.start()
            try await body(site)
            await broker.stop()
        }
    }

    struct Reply: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var type: String { headers["Content-Type"] ?? "" }

        /// The body, read as what it says it is.
        var document: Document {
            get throws {
                let syntax: Syntax = type.contains("yaml") ? .yaml : type.contains("xml") ? .xml : .json
                return try Document.read(bytes, as: syntax)
            }
        }
    }

    func call(
        _ method: HTTPMethod, _ path: String, _ body: String = "", type: String? = "application/yaml",
        accept: String? = nil, token: String? = nil
    ) async throws -> Reply {
        var headers: HTTPHeaders = ["Host": "127.0.0.1:8470"]
        if method == .post { headers["Content-Type"] = type }
        headers["Accept"] = accept
        headers["Authorization"] = token.map { "Bearer \($0)" }
        let target = try RequestTarget(reading: path.utf8)
        let response = await router.answer(
            HTTPRequest(method: method, target: target, headers: headers, body: Array(body.utf8)))
        guard case .bytes(let bytes) = response.body else {
            return Reply(status: response.status.code, headers: response.headers, bytes: [])
        }
        return Reply(status: response.status.code, headers: response.headers, bytes: bytes)
    }

    // MARK: shorter words

    func ask(_ request: String = container(), token: String? = nil) async throws -> Document {
        let reply = try await call(.post, "/requests", request, token: token)
        try #require(reply.status == 303, "\(reply.text)")
        return try reply.document
    }

    /// The identifiers of the offers that a request gets.
    func offers(_ request: String = container(), token: String? = nil) async throws -> [String] {
        try await ask(request, token: token)["offers"]?.items.compactMap { $0["meta"]?["uuid"]?.text } ?? []
    }

    func offer(_ request: String = container()) async throws -> String {
        try #require(try await offers(request).first)
    }

    func update(_ id: String, _ phase: String, token: String? = nil) async throws -> Reply {
        try await call(
            .post, "/sessions/\(id)", "{kind: 'uri:enum-value-update', path: phase, value: \(phase)}", token: token)
    }

    func session(_ id: String) async throws -> Document { try await call(.get, "/sessions/\(id)").document }

    /// Accepts an offer of the request and lets the session come to its end, or to a phase.
    func run(_ request: String, until phase: String? = nil) async throws -> (id: String, session: Document) {
        let id = try await offer(request)
        let reply = try await update(id, "ACCEPTED")
        try #require(reply.status == 200, "\(reply.text)")
        return (id, try await follow(id, until: phase))
    }

    func follow(_ id: String, until phase: String? = nil) async throws -> Document {
        for _ in 0..<1000 {
            let session = try await session(id)
            let now = session["phase"]?.text ?? ""
            if now == phase || ["COMPLETED", "FAILED", "CANCELLED", "REJECTED", "EXPIRED"].contains(now) {
                return session
            }
            await world.advance(by: TimeSpan(seconds: 1))
        }
        Issue.record("the session \(id) does not come to an end")
        return .null
    }

    static func container(_ command: String = "[print, hello]", _ rest: String = "") -> String {
        """
        executable:
          kind: \(Kind.dockerContainer.uri)
          image: {locations: [localhost/any:1]}
          command: \(command)
        \(rest)
        """
    }

    static func compute(_ members: String) -> String {
        "compute: {kind: \(Kind.simpleCompute.uri), \(members)}"
    }
}

extension Document {
    /// The items of a list; none for anything else.
    var items: [Document] { if case .list(let items) = self { items } else { [] } }
    var whole: Int64? {
        switch self {
        case .integer(let number): number
        case .plain(let text): Int64(text)
        default: nil
        }
    }
    var names: [String] { if case .map(let members) = self { members.members.map(\.name) } else { [] } }
    /// The filled texts of `meta.messages`.
    var said: String {
        self["meta"]?["messages"]?.items.compactMap { $0["message"]?.text }.joined(separator: "\n") ?? ""
    }
    var words: [String] { items.compactMap(\.text) }
    /// The words that `meta.options` allow for the phase.
    var options: [String] { self["meta"]?["options"]?.items.flatMap { $0["values"]?.words ?? [] } ?? [] }

    /// Every document inside, with itself.
    var everything: [Document] {
        switch self {
        case .list(let items): [self] + items.flatMap(\.everything)
        case .map(let members): [self] + members.members.flatMap { $0.value.everything }
        default: [self]
        }
    }
}
