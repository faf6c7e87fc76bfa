import BerthHTTP

/// An issuer whose tokens are taken, and what they have to say.
package struct IssuerSettings: Sendable, Hashable {
    /// As it calls itself: the `iss` of its tokens, letter for letter.
    package var url: String
    /// As whom it knows this service: the `aud` of tokens for it.
    package var audience: String
    /// The claim with the groups; `wlcg.groups`, else `groups`, unless set.
    package var groupsClaim: String?
    /// Stands before the name of each group, so that the groups of one issuer are not taken for those of another.
    package var groupPrefix = ""
    /// A scope that a token has to carry.
    package var requiredScope: String?
    /// The program as which people sign in from a command line; it has no secret.
    package var clientID: String?
    /// What such a program asks for beside the scope that is required.
    package var scopes: [String] = []
    /// A PEM file of the authorities that are trusted instead of the system's.
    package var authorityFile: String?
    /// Whether it may be on another machine and have no TLS.
    package var allowsPlainHTTP = false

    package init(url: String, audience: String) {
        self.url = url
        self.audience = audience
    }

    /// The most bytes of the URL of an issuer.
    static let longestURL = 1024

    /// How an issuer is called in the names of its people: its URL without the scheme.
    static func name(of url: String) -> String {
        url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last.map(String.init) ?? url
    }

    /// - Throws: `badIssuer`.
    package func check() throws(IdentityError) {
        try Self.check(url, noun: "the URL of an issuer", allowsPlainHTTP: allowsPlainHTTP)
        if url.contains("?") {
            throw IdentityError(.badIssuer, "\"\(url)\" has a query; the URL of an issuer has none.")
        }
        if audience.isEmpty {
            throw IdentityError(
                .badIssuer,
                "The audience of \(url) is missing; it says which tokens are for this service and not for "
                    + "others.")
        }
        if let requiredScope, requiredScope.isEmpty || requiredScope.contains(" ") {
            throw IdentityError(.badIssuer, "The scope that \(url) has to give must be one word.")
        }
        if let groupsClaim, groupsClaim.isEmpty {
            throw IdentityError(.badIssuer, "The claim with the groups of \(url) has no name; leave it out.")
        }
    }

    /// Whether a URL may be spoken to about people: with TLS, or on this machine, or where plain HTTP is allowed.
    ///
    /// - Throws: `badIssuer`.
    static func check(_ url: String, noun: String, allowsPlainHTTP: Bool) throws(IdentityError) {
        // It stands in headers, pages and names.
        let isPlain = !url.utf8.contains { Array("@#\"\\<>".utf8).contains($0) }
        guard let place = URLPlace(url), url.utf8.count <= longestURL, isPlain else {
            throw IdentityError(
                .badIssuer,
                "\"\(url.prefix(200))\" is not \(noun): write https:// and a name, without a user, # and quotes.")
        }
        if place.isSecure || place.isThisMachine || allowsPlainHTTP { return }
        throw IdentityError(
            .badIssuer,
            "\(url) has no TLS: whoever stands between could be anybody. Write https://, or allow it with "
                + "plainHTTP: true.")
    }
}
