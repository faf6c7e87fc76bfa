package import BerthModel

/// The issuers whose tokens are taken.
package struct TrustedIssuers: Sendable {
    package let all: [Issuer]

    package static let nobody = TrustedIssuers(all: [])

    private init(all: [Issuer]) { self.all = all }

    /// - Parameter old: those that are known: of issuers that stay as they were, the keys are kept.
    /// - Throws: `badIssuer`, also for two that would give two people one name.
    package init(
        _ settings: [IssuerSettings], keeping old: TrustedIssuers = .nobody, times: KeyCache.Times = KeyCache.Times(),
        now: @escaping @Sendable () -> Instant
    ) throws(IdentityError) {
        var all: [Issuer] = []
        for one in settings {
            if let other = all.first(where: { Self.areSame($0.settings.url, one.url) }) {
                throw IdentityError(
                    .badIssuer, "\(other.settings.url) and \(one.url) are one issuer to this service; write it once.")
            }
            if let known = old.all.first(where: { $0.settings == one }) {
                all.append(known)
            } else {
                all.append(try Issuer(one, times: times, now: now))
            }
        }
        self.all = all
    }

    package var isEmpty: Bool { all.isEmpty }

    /// Reads the keys of all of them at once.
    package func warm() async {
        await withTaskGroup { group in
            for issuer in all { group.addTask { await issuer.warm() } }
        }
    }

    /// The issuer that a token says it is from.
    ///
    /// - Throws: `wrongIssuer`, and why it is no token.
    package func issuer(of text: String) throws(IdentityError) -> Issuer {
        let claimed = try JSONWebToken(reading: text).claims.issuer
        guard let issuer = all.first(where: { $0.settings.url == claimed }) else {
            throw IdentityError(.wrongIssuer, "The token is from an issuer that is not trusted here.")
        }
        return issuer
    }

    /// A text that may be a token of an issuer.
    package static func isToken(_ text: some StringProtocol) -> Bool { JSONWebToken.isLike(text) }

    /// The names of people do not tell such two apart.
    private static func areSame(_ one: String, _ other: String) -> Bool {
        IssuerSettings.name(of: one) == IssuerSettings.name(of: other)
    }
}
