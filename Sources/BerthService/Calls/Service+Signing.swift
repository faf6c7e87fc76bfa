import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import BerthSignatures

/// Offers as files that this broker has signed, and the keys that they are checked with. Source: docs/SIGNED_OFFERS.md.
extension Service {
    func publicKeys() throws(Refusal) -> HTTPResponse {
        let document = try ring().publicDocument(of: broker.settings.instance)
        var response = HTTPResponse(
            .ok, contentType: "application/jwk-set+json", body: Array(document.asJSON.utf8))
        // Who has them may keep them for a while, and knows soon of a new one.
        response.headers["Cache-Control"] = "public, max-age=300"
        return response.tagged()
    }

    func signed(_ request: HTTPRequest, as asker: Identity) async throws(Refusal) -> HTTPResponse {
        let ring = try ring()
        let id = try Self.id(request, of: "offer")
        let offer = try await openOffer(id, as: asker)
        var statement = OfferStatement()
        statement.format = OfferStatement.currentFormat
        statement.broker = broker.settings.instance
        statement.url = "\(broker.settings.publicURL)/sessions/\(id)"
        statement.platform = offer.platform
        statement.question = offer.question
        statement.issued = offer.now
        statement.expires = offer.expires
        statement.offer = offer.session.document(for: .json)
        do throws(SignatureError) {
            let body = try SignedOffer(statement, by: ring).document.asJSON
            return HTTPResponse(.ok, contentType: SignedOffer.mediaType, body: Array(body.utf8)).uncached()
        } catch {
            throw Refusal(.broken, error.message)
        }
    }

    private func ring() throws(Refusal) -> KeyRing {
        guard let keys else { throw Refusal(.notFound, "This service does not sign offers.") }
        return keys
    }

    private func openOffer(_ id: UUID, as asker: Identity) async throws(Refusal) -> OpenOffer {
        try await Self.refusing { () async throws(BrokerError) in try await broker.openOffer(id, as: asker) }
    }

    // MARK: an offer that is presented

    /// Whether the body is a signed offer in place of an update.
    static func isSigned(_ request: HTTPRequest) -> Bool {
        request.headers["Content-Type"].flatMap { MediaType(reading: $0) }?.essence == SignedOffer.mediaType
    }

    /// Whether the body is the offer of this name, signed here, still held, and the same as it was. One that was
    /// accepted already is taken again: repeating is harmless.
    func checkSigned(_ request: HTTPRequest, _ id: UUID, as asker: Identity) async throws(Refusal) {
        let keys = try ring().keys
        let signed: SignedOffer
        do throws(SignatureError) {
            signed = try SignedOffer(reading: request.body)
        } catch {
            throw Refusal(.unreadableBody, error.message)
        }
        let statement = signed.statement
        if statement.broker != broker.settings.instance {
            throw Refusal(
                .notAllowed, "The offer was made by another broker, \(statement.broker.prefix(64)); accept it there.")
        }
        do throws(SignatureError) { try signed.check(by: keys) } catch {
            throw Refusal(.notAllowed, error.message)
        }
        if statement.session != id {
            let other = statement.session.map { "\($0)" } ?? "none"
            throw Refusal(.notAllowed, "The signed offer is that of \(other), and not of \(id).")
        }
        if try await view(id, as: asker).session.phase == .accepted { return }
        let offer = try await openOffer(id, as: asker)
        if !Self.isSame(statement, offer) {
            throw Refusal(
                .preconditionFailed, "The offer is no longer as it was signed; read it again before you accept it.")
        }
    }

    static func isSame(_ statement: OfferStatement, _ offer: OpenOffer) -> Bool {
        guard let signed = statement.offer, let then = try? CanonicalJSON.bytes(signed),
            let now = try? CanonicalJSON.bytes(offer.session.document(for: .json))
        else { return false }
        return then == now && statement.platform == offer.platform && statement.expires == offer.expires
    }
}

extension Update {
    /// The one that accepts.
    static let accepted = Update.enumValue(TextUpdate(path: "phase", value: SessionPhase.accepted.rawValue))
}
