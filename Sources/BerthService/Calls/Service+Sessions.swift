import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import BerthSchemas

/// Sessions: listed, read, updated.
extension Service {
    func sessions(_ request: HTTPRequest, as asker: Identity) async throws(Refusal) -> HTTPResponse {
        let form = try AnswerForm(request.headers)
        let query = try PageQuery(request.target.query)
        let list = try await Self.refusing { () async throws(BrokerError) in
            try await broker.sessions(in: query.phases, after: query.after, limit: query.limit, as: asker)
        }
        return form.response(.ok, list, root: XMLRoots.sessionList).tagged()
    }

    func session(_ request: HTTPRequest, as asker: Identity) async throws(Refusal) -> HTTPResponse {
        let form = try AnswerForm(request.headers)
        let view = try await view(try Self.id(request, of: "session"), as: asker)
        return form.response(.ok, view.session, root: XMLRoots.session).tagged()
    }

    func update(_ request: HTTPRequest, as asker: Identity) async throws(Refusal) -> HTTPResponse {
        let form = try AnswerForm(request.headers)
        // A key has nothing to remember here: an update that is sent again finds the session as it wants it.
        _ = try IdempotencyKey(request.headers)
        let id = try Self.id(request, of: "session")
        if Self.isSigned(request) {
            if request.headers["If-Match"] != nil { try await checkMatch(request, id, as: asker) }
            try await checkSigned(request, id, as: asker)
            let view = try await Self.refusing { () async throws(BrokerError) in
                try await broker.update(id, with: .accepted, as: asker)
            }
            return form.response(.ok, view.session, root: XMLRoots.session).tagged()
        }
        let (update, _) = try bodies.read(Update.self, of: request, roots: Self.updateRoots)
        if request.headers["If-Match"] != nil { try await checkMatch(request, id, as: asker) }
        let view = try await Self.refusing { () async throws(BrokerError) in
            try await broker.update(id, with: update, as: asker)
        }
        return form.response(.ok, view.session, root: XMLRoots.session).tagged()
    }

    func view(_ id: UUID, as asker: Identity) async throws(Refusal) -> SessionView {
        try await Self.refusing { () async throws(BrokerError) in try await broker.session(id, as: asker) }
    }

    /// The tag may be of the session in any syntax. Source: RFC 9110, section 13.1.1.
    ///
    /// A change that comes between this and the update is not seen; the update itself then finds the phase that it is
    /// in, as without If-Match.
    private func checkMatch(_ request: HTTPRequest, _ id: UUID, as asker: Identity) async throws(Refusal) {
        let session = try await view(id, as: asker).session
        for syntax in Syntax.allCases {
            var headers: HTTPHeaders = [:]
            headers["Accept"] = "application/\(syntax.rawValue)"
            let response = try AnswerForm(headers).response(.ok, session, root: XMLRoots.session)
            if let tag = response.tag, EntityTag.allowsChange(request.headers, tag) { return }
        }
        throw Refusal(
            .preconditionFailed,
            "The session is no longer as it was with the tag in If-Match; read it again before you change it.")
    }

    /// Clients that are made from the description name the element after the kind.
    private static let updateRoots =
        [XMLRoots.update] + Update.members.map { TypeCatalogue.typeName(of: $0.kind, $0.outline()) }
}

/// What `GET /sessions` may be asked for.
struct PageQuery: Sendable, Hashable {
    var phases: [SessionPhase] = []
    var limit = PageLimits.standard
    var after: UUID?

    /// - Throws: `wrongParameter` for a name or value that is not known, and a second `limit` or `after`.
    init(_ items: [RequestTarget.QueryItem]) throws(Refusal) {
        var seen: Set<String> = []
        for item in items {
            let isFirst = seen.insert(item.name).inserted
            switch item.name {
            case "phase": try add(phases: item.value)
            case "limit" where isFirst: try set(limit: item.value)
            case "after" where isFirst:
                guard let id = UUID(item.value) else {
                    throw Self.wrong("after", "after must be the UUID in next of the page before.")
                }
                after = id
            case "limit", "after": throw Self.wrong(item.name, "\(item.name) can stand there once.")
            default:
                throw Refusal(
                    .wrongParameter, "The query may have phase, limit and after, and nothing else.")
            }
        }
    }

    private mutating func add(phases text: String) throws(Refusal) {
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let phase = SessionPhase(rawValue: String(word)) else {
                throw Self.wrong(
                    "phase", "phase must be one of \(SessionPhase.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            if !phases.contains(phase) { phases.append(phase) }
        }
    }

    private mutating func set(limit text: String) throws(Refusal) {
        guard let number = Int(text), (1...PageLimits.maximum).contains(number), text.first != "+" else {
            throw Self.wrong("limit", "limit must be a whole number from 1 to \(PageLimits.maximum).")
        }
        limit = number
    }

    private static func wrong(_ name: String, _ message: String) -> Refusal {
        var problem = MemberProblem()
        problem.path = name
        problem.code = "wrongParameter"
        problem.message = message
        return Refusal(.wrongParameter, message, problems: [problem])
    }
}
