import BerthModel

/// The pages for people.
struct PortalConfiguration: Shaped {
    var enabled: Bool?
    var brokers: [PortalBrokerConfiguration] = []
    var catalogues: [CatalogueConfiguration] = []
    var administrators: [String] = []
    var signIn: SignInConfiguration?
    var retention = TimeSpan(seconds: 90 * 86_400)

    static let shape = Shape<PortalConfiguration>(
        "PortalConfiguration", "The pages for people.",
        [
            Field(
                "enabled", \.enabled,
                "Whether /portal/ is served; unless set, when nobody has to say who asks or when more of this is set."
            ),
            Field("brokers", \.brokers, "Brokers that the portal asks beside this one."),
            Field("catalogues", \.catalogues, "Where the portal looks for software."),
            Field(
                "administrators", \.administrators,
                "Users and groups that see refused requests of all; the one local user does."),
            Field("signIn", \.signIn, "How people sign in in a browser; by showing a token unless set."),
            Field("retention", \.retention, "How long drafts that nobody opens, and the history, are kept."),
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

/// A source of software: one of a community, addresses or a folder.
struct CatalogueConfiguration: Shaped {
    var name: String?
    var community: String?
    var url: String?
    var addresses: [String] = []
    var folder: String?

    static let shape = Shape<CatalogueConfiguration>(
        "CatalogueConfiguration", "A source of software: one of a community, addresses or a folder.",
        [
            Field("name", \.name, "One word, which tells its entries from those of others."),
            Field("community", \.community, "A community of a Zenodo service, such as escape2020."),
            Field("url", \.url, "The Zenodo service of the community; https://zenodo.org unless set."),
            Field("addresses", \.addresses, "Addresses of codemeta.json files."),
            Field("folder", \.folder, "A folder of this machine with codemeta.json files."),
        ])
}
