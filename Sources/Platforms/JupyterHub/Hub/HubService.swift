import BerthData
import BerthDocument
import BerthHTTP
import BerthHost
import BerthModel
import BerthPlatform

/// A client of a JupyterHub and of the servers behind it. Source: JupyterHub REST API 2 to 6.
struct HubService: Sendable {
    /// Where people open it, without a slash at its end.
    let address: String
    let http: HTTPClient
    let tokenFile: TokenFile
    let seconds: Double

    /// What it is in messages.
    static let name = "hub"
    /// Bytes of the largest answer that is read.
    private static let answerBytes = 16 << 20
    /// Users on a page of the list.
    private static let pageUsers = 100

    init(_ settings: JupyterHubSettings) {
        address = settings.address
        var client = HTTPClientSettings()
        client.authorityPath = settings.authorityFile
        http = HTTPClient(client)
        tokenFile = TokenFile(settings.tokenFile, of: Self.name)
        seconds = Double(settings.requestSeconds)
    }

    // MARK: the hub

    /// The version of the hub, which it tells everybody.
    func version() async throws(PlatformError) -> String {
        try await call(.get, "/", "look at it")["version"]?.text ?? "of a version that it does not say"
    }

    /// Who the token belongs to, and what it lets do.
    func me() async throws(PlatformError) -> (name: String, scopes: HubScopes) {
        let answer = try await call(.get, "/user", "look at it")
        guard case .list(let scopes)? = answer["scopes"] else { return (answer["name"]?.text ?? "", HubScopes()) }
        return (answer["name"]?.text ?? "", HubScopes(all: scopes.compactMap(\.text)))
    }

    /// The servers of a user by their names; `nil` when there is no such user.
    func servers(of user: String) async throws(PlatformError) -> [String: HubServer]? {
        do throws(PlatformError) {
            let path = HubService.path(user) + "?include_stopped_servers"
            return HubServer.all(of: try await call(.get, path, "look at its users"))
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    /// Users who have a server, with these.
    func usersWithServers() async throws(PlatformError) -> [String: [String: HubServer]] {
        var users: [String: [String: HubServer]] = [:]
        while true {
            let query = "/users?state=active&include_stopped_servers&limit=\(Self.pageUsers)&offset=\(users.count)"
            guard case .list(let page) = try await call(.get, query, "list its users"), !page.isEmpty else {
                return users
            }
            let before = users.count
            for user in page { if let name = user["name"]?.text { users[name] = HubServer.all(of: user) } }
            // Whoever pays no heed to the offset sends the same again.
            if page.count < Self.pageUsers || users.count == before { return users }
        }
    }

    /// Makes a user; done when there is one.
    func make(user: String) async throws(PlatformError) {
        do throws(PlatformError) { _ = try await call(.post, HubService.path(user), "make a user") } catch {
            if try await servers(of: user) == nil { throw error }
        }
    }

    /// Asks for a server; it may take a while until it is ready. Done when it is being started, or is there.
    func start(_ server: String, of user: String, options: NamedTexts) async throws(PlatformError) {
        let members = options.entries.map { DocumentMembers.Member(name: $0.name, value: .text($0.text)) }
        let body = Document.map(DocumentMembers(uniqueMembers: members))
        do throws(PlatformError) {
            _ = try await call(.post, HubService.path(user, server), "start a server", body)
        } catch {
            guard error.code == .refused, error.subject == nil, let found = try await servers(of: user)?[server],
                found.stage == .ready || found.stage == .starting
            else { throw error }
        }
    }

    /// Asks for the end of a server and takes its name away; done when there is none.
    func stop(_ server: String, of user: String) async throws(PlatformError) {
        do throws(PlatformError) {
            _ = try await call(.delete, HubService.path(user, server), "stop a server", ["remove": true])
        } catch {
            if error.code != .notFound { throw error }
        }
    }

    /// Waits until a server that is being started is ready, or is not any more.
    ///
    /// - Returns: the last event; `going` when the hub ends the stream before.
    func progress(
        of server: String, _ user: String, seconds: Double
    ) async throws(PlatformError) -> ProgressEvents.Event {
        var request = HTTPClientRequest(.get, address + "/hub/api" + HubService.path(user, server) + "/progress")
        request.headers["Authorization"] = "token \(try tokenFile.token())"
        request.totalSeconds = max(1, seconds)
        var events = ProgressEvents()
        do throws(HTTPError) {
            let reply = try await http.stream(request)
            guard reply.status.isSuccess else { return .going }
            while let bytes = try await reply.next() {
                for event in events.take(bytes) where event != .going { return event }
            }
        } catch {
            if error.code != .tooSlow && error.code != .brokenReply { throw .call(of: Self.name, error) }
        }
        return .going
    }

    // MARK: tokens

    /// Makes a token that opens one server and does nothing else.
    ///
    /// - Parameter note: names the token for whoever looks at the user's tokens.
    func makeToken(
        for server: String, of user: String, seconds: Int64, note: String
    ) async throws(PlatformError) -> String {
        let scope = "access:servers!server=\(user)/\(server)"
        let answer = try await call(
            .post, HubService.path(user) + "/tokens", "make a token",
            ["expires_in": .integer(seconds), "note": .text(note), "scopes": [.text(scope)]])
        guard let token = answer["token"]?.text, !token.isEmpty else {
            throw PlatformError(.broken, "The hub made a token, and does not tell it.")
        }
        return token
    }

    /// Takes back the tokens of a user with this note.
    func deleteTokens(noted note: String, of user: String) async throws(PlatformError) {
        do throws(PlatformError) {
            let answer = try await call(.get, HubService.path(user) + "/tokens", "list tokens")
            guard case .list(let tokens)? = answer["api_tokens"] else { return }
            for token in tokens where token["note"]?.text == note {
                guard let id = token["id"]?.text else { continue }
                _ = try await call(.delete, HubService.path(user) + "/tokens/" + DataURL.encoded(id), "delete a token")
            }
        } catch {
            if error.code != .notFound { throw error }
        }
    }

    // MARK: -

    private static func path(_ user: String, _ server: String? = nil) -> String {
        "/users/\(DataURL.encoded(user))" + (server.map { "/servers/\(DataURL.encoded($0))" } ?? "")
    }

    private func call(
        _ method: HTTPMethod, _ path: String, _ doing: String, _ body: Document? = nil
    ) async throws(PlatformError) -> Document {
        try await call(method, address + "/hub/api" + path, token: try tokenFile.token(), doing, body)
    }

    /// Calls the hub or a server behind it.
    ///
    /// - Returns: the document of the answer; null where there is none.
    func call(
        _ method: HTTPMethod, _ url: String, token: String, _ doing: String, _ body: Document? = nil,
        maximumBytes: Int = HubService.answerBytes
    ) async throws(PlatformError) -> Document {
        var request = HTTPClientRequest(method, url, headers: ["Authorization": "token \(token)"])
        request.connectSeconds = min(5, seconds)
        request.totalSeconds = seconds
        request.maximumBytes = maximumBytes
        if let body {
            request.headers.add("Content-Type", "application/json")
            request.body = Array(body.asJSON.utf8)
        } else if method == .post {
            request.body = []
        }
        let reply: HTTPReply
        do throws(HTTPError) { reply = try await http.send(request) } catch { throw .call(of: Self.name, error) }
        guard reply.status.isSuccess else {
            throw .hub(reply.status.code, String(decoding: reply.body.prefix(2000), as: UTF8.self), doing)
        }
        if reply.body.allSatisfy({ $0 <= 32 }) { return .null }
        do throws(DocumentError) {
            return try Document.read(
                reply.body, as: .json, limits: DocumentLimits(sizeBytes: maximumBytes, textBytes: maximumBytes))
        } catch {
            throw PlatformError(
                .broken, "The answer of the hub cannot be read.",
                detail: "\(DataURL.withoutSecrets(url)): \(error)")
        }
    }
}
