package import BerthModel

/// As whom a site is asked.
package enum SiteIdentity: String, ModelEnumeration {
    case service, pass, exchange, map

    package static let name = "SiteIdentity"
    package static let summary = "As whom a site is asked."
}

/// How tokens for a site are had from its issuer. Source: RFC 8693.
package struct ExchangeSettings: Shaped {
    package var issuer = ""
    package var audience = ""
    package var scope: String?
    package var clientID = ""
    package var clientSecretFile: String?
    package var authorityFile: String?

    package init() {}

    package static let shape = Shape<ExchangeSettings>(
        "ExchangeSettings", "How tokens for a site are had from its issuer.",
        [
            Field("issuer", \.issuer, "URL of the issuer that exchanges them, as it calls itself; over https://."),
            Field("audience", \.audience, "As whom the issuer knows the site."),
            Field(
                "scope", \.scope, "What the token is to allow, words with blanks between; the issuer says unless set."),
            Field("clientID", \.clientID, "As whom the issuer knows this service."),
            Field("clientSecretFile", \.clientSecretFile, "File with the secret of that; none unless set."),
            Field("authorityFile", \.authorityFile, "Certificates in PEM that are trusted for the issuer."),
        ])
}

/// The token with which a site is asked for somebody.
package struct MappedToken: Shaped {
    package var subject: String?
    package var group: String?
    package var tokenFile = ""

    package init() {}

    package static let shape = Shape<MappedToken>(
        "MappedToken", "The token with which a site is asked for somebody.",
        [
            Field("subject", \.subject, "Name of the person; else a group."),
            Field("group", \.group, "Group of people who share the token."),
            Field("tokenFile", \.tokenFile, "File with the token, one word, read for each call."),
        ])
}
