import BerthSignatures

/// A sign-in that leads a browser to the issuer and back. Source: OpenID Connect Core §3.1; RFC 7636; RFC 9700 §2.1.
///
/// What it holds stays here until the browser comes back, and is used once.
package struct CodeLogin: Sendable, Hashable {
    /// Comes back with the browser.
    package let state: String
    /// Comes back inside the ID token.
    let nonce: String
    /// Proves that who redeems the code has begun the sign-in.
    let verifier: String
    /// Where the issuer sends the browser to.
    package let redirect: String

    /// Each a word that nobody can guess; the verifier of 43 to 128 letters and digits. Source: RFC 7636 §4.1.
    package init(state: String, nonce: String, verifier: String, redirect: String) {
        self.state = state
        self.nonce = nonce
        self.verifier = verifier
        self.redirect = redirect
    }

    /// Where the browser is sent.
    ///
    /// - Throws: `notOffered`, and why the issuer cannot be asked.
    package func address(_ program: SignInProgram) async throws(IdentityError) -> String {
        let provider = try await program.issuer.provider()
        guard let url = provider.authorization, provider.token != nil else {
            throw IdentityError(.notOffered, "\(program.issuer.settings.url) has no sign-in for browsers.")
        }
        let challenge = Base64URL.encoded(SHA256.digest(Array(verifier.utf8)))
        return FormText.url(
            url,
            adding: [
                ("response_type", "code"), ("client_id", program.clientID), ("redirect_uri", redirect),
                ("scope", program.scope), ("state", state), ("nonce", nonce), ("code_challenge", challenge),
                ("code_challenge_method", "S256"),
            ] + program.audienceFields)
    }

    /// The tokens for the code with which the browser came back, and who signed in.
    ///
    /// - Parameter issuer: what the browser says the code is from; nil when it says nothing. Source: RFC 9207.
    /// - Throws: `denied`, `wrongIssuer`, and what is wrong with the ID token.
    package func finish(
        _ program: SignInProgram, code: String, issuer: String?
    ) async throws(IdentityError) -> (grant: TokenGrant, person: KnownPerson) {
        let url = program.issuer.settings.url
        if let issuer, issuer != url {
            throw IdentityError(.wrongIssuer, "The browser came back from another issuer than \(url); begin again.")
        }
        let grant = try await program.grant([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ])
        guard let idToken = grant.idToken else {
            throw IdentityError(.brokenReply, "\(url) did not say who signed in: it gave no ID token.")
        }
        let person = try await program.issuer.signedIn(idToken, client: program.clientID, nonce: nonce)
        return (grant, person)
    }

    /// Where the browser is sent to be signed out at the issuer as well; nil where that is not offered.
    ///
    /// Source: OpenID Connect RP-Initiated Logout 1.0.
    package static func endAddress(_ program: SignInProgram, idToken: String?, back: String) async -> String? {
        guard let provider = try? await program.issuer.provider(), let url = provider.endSession else { return nil }
        var fields = [(name: "client_id", value: program.clientID), ("post_logout_redirect_uri", back)]
        if let idToken { fields.append(("id_token_hint", idToken)) }
        return FormText.url(url, adding: fields)
    }
}
