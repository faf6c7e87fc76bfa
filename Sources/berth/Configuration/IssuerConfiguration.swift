import BerthIdentity
import BerthModel

/// An issuer whose tokens say who asks.
struct IssuerConfiguration: Shaped {
    var url: String?
    var audience: String?
    var groupsClaim: String?
    var groupPrefix: String?
    var requiredScope: String?
    var clientID: String?
    var scopes: [String] = []
    var authorityFile: String?
    var plainHTTP = false

    static let shape = Shape<IssuerConfiguration>(
        "IssuerConfiguration", "An issuer whose tokens say who asks.",
        [
            Field("url", \.url, "The issuer as it calls itself, letter for letter; its OpenID discovery is below."),
            Field("audience", \.audience, "As whom the issuer knows this service: aud of the tokens that are for it."),
            Field("groupsClaim", \.groupsClaim, "The claim with the groups; wlcg.groups, else groups, unless set."),
            Field("groupPrefix", \.groupPrefix, "Stands before each group, so that issuers do not share groups."),
            Field("requiredScope", \.requiredScope, "A scope that tokens have to carry."),
            Field("clientID", \.clientID, "The program as which berth login signs people in; it has no secret."),
            Field("scopes", \.scopes, "Scopes that berth login asks for beside openid and requiredScope."),
            Field(
                "authorityFile", \.authorityFile,
                "File with the certificates that are trusted, in PEM; those of the system unless set."),
            Field("plainHTTP", \.plainHTTP, "Whether the issuer may be on another machine and have no TLS."),
        ])

    var settings: IssuerSettings {
        var settings = IssuerSettings(url: url ?? "", audience: audience ?? "")
        settings.groupsClaim = groupsClaim
        settings.groupPrefix = groupPrefix ?? ""
        settings.requiredScope = requiredScope
        settings.clientID = clientID
        settings.scopes = scopes
        settings.authorityFile = authorityFile
        settings.allowsPlainHTTP = plainHTTP
        return settings
    }
}
