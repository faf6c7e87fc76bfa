import BerthBroker
import BerthHTTP
import BerthModel
import BerthPlatform
import BerthSchemas
import BerthSignatures

/// Asking, and what was answered.
extension Service {
    func ask(_ request: HTTPRequest, as asker: Identity) async throws(Refusal) -> HTTPResponse {
        let isStreamed = EventFrames.areWanted(request.headers)
        let form = isStreamed ? .json : try AnswerForm(request.headers)
        let key = try IdempotencyKey(request.headers)
        let via = try Via.read(request.headers)
        var query = request.target.query
        let wishes = try AskingWishes(taking: &query)
        let choice = try PlatformChoice(reading: query, known: broker.platformNames)
        let (question, problems) = try bodies.read(
            ExecutionRequest.self, of: request, roots: [XMLRoots.executionRequest])
        let once = try key?.of(request, to: .offerSetPost, as: asker)
        let signs = keys != nil
        // What cannot be written is no question to be sure of.
        @Sendable func digest() -> String? { signs ? try? OfferStatement.digest(of: question) : nil }
        @Sendable func answer(_ wishes: AskingWishes) async throws(Refusal) -> OfferSetResponse {
            try await Self.refusing { () async throws(BrokerError) in
                try await broker.ask(
                    question, ignored: problems, among: choice, key: once, digest: digest, via: via, wishes: wishes,
                    as: asker)
            }
        }
        if isStreamed { return streamed(wishes, answer) }
        let answer = try await answer(wishes)
        var headers: HTTPHeaders = [:]
        headers["Location"] = location("offersets", answer.meta?.uuid)
        return form.response(.seeOther, answer, root: XMLRoots.offerSetResponse, headers: headers)
    }

    func offerSet(_ request: HTTPRequest, as asker: Identity) async throws(Refusal) -> HTTPResponse {
        let form = try AnswerForm(request.headers)
        let id = try Self.id(request, of: "offer set")
        let answer = try await Self.refusing { () async throws(BrokerError) in
            try await broker.offerSet(id, as: asker)
        }
        return form.response(.ok, answer, root: XMLRoots.offerSetResponse).tagged()
    }

    func direct(_ request: HTTPRequest, as asker: Identity) async throws(Refusal) -> HTTPResponse {
        let form = try AnswerForm(request.headers)
        let key = try IdempotencyKey(request.headers)
        let via = try Via.read(request.headers)
        let choice = try PlatformChoice(reading: request.target.query, known: broker.platformNames)
        let (question, problems) = try bodies.read(
            ExecutionRequest.self, of: request, roots: [XMLRoots.executionRequest])
        let once = try key?.of(request, to: .directPost, as: asker)
        let session = try await Self.refusing { () async throws(BrokerError) in
            try await broker.direct(
                question, ignored: problems, among: choice, key: once, via: via, as: asker)
        }
        // A session that nobody keeps has no place.
        if session.phase == .failed { return form.response(.badRequest, session, root: XMLRoots.session) }
        var headers: HTTPHeaders = [:]
        headers["Location"] = location("sessions", session.component.meta?.uuid)
        return form.response(.seeOther, session, root: XMLRoots.session, headers: headers)
    }

    private func location(_ collection: String, _ id: UUID?) -> String? {
        id.map { "\(broker.settings.publicURL)/\(collection)/\($0)" }
    }

    // MARK: what the calls share

    /// Does what the broker may refuse.
    static func refusing<Result>(
        _ body: () async throws(BrokerError) -> Result
    ) async throws(Refusal) -> Result {
        do throws(BrokerError) {
            return try await body()
        } catch {
            throw Refusal(error)
        }
    }

    /// The identifier in the path: what is none names nothing.
    static func id(_ request: HTTPRequest, of thing: String) throws(Refusal) -> UUID {
        let text = request.parameter("uuid") ?? ""
        guard let id = UUID(text) else {
            throw Refusal(.notFound, "There is no \(thing) of that name: an identifier is a UUID.")
        }
        return id
    }
}

extension PlatformChoice {
    /// Every name stands in an item of its own.
    ///
    /// - Throws: `wrongParameter` for another item, and for a platform that is not there.
    init(reading items: [RequestTarget.QueryItem], known: [String]) throws(Refusal) {
        self.init()
        for item in items {
            if ["platform", "without"].contains(item.name), !known.contains(item.value) {
                throw Refusal(
                    .wrongParameter,
                    "There is no platform \(item.value.prefix(64)); there are \(known.joined(separator: ", ")).")
            }
            switch item.name {
            case "platform": only.append(item.value)
            case "without": without.append(item.value)
            default:
                throw Refusal(
                    .wrongParameter,
                    "The query may have platform and without, when asking also time, enough and before, and "
                        + "nothing else.")
            }
        }
    }
}
