import BerthBroker
import BerthDocument
import BerthHTTP
import BerthIdentity
import BerthModel
import BerthRegistry
import BerthSchemas

/// What the service says of itself.
extension Service {
    func platforms(_ request: HTTPRequest) throws(Refusal) -> HTTPResponse {
        try AnswerForm(request.headers).response(.ok, broker.platformList, root: XMLRoots.platformList).tagged()
    }

    func health(_ request: HTTPRequest) async throws(Refusal) -> HTTPResponse {
        let form = try AnswerForm(request.headers)
        let health = await broker.health()
        return form.response(health.status == .pass ? .ok : .unavailable, health, root: XMLRoots.health).uncached()
    }

    func metrics(_ request: HTTPRequest) throws(Refusal) -> HTTPResponse {
        guard settings.tellsFiguresToEverybody || request.peer?.isLoopback ?? true else {
            throw Refusal(
                .notAllowed, "The figures are told to this machine only, unless the configuration says otherwise.")
        }
        var text = MetricsText()
        text.add(broker.figures)
        text.add(meter.figures)
        text.single("berth_event_streams_open", .gauge, "Clients that follow a session.", Int64(meter.openStreams))
        text.begin("berth_info", .gauge, "Version of the program.")
        text.sample("berth_info", ["version": broker.settings.version], 1)
        text.single("berth_start_time_seconds", .gauge, "When the service began, in Unix time.", started.seconds)
        text.add(ProcessFigures.now())
        return HTTPResponse(.ok, contentType: MetricsText.contentType, body: Array(text.text.utf8)).uncached()
    }

    func capabilities() -> HTTPResponse {
        let known = identification
        let methods = ServiceCapability.securityMethods(
            hasUsers: known.hasUsers, hasIssuers: !known.issuers.isEmpty)
        let text = VOSI.capabilities(publicURL: broker.settings.publicURL, securityMethods: methods)
        return HTTPResponse(.ok, contentType: VOSI.mediaType, body: Array(text.utf8)).tagged()
    }

    func availability() async -> HTTPResponse {
        let text = VOSI.availability(await broker.health(), upSince: started)
        return HTTPResponse(.ok, contentType: VOSI.mediaType, body: Array(text.utf8)).uncached()
    }

    /// What programs find that were refused and look for a token. Source: RFC 9728 §2.
    func protectedResource() -> HTTPResponse {
        let issuers = identification.issuers.all.map(\.settings)
        var members: DocumentMembers = [
            "resource": .text(broker.settings.publicURL), "resource_name": "Berth",
            "bearer_methods_supported": ["header"],
        ]
        if !issuers.isEmpty { members["authorization_servers"] = .list(issuers.map { .text($0.url) }) }
        let scopes = Set(issuers.compactMap(\.requiredScope)).sorted()
        if !scopes.isEmpty { members["scopes_supported"] = .list(scopes.map { .text($0) }) }
        let text = Document.map(members).asJSON + "\n"
        return HTTPResponse(.ok, contentType: "application/json", body: Array(text.utf8)).tagged()
    }

    func index(_ request: HTTPRequest) throws(Refusal) -> HTTPResponse {
        let page = IndexPage(
            publicURL: broker.settings.publicURL, version: broker.settings.version,
            isPublished: settings.record != nil, issuers: identification.issuers.all.map(\.settings))
        let html = MediaType("text", "html")
        let json = MediaType("application", "json")
        if Accept.best(of: [json, html], request.headers) == html {
            var response = HTTPResponse(.ok, contentType: "text/html; charset=utf-8", body: Array(page.html.utf8))
            response.headers["Vary"] = "Accept"
            response.headers["Content-Security-Policy"] = "default-src 'none'"
            return response.tagged()
        }
        return try AnswerForm(request.headers).response(.ok, root: "Service") { _ in page.document }.tagged()
    }

    func schema(_ request: HTTPRequest) async throws(Refusal) -> HTTPResponse {
        let name = request.parameter("name") ?? ""
        guard SchemaFiles.all.contains(where: { $0.name == name }) else {
            throw Refusal(
                .notFound, "There is no such schema; there are \(SchemaFiles.all.map(\.name).joined(separator: ", ")).")
        }
        return try await file(name)
    }

    func file(_ name: String) async throws(Refusal) -> HTTPResponse {
        guard let file = await files.file(name) else { throw Refusal(.notFound, "There is no such file.") }
        var response = HTTPResponse(.ok, contentType: file.mediaType, body: file.bytes)
        response.headers["ETag"] = file.tag
        // They change with the program and not before.
        response.headers["Cache-Control"] = "public, max-age=300"
        return response
    }
}

extension HTTPResponse {
    /// For what is another the next time.
    func uncached() -> HTTPResponse {
        var response = self
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}
