import BerthDocument
package import BerthModel

/// The tokens that an issuer gave. Source: RFC 6749 §5.1; OpenID Connect Core §3.1.3.3.
package struct TokenGrant: Sendable, Hashable {
    package var accessToken: String
    /// Gets the next one without anybody being asked.
    package var refreshToken: String?
    /// Says who has signed in.
    package var idToken: String?
    /// When the access token is over; nil when the issuer does not say.
    package var expires: Instant?

    package init(accessToken: String, refreshToken: String? = nil, idToken: String? = nil, expires: Instant? = nil) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.idToken = idToken
        self.expires = expires
    }

    static let longestSeconds: Int64 = 366 * 86_400

    /// - Throws: `brokenReply`.
    init(reading document: Document, from issuer: String, now: Instant) throws(IdentityError) {
        guard let type = document["token_type"]?.text?.lowercased(), type == "bearer",
            let token = document["access_token"]?.text, Self.isWord(token)
        else {
            throw IdentityError(.brokenReply, "\(issuer) gave no bearer token.")
        }
        accessToken = token
        refreshToken = document["refresh_token"]?.text
        idToken = document["id_token"]?.text
        if let seconds = document["expires_in"]?.number, seconds > 0 {
            expires = now + TimeSpan(seconds: Int64(min(seconds, Double(Self.longestSeconds))))
        }
    }

    /// What can stand in a header.
    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 32 && $0 < 127 }
    }
}
