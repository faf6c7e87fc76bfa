public import BerthDocument
import BerthHTTP
public import BerthModel

/// Offers as files that the broker has signed.
extension BrokerClient {
    /// Media type of a signed offer.
    static let signedType = "application/jose+json"

    /// The keys with which offers of the broker are checked: a JWK Set, with the identifier of the broker.
    public func keys() async throws(ClientError) -> Document {
        var request = bare(.get, "/keys", accept: "application/jwk-set+json, application/json")
        request.totalSeconds = Self.totalSeconds
        return try await document(of: request, about: "its keys (GET /keys)")
    }

    /// An offer as it was signed.
    ///
    /// - Throws: `gone` for one that is not held any more, `wrongPhase` for what is no offer any more, and others.
    public func signedOffer(_ id: UUID) async throws(ClientError) -> Document {
        var request = bare(.get, "/sessions/\(id)/signed", accept: Self.signedType)
        request.totalSeconds = Self.totalSeconds
        return try await document(of: request, about: "the signed offer \(id)")
    }

    /// Accepts an offer and presents it as it was signed: the broker refuses one that it did not make so.
    public func accept(_ id: UUID, presenting signed: [UInt8]) async throws(ClientError) -> Received<Session> {
        var request = bare(.post, "/sessions/\(id)")
        request.headers["Content-Type"] = Self.signedType
        request.body = signed
        request.totalSeconds = Self.totalSeconds
        let reply = try await transfer(request)
        try check(reply, about: "the offer \(id)")
        return try await read(Session.self, reply, about: "the session \(id)")
    }

    private func document(of request: HTTPClientRequest, about: String) async throws(ClientError) -> Document {
        let reply = try await transfer(request)
        try check(reply, about: about)
        do throws(DocumentError) {
            return try Document.read(reply.body, as: .json)
        } catch {
            throw ClientError(
                .brokenReply, "The broker at \(url) answered something else than \(about).", cause: error.message)
        }
    }
}
