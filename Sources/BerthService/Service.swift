package import BerthBroker
package import BerthHTTP
import BerthModel
package import BerthPlatform
import BerthSchemas
package import BerthSignatures

/// The calls of the IVOA ExecutionBroker over HTTP, and what the service says of itself. Source: WIRE.md, section 1.
///
/// Each call decodes, calls the broker, encodes, and decides nothing. Which calls there are says `Operation`.
package final class Service: Sendable {
    let broker: Broker
    let world: any World
    let settings: ServiceSettings
    let bodies: RequestBody
    let files: ServedFiles
    let meter = Meter()
    let started: Instant
    private let callers: Locked<Callers>

    /// Who may ask, and what is asked of those whom nobody has to know.
    private struct Callers: Sendable {
        var identification: Identification
        var browserGuard: BrowserGuard?
    }

    private let ring: Locked<KeyRing?>
    /// The keys that sign; nil for a service that signs nothing.
    package var keys: KeyRing? { ring.withLock { $0 } }

    package init(
        broker: Broker, world: any World, settings: ServiceSettings = ServiceSettings(),
        identify identification: Identification = .everybody
    ) {
        self.broker = broker
        self.world = world
        self.settings = settings
        bodies = RequestBody(limits: settings.limits)
        started = world.now()
        let publicURL = broker.settings.publicURL
        files = ServedFiles(server: Self.path(of: publicURL))
        callers = Locked(Self.callers(identification, settings, publicURL, world))
        ring = Locked(settings.keys)
    }

    /// Signs with another key from the next request on.
    package func takeUp(_ keys: KeyRing) { ring.withLock { $0 = keys } }

    /// Knows other users from the next request on.
    package func takeUp(_ identification: Identification) {
        let next = Self.callers(identification, settings, broker.settings.publicURL, world)
        callers.withLock { $0 = next }
    }

    private static func callers(
        _ identification: Identification, _ settings: ServiceSettings, _ publicURL: String, _ world: any World
    ) -> Callers {
        var identification = identification
        identification.now = { world.now() }
        identification.describedAt = publicURL + Operation.protectedResource.path
        // Who needs a token cannot be made to act by a page that has none.
        let isGuarded = settings.guardsAgainstBrowsers && identification.knowsNobody
        return Callers(
            identification: identification,
            browserGuard: isGuarded ? BrowserGuard(publicURL: publicURL, hosts: settings.hosts) : nil)
    }

    /// The handler of a server.
    package var router: HTTPRouter {
        HTTPRouter(onProblem: writeProblem) { routes in
            for operation in Operation.allCases {
                routes.on(HTTPMethod(operation.method), operation.path) { request in
                    await self.answer(operation, request)
                }
            }
        }
    }

    /// Writes what the server itself refuses.
    package var writeProblem: HTTPProblem.Writer {
        { problem, request in Self.guarded(Refusal(problem).response(to: request)) }
    }

    /// Refuses the body of somebody who is not known here before it is read.
    package var onHead: @Sendable (HTTPRequest) -> HTTPResponse? {
        { [self] request in
            let identification = callers.withLock { $0 }.identification
            if identification.knowsNobody { return nil }
            do throws(Refusal) {
                try identification.check(request.headers)
                return nil
            } catch {
                return Self.guarded(error.response(to: request))
            }
        }
    }

    /// The refusal of what a web page of somebody else makes a browser send, for what is served beside the calls; nil
    /// when there is nothing against a request.
    package func refusalOfForeign(_ request: HTTPRequest) -> HTTPResponse? {
        do throws(Refusal) {
            try callers.withLock { $0 }.browserGuard?.check(request)
            return nil
        } catch {
            return Self.guarded(error.response(to: request))
        }
    }

    /// Who has a bearer token; nil when nobody is known by it.
    package func asker(token: String) async -> Identity? {
        let identification = identification
        if identification.knowsNobody { return nil }
        return try? await identification.identity(["Authorization": "Bearer \(token)"])
    }

    /// Who is known now.
    package var identification: Identification { callers.withLock { $0 }.identification }

    /// Counts a request for the figures; the server calls it.
    package func count(_ access: HTTPAccess) { meter.count(access) }

    private func answer(_ operation: Operation, _ request: HTTPRequest) async -> HTTPResponse {
        do throws(Refusal) {
            let callers = callers.withLock { $0 }
            try callers.browserGuard?.check(request)
            let asker = operation.isOpen ? .anonymous : try await callers.identification.identity(request.headers)
            return Self.guarded(try await call(operation, request, as: asker))
        } catch {
            return Self.guarded(error.response(to: request))
        }
    }

    private func call(
        _ operation: Operation, _ request: HTTPRequest, as asker: Identity
    ) async throws(Refusal) -> HTTPResponse {
        switch operation {
        case .offerSetPost: try await ask(request, as: asker)
        case .offerSetGet: try await offerSet(request, as: asker)
        case .directPost: try await direct(request, as: asker)
        case .snapshotPost: try await snapshot(request, as: asker)
        case .sessionList: try await sessions(request, as: asker)
        case .sessionGet: try await session(request, as: asker)
        case .sessionPost: try await update(request, as: asker)
        case .sessionSigned: try await signed(request, as: asker)
        case .sessionEvents: try await events(request, as: asker)
        case .sessionLog: try await log(request, as: asker)
        case .platforms: try platforms(request)
        case .keys: try publicKeys()
        case .openAPIJSON: try await file(OpenAPIWriter.jsonFileName)
        case .openAPIYAML: try await file(OpenAPIWriter.yamlFileName)
        case .schema: try await schema(request)
        case .health: try await health(request)
        case .metrics: try metrics(request)
        case .capabilities: capabilities()
        case .registryRecord: try registryRecord()
        case .registryOAI: try harvest(request)
        case .availability: await availability()
        case .protectedResource: protectedResource()
        case .index: try index(request)
        }
    }

    /// Browsers are to believe the media type and nothing else.
    private static func guarded(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.headers.add("X-Content-Type-Options", "nosniff")
        return response
    }

    /// `/` of `https://host`, `/berth` of `https://host/berth`.
    private static func path(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count > 3 && !parts[3].isEmpty ? "/\(parts[3])" : "/"
    }
}

extension Operation {
    /// Whether a call says nothing of anybody and is answered to everybody.
    var isOpen: Bool {
        switch self {
        case .offerSetPost, .offerSetGet, .directPost, .snapshotPost, .sessionList, .sessionGet, .sessionPost,
            .sessionSigned, .sessionEvents, .sessionLog, .platforms:
            false
        // The figures have a rule of their own.
        case .openAPIJSON, .openAPIYAML, .schema, .health, .metrics, .capabilities, .availability, .protectedResource,
            .registryRecord, .registryOAI, .index, .keys:
            true
        }
    }
}
