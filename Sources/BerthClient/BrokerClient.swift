public import BerthDocument
package import BerthHTTP
public import BerthModel

/// A broker behind a URL: this one, or any other that speaks IVOA ExecutionBroker 1.0.
///
/// It sends JSON and takes whatever syntax comes back. `303` with a body and `200` are the same answer.
public final class BrokerClient: Sendable {
    /// As messages name the broker.
    public var url: String { address.shown }

    let address: BrokerAddress
    let http: HTTPClient
    private let token: TokenSource?
    private let isShared: Bool
    /// Which numeric addresses may be connected to; nil allows all.
    private let allows: (@Sendable (String) -> Bool)?
    /// By when every call is over; nil for the usual time of each.
    private let end: ContinuousClock.Instant?

    /// Gives the token for the next call: one that is good for a while, whatever became of the one before.
    package typealias TokenSource = @Sendable () async throws(ClientError) -> String

    /// Seconds that a call may take, but those that follow something.
    static let totalSeconds = 60.0
    /// Of a problem document no more is read.
    static let largestProblemBytes = 1 << 20

    /// - Parameters:
    ///   - token: tells the broker who asks. Source: RFC 6750.
    ///   - authorityFile: certificates in PEM that are trusted in place of the system's.
    /// - Throws: `badAddress`, `badToken`.
    public convenience init(url: String, token: String? = nil, authorityFile: String? = nil) throws(ClientError) {
        try self.init(url: url, token: token, authorityFile: authorityFile, sharing: nil)
    }

    /// - Parameters:
    ///   - sharing: the connections that it uses together with others; nil for its own. `close` leaves what is shared
    ///     open.
    ///   - allows: of a URL that a stranger named, which numeric addresses may be connected to; asked for every
    ///     connection. Nil allows all.
    /// - Throws: `badAddress`, `badToken`.
    package convenience init(
        url: String, token: String? = nil, authorityFile: String? = nil, sharing: SharedConnections?,
        allows: (@Sendable (String) -> Bool)? = nil
    ) throws(ClientError) {
        let settings = Self.settings(authorityFile)
        // A connection that somebody else opened was not asked about.
        let shared = allows == nil ? sharing?.client(settings) : nil
        self.init(
            try BrokerAddress(url), try Self.source(token), shared ?? HTTPClient(settings), isShared: shared != nil,
            allows: allows)
    }

    /// Asks through connections that others use, too, each with a token of its own.
    ///
    /// - Throws: `badAddress`, `badToken`.
    package convenience init(url: String, token: String?, sharing http: HTTPClient) throws(ClientError) {
        self.init(try BrokerAddress(url), try Self.source(token), http, isShared: true, allows: nil)
    }

    /// Asks with tokens that are renewed when their time is over.
    ///
    /// - Throws: `badAddress`.
    package convenience init(url: String, authorityFile: String?, tokens: @escaping TokenSource) throws(ClientError) {
        self.init(
            try BrokerAddress(url), tokens, HTTPClient(Self.settings(authorityFile)), isShared: false, allows: nil)
    }

    private init(
        _ address: BrokerAddress, _ token: TokenSource?, _ http: HTTPClient, isShared: Bool,
        allows: (@Sendable (String) -> Bool)?, until end: ContinuousClock.Instant? = nil
    ) {
        self.address = address
        self.token = token
        self.http = http
        self.isShared = isShared
        self.allows = allows
        self.end = end
    }

    /// The same, which asks as somebody else.
    ///
    /// - Throws: `badToken`.
    package func with(token: String) throws(ClientError) -> BrokerClient {
        BrokerClient(address, try Self.source(token), http, isShared: isShared, allows: allows, until: end)
    }

    /// The same, whose calls and streams are over by then: what is not there in time is `tooSlow`.
    package func until(_ end: ContinuousClock.Instant) -> BrokerClient {
        BrokerClient(address, token, http, isShared: isShared, allows: allows, until: end)
    }

    private static func settings(_ authorityFile: String?) -> HTTPClientSettings {
        var settings = HTTPClientSettings()
        settings.userAgent = "berth"
        settings.authorityPath = authorityFile
        return settings
    }

    /// One token for all calls.
    private static func source(_ token: String?) throws(ClientError) -> TokenSource? {
        guard let token else { return nil }
        if token.isEmpty || !token.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) {
            throw ClientError(.badToken, "The token must be one word of printable ASCII characters.")
        }
        return { () async throws(ClientError) -> String in token }
    }

    // MARK: asking

    /// Asks whether a task can be run. NO is an answer and no error.
    public func ask(_ request: ExecutionRequest) async throws(ClientError) -> Received<OfferSetResponse> {
        try await ask(request.document(for: .json))
    }

    /// Asks with a document as it is, so that what is not known here reaches the broker.
    ///
    /// - Parameters:
    ///   - platforms: only these are asked; all when empty.
    ///   - left: these are not asked.
    ///   - key: names this question, so that it can be asked again when the answer was lost: a broker that knows keys
    ///     gives the same offers then. Printable ASCII; a fresh one unless given.
    public func ask(
        _ request: Document, platforms: [String] = [], without left: [String] = [], key: String? = nil
    ) async throws(ClientError) -> Received<OfferSetResponse> {
        let path = "/requests" + Self.query(platforms, left)
        let reply = try await send(path, request, key: key, about: "asking (POST /requests)")
        return try await read(OfferSetResponse.self, reply, about: "the answer")
    }

    static func query(
        _ platforms: [String], _ left: [String], _ time: TimeSpan? = nil, _ enough: Int? = nil,
        _ before: Instant? = nil
    ) -> String {
        var items = platforms.map { "platform=\($0.percentEncoded)" } + left.map { "without=\($0.percentEncoded)" }
        if let time { items.append("time=\(time)") }
        if let enough { items.append("enough=\(enough)") }
        if let before { items.append("before=\(before.description.percentEncoded)") }
        return items.isEmpty ? "" : "?" + items.joined(separator: "&")
    }

    /// An answer as it stands now.
    public func offerSet(_ id: UUID) async throws(ClientError) -> Received<OfferSetResponse> {
        try await get(OfferSetResponse.self, "/offersets/\(id)", about: "the offer set \(id)")
    }

    /// Runs a task without offers: the session, in phase FAILED with the reasons when the broker refuses.
    ///
    /// - Parameters:
    ///   - platforms: only these are asked; all when empty.
    ///   - left: these are not asked.
    ///   - key: as of `ask`: with the same one the task is not run twice.
    public func direct(
        _ request: Document, platforms: [String] = [], without left: [String] = [], key: String? = nil
    ) async throws(ClientError) -> Received<Session> {
        let reply: HTTPReply
        var sent = try json("/direct" + Self.query(platforms, left), request, key: key)
        sent.totalSeconds = Self.totalSeconds
        reply = try await transfer(sent)
        if reply.status == .badRequest, let refused = try? ReplyReader.read(Session.self, reply, url: url),
            refused.value.phase == .failed
        {
            return refused
        }
        try check(reply, about: "running at once (POST /direct)")
        return try await read(Session.self, reply, about: "the session")
    }

    /// Asks and holds nothing: everything that the answer depends on, for `berth ask --from`.
    ///
    /// - Parameters: as of `ask`.
    package func snapshot(
        of request: Document, platforms: [String] = [], without left: [String] = []
    ) async throws(ClientError) -> Document {
        let path = "/snapshots" + Self.query(platforms, left)
        let reply = try await send(path, request, about: "taking a snapshot (POST /snapshots)")
        return try ReplyReader.document(reply, limits: .ofSnapshots, url: url)
    }

    // MARK: sessions

    public func session(_ id: UUID) async throws(ClientError) -> Received<Session> {
        try await get(Session.self, "/sessions/\(id)", about: "the session \(id)")
    }

    /// A page of the asker's sessions, latest first.
    ///
    /// - Parameters:
    ///   - phases: only these; all when empty.
    ///   - after: the `next` of the page before.
    public func sessions(
        in phases: [SessionPhase] = [], limit: Int? = nil, after: UUID? = nil
    ) async throws(ClientError) -> Received<SessionList> {
        var query: [String] = []
        if !phases.isEmpty { query.append("phase=" + phases.map(\.rawValue).joined(separator: ",")) }
        if let limit { query.append("limit=\(limit)") }
        if let after { query.append("after=\(after)") }
        let path = "/sessions" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        return try await get(SessionList.self, path, about: "the list of sessions")
    }

    /// - Throws: `wrongPhase`, `gone` and others; then the session is as it was.
    public func update(_ id: UUID, with update: Update) async throws(ClientError) -> Received<Session> {
        guard let document = update.write(ModelWriter(syntax: .json)) else {
            throw ClientError(.badRequest, "The update says nothing.")
        }
        let reply = try await send("/sessions/\(id)", document, about: "the session \(id)")
        return try await read(Session.self, reply, about: "the session \(id)")
    }

    public func accept(_ id: UUID) async throws(ClientError) -> Received<Session> {
        try await update(id, to: .accepted)
    }

    public func reject(_ id: UUID) async throws(ClientError) -> Received<Session> {
        try await update(id, to: .rejected)
    }

    public func cancel(_ id: UUID) async throws(ClientError) -> Received<Session> {
        try await update(id, to: .cancelled)
    }

    private func update(_ id: UUID, to phase: SessionPhase) async throws(ClientError) -> Received<Session> {
        try await update(id, with: .enumValue(TextUpdate(path: "phase", value: phase.rawValue)))
    }

    // MARK: the broker

    public func platforms() async throws(ClientError) -> Received<PlatformList> {
        try await get(PlatformList.self, "/platforms", about: "the list of platforms")
    }

    /// Whether the broker can do its work; that it cannot is an answer and no error.
    public func health() async throws(ClientError) -> Received<Health> {
        var request = bare(.get, "/health")
        request.totalSeconds = Self.totalSeconds
        let reply = try await transfer(request)
        if reply.status != .unavailable { try check(reply, about: "its health") }
        return try ReplyReader.read(Health.self, reply, url: url)
    }

    // MARK: following

    /// The changes of a session until it ends, with whatever is missed while the broker is away.
    ///
    /// - Parameter after: the identifier of the last event that was seen; nil for everything so far.
    public func events(of id: UUID, after: Int64? = nil) -> SessionEvents {
        SessionEvents(client: self, session: id, after: after)
    }

    /// What a task writes; with `follow` also what it will write, until its session ends.
    public func log(_ output: TaskOutput, of id: UUID, follow: Bool = false) -> LogBytes {
        LogBytes(client: self, session: id, output: output, follows: follow)
    }

    /// Ends what is running.
    public func close() async { if !isShared { await http.close() } }

    // MARK: calls

    func bare(_ method: HTTPMethod, _ path: String, accept: String = "application/json") -> HTTPClientRequest {
        var request = address.request(method, path)
        request.headers["Accept"] = accept
        return request
    }

    /// Says who asks: every call goes to this broker and to nobody else.
    private func identified(_ request: HTTPClientRequest) async throws(ClientError) -> HTTPClientRequest {
        guard let token else { return request }
        var request = request
        request.headers["Authorization"] = "Bearer \(try await token())"
        return request
    }

    /// - Throws: `badRequest`.
    func json(_ path: String, _ body: Document, key: String?) throws(ClientError) -> HTTPClientRequest {
        let bytes: [UInt8]
        do throws(DocumentError) {
            bytes = try body.written(as: .json)
        } catch {
            throw ClientError(.badRequest, "The document cannot be sent: \(error.message)", cause: error.cause)
        }
        return try json(path, bytes, key: key ?? Self.freshKey())
    }

    /// - Throws: `badRequest`.
    func json(_ path: String, _ bytes: [UInt8], key: String) throws(ClientError) -> HTTPClientRequest {
        var request = bare(.post, path)
        request.headers["Content-Type"] = "application/json"
        // The library below sends a request again by itself when a connection that was kept turns out to be closed.
        request.headers["Idempotency-Key"] = try Self.quoted(key)
        request.body = bytes
        return request
    }

    private static func freshKey() -> String {
        UUID(random: .random(in: 0 ... .max), .random(in: 0 ... .max)).description
    }

    /// As a string of structured fields. Source: RFC 9651, section 4.1.6.
    private static func quoted(_ key: String) throws(ClientError) -> String {
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ 32...126 ~= $0 }) else {
            throw ClientError(.badRequest, "A key must have from 1 to 255 printable ASCII characters.")
        }
        if !key.utf8.contains(where: { $0 == 34 || $0 == 92 }) { return "\"\(key)\"" }
        return "\"" + key.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
    }

    private func send(
        _ path: String, _ body: Document, key: String? = nil, about: String
    ) async throws(ClientError) -> HTTPReply {
        var request = try json(path, body, key: key)
        request.totalSeconds = Self.totalSeconds
        let reply = try await transfer(request)
        try check(reply, about: about)
        return reply
    }

    private func get<Value: Shaped>(
        _: Value.Type, _ path: String, about: String
    ) async throws(ClientError) -> Received<Value> {
        var request = bare(.get, path)
        request.totalSeconds = Self.totalSeconds
        let reply = try await transfer(request)
        try check(reply, about: about)
        return try ReplyReader.read(Value.self, reply, url: url)
    }

    /// The document of a reply, or the one that it points to when it has no body.
    func read<Value: Shaped>(_: Value.Type, _ reply: HTTPReply, about: String) async throws(ClientError)
        -> Received<Value>
    {
        guard reply.body.isEmpty, let location = reply.headers["Location"] else {
            return try ReplyReader.read(Value.self, reply, url: url)
        }
        guard var next = address.request(following: location) else {
            throw ClientError(.brokenReply, "The broker at \(url) points to another service for \(about).")
        }
        next.headers["Accept"] = "application/json"
        next.totalSeconds = Self.totalSeconds
        let whole = try await transfer(next)
        try check(whole, about: about)
        var received = try ReplyReader.read(Value.self, whole, url: url)
        received.location = location
        return received
    }

    /// With the rule for addresses, and no longer than there is time.
    private func bounded(_ request: HTTPClientRequest) -> HTTPClientRequest {
        var request = request
        if let allows { request.allows = { allows($0.host) } }
        if let end {
            let seconds = max(0, (end - .now) / .seconds(1))
            request.totalSeconds = min(request.totalSeconds ?? seconds, seconds)
            request.connectSeconds = min(request.connectSeconds, seconds)
        }
        return request
    }

    func transfer(_ request: HTTPClientRequest, isIdentified: Bool = true) async throws(ClientError) -> HTTPReply {
        let request = isIdentified ? try await identified(request) : request
        do throws(HTTPError) {
            return try await http.send(bounded(request))
        } catch {
            throw ClientError(error, url: url)
        }
    }

    /// - Throws: when the status says no.
    func check(_ reply: HTTPReply, about: String) throws(ClientError) {
        if reply.status.isSuccess || reply.status == .seeOther { return }
        throw ClientError(reply.status, reply.headers, reply.body, about: about, url: url)
    }

    func open(_ request: HTTPClientRequest) async throws(ClientError) -> HTTPStreamedReply {
        let request = try await identified(request)
        do throws(HTTPError) {
            return try await http.stream(bounded(request))
        } catch {
            throw ClientError(error, url: url)
        }
    }

    func next(of stream: HTTPStreamedReply) async throws(ClientError) -> [UInt8]? {
        do throws(HTTPError) {
            return try await stream.next()
        } catch {
            throw ClientError(error, url: url)
        }
    }

    /// What a stream says that is none.
    func refusal(_ stream: HTTPStreamedReply, about: String) async throws(ClientError) -> ClientError {
        var body: [UInt8] = []
        while body.count < Self.largestProblemBytes, let bytes = try await next(of: stream) { body += bytes }
        return ClientError(stream.status, stream.headers, body, about: about, url: url)
    }
}
