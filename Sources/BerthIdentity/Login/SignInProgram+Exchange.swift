import BerthDocument

extension SignInProgram {
    /// A token for another service, for the person whom a token names. Source: RFC 8693 §2.1 and §2.2.
    ///
    /// - Parameters:
    ///   - token: the person's access token.
    ///   - audience: as whom the issuer knows the other service.
    ///   - scope: words with blanks between; what the issuer finds right when nil.
    /// - Throws: `denied` when the issuer does not exchange it; `notOffered`, `unreachable`, `brokenReply`.
    package func exchanged(
        _ token: String, for audience: String, scope: String? = nil
    ) async throws(IdentityError) -> TokenGrant {
        var fields = [
            (name: "grant_type", value: "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token", token), ("subject_token_type", Self.accessToken),
            ("requested_token_type", Self.accessToken), ("audience", audience),
        ]
        if let scope { fields.append(("scope", scope)) }
        let url = issuer.settings.url
        let document = try await answer(fields)
        if let word = document["error"]?.text {
            let cause = ([word] + [document["error_description"]?.text].compactMap(\.self)).joined(separator: ": ").utf8
                .filter { $0 >= 32 && $0 < 127 }.prefix(300)
            throw IdentityError(
                .denied, "\(url) gives no token for \(audience) in exchange for the caller's.",
                cause: String(decoding: Array(cause), as: UTF8.self))
        }
        // Another kind would not be taken by whoever it is for. Source: RFC 8693 §2.2.1 and §3.
        if let kind = document["issued_token_type"]?.text, ![Self.accessToken, Self.webToken].contains(kind) {
            throw IdentityError(.brokenReply, "\(url) gave a token of another kind than was asked for.")
        }
        return try TokenGrant(reading: document, from: url, now: issuer.now())
    }

    private static let accessToken = "urn:ietf:params:oauth:token-type:access_token"
    private static let webToken = "urn:ietf:params:oauth:token-type:jwt"
}
