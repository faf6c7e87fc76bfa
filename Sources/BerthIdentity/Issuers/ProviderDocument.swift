import BerthDocument

/// What an issuer says of itself. Source: OpenID Connect Discovery 1.0 §3; RFC 8414 §2; RFC 8628 §4.
struct ProviderDocument: Sendable, Hashable {
    /// Below the URL of the issuer.
    static let path = "/.well-known/openid-configuration"

    var keys: String
    var authorization: String?
    var token: String?
    var deviceAuthorization: String?
    var endSession: String?
    /// Whether a program with a secret may send it in a header; what is usual unless the issuer says otherwise.
    var takesSecretInHeader = true

    static func address(of issuer: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + path
    }

    /// - Throws: `badIssuer` when it is another one, or leads to where nothing may be sent; `brokenReply`.
    init(reading document: Document, of settings: IssuerSettings) throws(IdentityError) {
        guard let issuer = document["issuer"]?.text else {
            throw IdentityError(
                .brokenReply, "What \(settings.url) says of itself does not name the issuer; is it an OpenID provider?")
        }
        // Otherwise one provider could speak for another.
        guard issuer == settings.url else {
            throw IdentityError(
                .badIssuer,
                "\(settings.url) calls itself \(issuer.prefix(200)); write that, if it is the one you mean.")
        }
        var places: [String: String] = [:]
        for name in ["jwks_uri"] + Self.optional {
            guard let url = document[name]?.text else { continue }
            try IssuerSettings.check(
                url, noun: "a URL that \(issuer) may lead to (\(name))", allowsPlainHTTP: settings.allowsPlainHTTP)
            places[name] = url
        }
        guard let keys = places["jwks_uri"] else {
            throw IdentityError(.brokenReply, "\(issuer) does not say where its keys are (jwks_uri).")
        }
        self.keys = keys
        authorization = places["authorization_endpoint"]
        token = places["token_endpoint"]
        deviceAuthorization = places["device_authorization_endpoint"]
        endSession = places["end_session_endpoint"]
        if case .list(let methods) = document["token_endpoint_auth_methods_supported"] {
            let names = methods.compactMap(\.text)
            takesSecretInHeader = names.contains("client_secret_basic") || !names.contains("client_secret_post")
        }
    }

    private static let optional = [
        "authorization_endpoint", "token_endpoint", "device_authorization_endpoint", "end_session_endpoint",
    ]
}
