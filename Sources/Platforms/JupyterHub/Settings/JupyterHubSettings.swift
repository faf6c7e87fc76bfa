package import BerthModel
import BerthPlatform

/// What a site says about a JupyterHub: keys of the configuration file.
package struct JupyterHubSettings: Shaped {
    package var name = "jupyterhub"
    package var url = "http://127.0.0.1:8000"
    package var tokenFile = "/etc/berth/jupyterhub-token"
    package var authorityFile: String?
    package var users: HubUsers? = .one
    package var user = "berth"
    package var options = NamedTexts()
    package var instance = "berth"
    package var stateDirectory: String?
    package var cores: Int64?
    package var memory: Int64?
    package var prices: [Price] = []
    package var footprint: [Price] = []
    package var dataAddresses: [String] = []
    package var notebookBytes: Int64 = 32 << 20
    package var notebookSeconds: Int64 = 5
    package var requestSeconds: Int64 = 30
    package var factsSeconds: Int64 = 15
    package var startSeconds: Int64 = 300
    package var stopSeconds: Int64 = 60
    package var pollSeconds: Int64 = 2
    package var awaySeconds: Int64 = 3600
    package var tokenSeconds: Int64 = 30 * 86_400

    package init() {}

    package static let shape = Shape<JupyterHubSettings>(
        "JupyterHubSettings", "What a site says about a JupyterHub.", places, people, limits)

    private static let places: [Field<JupyterHubSettings>] = [
        Field("name", \.name, "Name of the platform in answers; jupyterhub unless set."),
        Field("url", \.url, "Where people open the hub, with its base path; http://127.0.0.1:8000 unless set."),
        Field(
            "tokenFile", \.tokenFile,
            "File with the token of a service of the hub, read for each call; /etc/berth/jupyterhub-token unless set."),
        Field(
            "authorityFile", \.authorityFile, "Certificates in PEM that are trusted in place of the system's."),
        Field("instance", \.instance, "Whose servers are whose: unique among the brokers of one hub."),
        Field(
            "stateDirectory", \.stateDirectory,
            "Where notebooks and tokens of sessions are; under $XDG_STATE_HOME unless set."),
        Field(
            "cores", \.cores, "Cores that each server of the hub has; not promised unless set.", unit: .core),
        Field(
            "memory", \.memory, "Memory that each server of the hub has; not promised unless set.", unit: .gibibyte),
        Field("prices", \.prices, "What is charged; nothing unless set."),
        Field("footprint", \.footprint, "What else is counted of its use, such as energy and carbon."),
    ]

    private static let people: [Field<JupyterHubSettings>] = [
        Field(
            "users", \.users,
            "one: every session is a server of the user that user names, and all of them share that user's files; "
                + "asker: of the user of the hub with the name of who asks; one unless set."),
        Field("user", \.user, "User of the hub whose servers sessions are; berth unless set."),
        Field("options", \.options, "Options of the spawner for each server, by name; none unless set."),
        Field(
            "dataAddresses", \.dataAddresses, "Addresses or ranges inside the site that notebooks may come from."),
    ]

    private static let limits: [Field<JupyterHubSettings>] = [
        Field("notebookBytes", \.notebookBytes, "Most bytes of a notebook; 32 MiB unless set.", unit: .byte),
        Field(
            "notebookSeconds", \.notebookSeconds,
            "Longest fetch of a notebook while it is asked for, in seconds; 5 unless set."),
        Field("requestSeconds", \.requestSeconds, "Seconds that a call of the hub may take; 30 unless set."),
        Field("factsSeconds", \.factsSeconds, "Seconds for which what the hub says is remembered; 15 unless set."),
        Field("startSeconds", \.startSeconds, "Seconds in which a server must be ready; 300 unless set."),
        Field("stopSeconds", \.stopSeconds, "Seconds in which a server must have stopped; 60 unless set."),
        Field("pollSeconds", \.pollSeconds, "Seconds between two looks at the servers of a user; 2 unless set."),
        Field("awaySeconds", \.awaySeconds, "Seconds that the hub may be away while servers run; 3600 unless set."),
        Field(
            "tokenSeconds", \.tokenSeconds,
            "Longest life of the token of a session, in seconds; 30 days unless set. It ends with the session."),
    ]
}

extension JupyterHubSettings {
    var priceList: PriceList { PriceList(costs: prices, metrics: footprint) }

    /// Without a slash at its end.
    var address: String {
        var address = url
        while address.hasSuffix("/") { address.removeLast() }
        return address
    }
}
