import BerthModel
import BerthSoftware

/// The pages for people.
struct PortalConfiguration: Shaped {
    var enabled: Bool?
    var brokers: [PortalBrokerConfiguration] = []
    var catalogues: [CatalogueSettings] = []
    var administrators: [String] = []
    var signIn: SignInConfiguration?
    var retention = TimeSpan(seconds: 90 * 86_400)
    var leavingTime = TimeSpan(seconds: 60)

    static let shape = Shape<PortalConfiguration>(
        "PortalConfiguration", "The pages for people.",
        [
            Field(
                "enabled", \.enabled,
                "Whether /portal/ is served; unless set, when nobody has to say who asks or something here is set."
            ),
            Field("brokers", \.brokers, "Brokers that the portal asks beside this one."),
            Field("catalogues", \.catalogues, "Where the portal looks for software."),
            Field(
                "administrators", \.administrators,
                "Users and groups that see refused requests of all; the one local user does."),
            Field("signIn", \.signIn, "How people sign in in a browser; by showing a token unless set."),
            Field("retention", \.retention, "How long drafts that nobody opens, and the history, are kept."),
            Field(
                "leavingTime", \.leavingTime,
                "How long offers are kept for somebody who has left their page before they are given back."),
        ])

    /// Whether there is a portal.
    ///
    /// - Parameter asksWhoAsks: whether the service has users or issuers.
    func isOn(asksWhoAsks: Bool) -> Bool {
        enabled ?? (!asksWhoAsks || !brokers.isEmpty || !catalogues.isEmpty || !administrators.isEmpty || signIn != nil)
    }
}

/// A broker that the portal asks, too.
struct PortalBrokerConfiguration: Shaped {
    var name: String?
    var title: String?
    var url: String?
    var authorityFile: String?

    static let shape = Shape<PortalBrokerConfiguration>(
        "PortalBrokerConfiguration", "A broker that the portal asks, too.",
        [
            Field("name", \.name, "One word, for addresses of pages; \"here\" is this broker."),
            Field("title", \.title, "As pages name it; its name unless set."),
            Field("url", \.url, "Where it is."),
            Field(
                "authorityFile", \.authorityFile,
                "File with the certificates that are trusted, in PEM; those of the system unless set."),
        ])
}

/// How people sign in in a browser.
struct SignInConfiguration: Shaped {
    var issuer: String?
    var clientID: String?
    var clientSecretFile: String?
    var scopes: [String] = []

    static let shape = Shape<SignInConfiguration>(
        "SignInConfiguration", "How people sign in in a browser.",
        [
            Field("issuer", \.issuer, "The URL of the provider, one of issuers."),
            Field("clientID", \.clientID, "The program as which the provider knows the portal."),
            Field("clientSecretFile", \.clientSecretFile, "File with the secret of that program, where it has one."),
            Field("scopes", \.scopes, "Scopes that are asked for beside openid and the issuer's requiredScope."),
        ])
}
