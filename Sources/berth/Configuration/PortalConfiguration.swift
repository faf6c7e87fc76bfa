import BerthModel
import BerthSoftware

/// The pages for people.
struct PortalConfiguration: Shaped {
    var enabled: Bool?
    var brokers: [PortalBrokerConfiguration] = []
    var catalogues: [CatalogueSettings] = []
    var administrators: [String] = []
    var retention = TimeSpan(seconds: 90 * 86_400)

    static let shape = Shape<PortalConfiguration>(
        "PortalConfiguration", "The pages for people.",
        [
            Field(
                "enabled", \.enabled,
                "Whether /portal/ is served; unless set, when there are no users or something else here is set."
            ),
            Field("brokers", \.brokers, "Brokers that the portal asks beside this one."),
            Field("catalogues", \.catalogues, "Where the portal looks for software."),
            Field(
                "administrators", \.administrators,
                "Users and groups that see refused requests of all; the one local user does."),
            Field("retention", \.retention, "How long drafts that nobody opens, and the history, are kept."),
        ])

    /// Whether there is a portal beside these users.
    func isOn(users: [UserConfiguration]) -> Bool {
        enabled ?? (users.isEmpty || !brokers.isEmpty || !catalogues.isEmpty || !administrators.isEmpty)
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
