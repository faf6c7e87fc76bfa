import BerthDocument
import BerthHTTP
import BerthModel

/// This program as an issuer knows it: what it asks the issuer for on behalf of people. Source: RFC 6749.
package struct SignInProgram: Sendable {
    package let issuer: Issuer
    package let clientID: String
    private let secret: String?
    private let scopes: [String]
    static let totalSeconds = 15.0

    /// - Parameters:
    ///   - secret: nil for a program that everybody can read.
    ///   - scopes: what is asked for beside what the service needs; what the issuer's settings say unless given.
    package init(issuer: Issuer, clientID: String, secret: String? = nil, scopes: [String]? = nil) {
        self.scopes = scopes ?? issuer.settings.scopes
        self.issuer = issuer
        self.clientID = clientID
        self.secret = secret
    }

    /// The next tokens; the refresh token is over then unless the issuer gives none.
    ///
    /// - Throws: `signInAgain` when the issuer does not take it any more; `unreachable`, `brokenReply`.
    package func refreshed(_ token: String) async throws(IdentityError) -> TokenGrant {
        var grant = try await grant([("grant_type", "refresh_token"), ("refresh_token", token)])
        grant.refreshToken = grant.refreshToken ?? token
        return grant
    }

    /// For which service an access token is to be made. Source: RFC 8707; `audience` is what WLCG's issuers read.
    var audienceFields: [(name: String, value: String)] {
        let audience = issuer.settings.audience
        return [("audience", audience)] + (URLPlace(audience) == nil ? [] : [("resource", audience)])
    }

    /// What is asked for: who it is, whatever the service needs, and tokens that last where that is offered.
    package var scope: String {
        var words = ["openid"]
        for word in scopes + [issuer.settings.requiredScope].compactMap(\.self)
        where !words.contains(word) { words.append(word) }
        return words.joined(separator: " ")
    }

    /// - Throws: `notOffered`; what the issuer says.
    func grant(_ fields: [(name: String, value: String)]) async throws(IdentityError) -> TokenGrant {
        let document = try await answer(fields)
        try check(document)
        return try TokenGrant(reading: document, from: issuer.settings.url, now: issuer.now())
    }

    /// What the issuer says to a wish for tokens, which may be that it gives none.
    func answer(_ fields: [(name: String, value: String)]) async throws(IdentityError) -> Document {
        let provider = try await issuer.provider()
        guard let token = provider.token else {
            throw IdentityError(.notOffered, "\(issuer.settings.url) gives no tokens to programs.")
        }
        return try await post(fields, to: token, provider)
    }

    /// Sends a form as this program.
    ///
    /// - Returns: what the issuer says, which may be no.
    func post(
        _ fields: [(name: String, value: String)], to url: String, _ provider: ProviderDocument
    ) async throws(IdentityError) -> Document {
        var fields = fields
        var request = HTTPClientRequest(.post, url, headers: ["Accept": "application/json"])
        request.headers["Content-Type"] = FormText.mediaType
        if let secret, provider.takesSecretInHeader {
            let pair = FormText.encoded(clientID) + ":" + FormText.encoded(secret)
            request.headers["Authorization"] = "Basic " + Base64.encoded(Array(pair.utf8))
        } else {
            fields.append(("client_id", clientID))
            if let secret { fields.append(("client_secret", secret)) }
        }
        request.body = Array(FormText.encoded(fields).utf8)
        request.totalSeconds = Self.totalSeconds
        request.maximumBytes = IssuerReader.largestBytes
        let reply: HTTPReply
        do throws(HTTPError) {
            reply = try await issuer.http.send(request)
        } catch {
            throw IdentityError(.unreachable, "The issuer \(issuer.settings.url) does not answer.", cause: "\(error)")
        }
        if reply.status.code >= 500 {
            throw IdentityError(.unreachable, "The issuer \(issuer.settings.url) answers with \(reply.status.code).")
        }
        // Some say no without a word about it.
        if reply.body.isEmpty, reply.status == .badRequest || reply.status == .unauthorized {
            throw IdentityError(.denied, "\(issuer.settings.url) refuses the sign-in.", cause: "\(reply.status.code)")
        }
        let document = try IssuerReader.document(reply.body, from: issuer.settings.url)
        guard reply.status.isSuccess || document["error"]?.text != nil else {
            throw IdentityError(
                .brokenReply, "The issuer \(issuer.settings.url) answers with \(reply.status.code) and no reason.")
        }
        return document
    }

    /// - Throws: what it means when the issuer says no.
    func check(_ document: Document) throws(IdentityError) {
        if let word = document["error"]?.text { throw refusal(word, document["error_description"]?.text) }
    }

    /// What the words of an issuer mean. Source: RFC 6749 §5.2; RFC 8628 §3.5.
    private func refusal(_ word: String, _ description: String?) -> IdentityError {
        let url = issuer.settings.url
        let cause = ([word] + [description].compactMap(\.self)).joined(separator: ": ").utf8
            .filter { $0 >= 32 && $0 < 127 }.prefix(300)
        let said = String(decoding: Array(cause), as: UTF8.self)
        return switch word {
        case "access_denied": IdentityError(.denied, "The sign-in was refused at \(url).")
        case "expired_token": IdentityError(.tooLate, "Nobody confirmed the sign-in in time; begin again.")
        case "invalid_grant":
            IdentityError(.signInAgain, "\(url) does not take the sign-in any more; sign in again.", cause: said)
        case "unauthorized_client", "invalid_client":
            IdentityError(.denied, "\(url) does not let the program \(clientID) sign people in.", cause: said)
        default: IdentityError(.denied, "\(url) refuses the sign-in.", cause: said)
        }
    }
}
