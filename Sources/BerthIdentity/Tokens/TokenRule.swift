import BerthDocument
package import BerthModel
package import BerthPlatform

/// What a token has to claim, and whom it names then.
struct TokenRule: Sendable, Hashable {
    /// What tokens are for.
    enum Use: Sendable, Hashable {
        /// They go with calls. Source: RFC 9068 §4.
        case access
        /// They say who has signed in, with the word that the sign-in began with. Source: OpenID Connect Core §3.1.3.7.
        case signIn(nonce: String?)
    }

    /// The clocks of two machines may be so far apart.
    static let leeway = TimeSpan(seconds: 60)
    static let longestSubjectBytes = 255

    var issuer: String
    var audience: String
    var use = Use.access
    var groupsClaim: String?
    var groupPrefix = ""
    var requiredScope: String?

    /// - Throws: `wrongIssuer`, `wrongAudience`, `wrongUse`, `expired`, `notYet`, `scopeMissing`, `malformed`,
    ///   `tooLarge`.
    func person(_ claims: TokenClaims, now: Instant) throws(IdentityError) -> KnownPerson {
        guard claims.issuer == issuer else {
            throw IdentityError(.wrongIssuer, "The token is not from \(issuer).")
        }
        try checkUse(claims)
        guard claims.audiences.contains(audience) else {
            throw IdentityError(
                .wrongAudience,
                "The token was made for somebody else; ask \(issuer) for one with the audience "
                    + "\(audience).")
        }
        let expires = try checkTimes(claims, now)
        if let requiredScope, !claims.scopes.contains(requiredScope) {
            throw IdentityError(
                .scopeMissing, "The token does not carry the scope \(requiredScope); ask \(issuer) for one that does.")
        }
        let groups = try claims.groups(groupsClaim).map { groupPrefix + $0 }
        return KnownPerson(
            identity: Identity(subject: try subject(claims), groups: groups),
            name: claims.text("name") ?? claims.text("preferred_username"), expires: expires)
    }

    private func checkUse(_ claims: TokenClaims) throws(IdentityError) {
        switch use {
        case .access:
            // An ID token tells a program who has signed in; whoever gets one may not call with it.
            let marks = ["nonce", "at_hash", "c_hash"]
            let kind = claims.text("typ")?.lowercased()
            if marks.contains(where: { claims.members[$0] != nil }) || kind == "id" || kind == "refresh" {
                throw IdentityError(
                    .wrongUse, "This is an ID token or a refresh token; send the access token that came with it.")
            }
            if claims.members["cnf"] != nil {
                throw IdentityError(.wrongUse, "The token is bound to a key, which is not looked at here.")
            }
        case .signIn(let nonce):
            if nonce != claims.text("nonce") {
                throw IdentityError(.wrongUse, "The ID token belongs to another sign-in; begin again.")
            }
            if let party = claims.text("azp"), party != audience {
                throw IdentityError(.wrongAudience, "The ID token was made for the program \(party.prefix(100)).")
            }
        }
    }

    private func checkTimes(_ claims: TokenClaims, _ now: Instant) throws(IdentityError) -> Instant {
        guard let expires = try claims.time("exp") else {
            throw IdentityError(.malformed, "The token does not say until when it holds (exp).")
        }
        if now >= expires + Self.leeway {
            throw IdentityError(.expired, "The token was good until \(expires); get a new one.")
        }
        for name in ["nbf", "iat"] {
            guard let begin = try claims.time(name), begin > now + Self.leeway else { continue }
            throw IdentityError(.notYet, "The token is good from \(begin) on; are the clocks right?")
        }
        return expires
    }

    /// `sub@issuer`, the same for ever: `7f3c@login.example.org/realms/ska`. No two people share one: the name of an
    /// issuer has no @, and what is no letter, digit or sign in the subject is escaped.
    private func subject(_ claims: TokenClaims) throws(IdentityError) -> String {
        guard let subject = claims.subject, (1...Self.longestSubjectBytes).contains(subject.utf8.count) else {
            throw IdentityError(
                .malformed, "The token names nobody (sub), or with more than \(Self.longestSubjectBytes) bytes.")
        }
        var name = ""
        for byte in subject.utf8 {
            if byte > 32, byte < 127, byte != UInt8(ascii: "%") {
                name.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                name += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return name + "@" + IssuerSettings.name(of: issuer)
    }
}

/// Somebody whom a verified token names.
package struct KnownPerson: Sendable, Hashable {
    package var identity: Identity
    /// As people call them; nil when the token does not say.
    package var name: String?
    /// When the token's time is over.
    package var expires: Instant

    package init(identity: Identity, name: String? = nil, expires: Instant) {
        self.identity = identity
        self.name = name
        self.expires = expires
    }
}
