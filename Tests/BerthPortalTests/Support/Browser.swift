import BerthDocument
import BerthHTTP
import BerthModel
import BerthSoftware
import Testing

@testable import BerthPortal

/// A browser before a portal, without a socket between: it keeps cookies, and finds the word of forms in pages.
final class Browser {
    let portal: Portal
    private let router: HTTPRouter
    private(set) var cookies: [String: String] = [:]

    init(_ portal: Portal) {
        self.portal = portal
        router = portal.router
    }

    /// A portal of the local user with one entry in its catalogue, and a browser before it.
    static func atHome(
        signIn: any PortalSignIn = LocalSignIn(), store: any PortalStore = MemoryPortalStore(),
        world: StillWorld = StillWorld(), catalogue: SampleCatalogue = SampleCatalogue(),
        change: (inout PortalSettings) -> Void = { _ in }
    ) async throws -> Browser {
        var settings = PortalSettings()
        settings.version = "9"
        change(&settings)
        let own = PortalBroker(name: PortalBroker.own, title: "This broker", url: "http://127.0.0.1:9")
        return Browser(
            try await Portal(
                settings: settings, store: store, world: world, signIn: signIn, brokers: [own], catalogue: catalogue))
    }

    func get(_ path: String, headers: HTTPHeaders = [:]) async throws -> HTTPResponse {
        try await send(.get, path, [], headers)
    }

    /// Sends a form with the word that the browser was shown.
    func post(
        _ path: String, _ fields: [(String, String)] = [], word: String? = nil, headers: HTTPHeaders = [:]
    ) async throws -> HTTPResponse {
        let word = word ?? portal.guarding.word(of: cookies["berth-browser"] ?? "")
        return try await send(.post, path, fields + [(PortalGuard.field, word)], headers)
    }

    private func send(
        _ method: HTTPMethod, _ path: String, _ fields: [(String, String)], _ headers: HTTPHeaders
    ) async throws -> HTTPResponse {
        var headers = headers
        if !cookies.isEmpty {
            headers["Cookie"] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: "; ")
        }
        if method == .post { headers["Content-Type"] = "application/x-www-form-urlencoded" }
        let body = fields.map { $0.0.percentEncoded + "=" + $0.1.percentEncoded }.joined(separator: "&")
        let request = HTTPRequest(
            method: method, target: try RequestTarget(reading: Array(path.utf8)), headers: headers,
            body: Array(body.utf8))
        let response = await router.answer(request)
        for cookie in response.headers.values("Set-Cookie") {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
        }
        return response
    }
}

extension HTTPResponse {
    var text: String {
        if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { "" }
    }
}

/// One entry with a declared and a guessed way to run it; or a fault.
struct SampleCatalogue: SoftwareCatalogue {
    var entry = Self.hello
    var fault: SoftwareError?
    var freshness = Freshness(asOf: Sample.noon)

    static let hello: SoftwareEntry = {
        var entry = SoftwareEntry(id: "ossr:1/a", title: "Hello <b>", freshness: Freshness(asOf: Sample.noon))
        entry.summary = "First <script>alert(1)</script>.\n\nSecond."
        entry.authors = [
            SoftwareAuthor(name: "Ada", url: "https://orcid.org/0"), SoftwareAuthor(name: "Eve", url: "javascript:x"),
        ]
        entry.keywords = ["radio"]
        entry.links = [SoftwareLink(title: "Source", url: "https://example.org/src")]
        entry.findings = ["No licence is named."]
        var container = DockerContainer()
        container.image = ContainerImage()
        container.image?.locations = ["localhost/hello:1"]
        container.command = ["echo", "hello"]
        var request = ExecutionRequest()
        request.executable = .dockerContainer(container)
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: 2)
        compute.memory = IntegerRange(min: 4, max: 8)
        request.compute = .simple(compute)
        var said = SoftwareExecutable(
            id: "run", title: "Say hello", summary: "Prints it.", origin: .declared, request: request)
        said.sources = [["compute", "memory"]: "resources.memory of its codemeta.json"]
        said.parameters = [SoftwareParameter(name: "whom", summary: "Whom to greet.", value: "world")]
        let guessed = SoftwareExecutable(
            id: "nb", title: "A notebook", origin: .guessed("the file look.ipynb"), request: request)
        entry.executables = [said, guessed]
        return entry
    }()

    func search(_ query: SoftwareQuery) async throws(SoftwareError) -> SoftwarePage {
        if let fault { throw fault }
        if !query.words.isEmpty && !entry.title.lowercased().contains(query.words.lowercased()) {
            return SoftwarePage(entries: [], total: 0, page: 1, pages: 1, freshness: freshness)
        }
        let summary = SoftwareSummary(
            id: entry.id, title: entry.title, summary: "First.", authors: ["Ada", "B", "C", "D"], keywords: ["radio"],
            version: "1.2")
        return SoftwarePage(entries: [summary], total: 60, page: query.page, pages: 3, freshness: freshness)
    }

    func entry(_ id: String) async throws(SoftwareError) -> SoftwareEntry {
        if let fault { throw fault }
        guard id == entry.id else { throw SoftwareError(.notFound, "There is no entry \(id).") }
        return entry
    }
}
