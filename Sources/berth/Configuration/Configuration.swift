import BerthBroker
import BerthModel
import BerthRegistry

/// What the configuration file says. Its keys, defaults, units and descriptions are these shapes and nothing else.
struct Configuration: Shaped {
    var listen = "127.0.0.1:8470"
    var publicURL: String?
    var hosts: [String] = []
    var tls = TLSConfiguration()
    var store = StoreConfiguration()
    var log = LogConfiguration()
    var limits = LimitsConfiguration()
    var broker = BrokerConfiguration()
    var users: [UserConfiguration] = []
    var issuers: [IssuerConfiguration] = []
    var access: [PlatformAccess] = []
    var shares: [PlatformShare] = []
    var openMetrics = false
    var platforms: [PlatformConfiguration] = []
    var registries: [RegistrySettings] = []
    var publish = PublishSettings()
    var portal = PortalConfiguration()
    var client = ClientConfiguration()

    static let shape = Shape<Configuration>(
        "Configuration", "What the configuration file says.",
        [
            Field("listen", \.listen, "Where the service listens: a numeric address and a port, or unix: and a path."),
            Field("publicURL", \.publicURL, "Under which URL others reach it; made from listen unless set."),
            Field("hosts", \.hosts, "Names under which browsers reach it beside the host of publicURL."),
            Field("tls", \.tls, "Certificate and key; plain HTTP unless set."),
            Field("store", \.store, "Where offers and sessions are kept."),
            Field("log", \.log, "What is told about events, on standard error."),
            Field("limits", \.limits, "What is taken from one client."),
            Field("broker", \.broker, "How the broker offers and keeps."),
            Field("users", \.users, "Who may ask; everybody is the one local user unless set."),
            Field("issuers", \.issuers, "OpenID providers whose tokens say who asks, beside the users."),
            Field("access", \.access, "Platforms that are for some groups only; the others are for everybody."),
            Field("shares", \.shares, "What one person may hold of a platform at once; all of it unless set."),
            Field("openMetrics", \.openMetrics, "Whether /metrics is told to other machines, too."),
            Field(
                "platforms", \.platforms,
                "What runs tasks; unless set, what registries list, or without these the engine of this machine."),
            Field("registries", \.registries, "Where other brokers are found that are asked as platforms."),
            Field("publish", \.publish, "What this service says of itself to registries; nothing unless set."),
            Field("portal", \.portal, "The pages for people, under /portal/."),
            Field("client", \.client, "What the client commands use."),
        ])

    /// The platforms that are there without looking for any.
    var wantedPlatforms: [PlatformConfiguration] {
        platforms.isEmpty && registries.isEmpty ? [PlatformKind.standard] : platforms
    }
}

extension Configuration {
    /// Whether one has to say who asks; else everybody is the one local user.
    var asksWhoAsks: Bool { !users.isEmpty || !issuers.isEmpty }
}

/// Files for TLS.
struct TLSConfiguration: Shaped {
    var certificate: String?
    var key: String?

    static let shape = Shape<TLSConfiguration>(
        "TLSConfiguration", "Files for TLS.",
        [
            Field("certificate", \.certificate, "File with the certificate and those above it, in PEM."),
            Field("key", \.key, "File with the private key, in PEM."),
        ])
}

/// Where offers and sessions are kept.
struct StoreConfiguration: Shaped {
    var kind: StoreKind? = .sqlite
    var path: String?

    static let shape = Shape<StoreConfiguration>(
        "StoreConfiguration", "Where offers and sessions are kept.",
        [
            Field("kind", \.kind, "sqlite keeps them in a file; memory forgets them when the service ends."),
            Field("path", \.path, "The database; berth.db in the state directory unless set."),
        ])
}

enum StoreKind: String, ModelEnumeration {
    case sqlite, memory

    static let name = "StoreKind"
    static let summary = "Where offers and sessions are kept."
}

/// What is told about events.
struct LogConfiguration: Shaped {
    var level: LogLevel? = .info
    var format: LogFormat?

    static let shape = Shape<LogConfiguration>(
        "LogConfiguration", "What is told about events.",
        [
            Field("level", \.level, "The least grave events that are told: debug, info, warning or error."),
            Field("format", \.format, "text or json; text on a terminal and json elsewhere unless set."),
        ])
}

enum LogLevel: String, ModelEnumeration {
    case debug, info, warning, error

    static let name = "LogLevel"
    static let summary = "How grave an event is."
}

enum LogFormat: String, ModelEnumeration {
    case text, json

    static let name = "LogFormat"
    static let summary = "How an event is written."
}

/// Somebody who may ask.
struct UserConfiguration: Shaped {
    var name: String?
    var groups: [String] = []
    var tokenSHA256: String?

    static let shape = Shape<UserConfiguration>(
        "UserConfiguration", "Somebody who may ask.",
        [
            Field("name", \.name, "Who it is; two entries of one name are two tokens of one user."),
            Field("groups", \.groups, "Groups that the user is in."),
            Field("tokenSHA256", \.tokenSHA256, "SHA-256 of the user's token, in 64 hexadecimal digits."),
        ])
}

/// What the client commands use.
struct ClientConfiguration: Shaped {
    var url: String?
    var tokenFile: String?
    var authorityFile: String?

    static let shape = Shape<ClientConfiguration>(
        "ClientConfiguration", "What the client commands use.",
        [
            Field("url", \.url, "The broker to ask; the one of this file unless set."),
            Field("tokenFile", \.tokenFile, "File with the token that says who asks."),
            Field(
                "authorityFile", \.authorityFile,
                "File with the certificates that are trusted, in PEM; those of the system unless set."),
        ])
}
