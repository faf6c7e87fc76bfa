package import BerthModel
import BerthPlatform

/// What a site says about a workflow execution service: keys of the configuration file. What the service runs it says
/// itself.
package struct WESSettings: Shaped {
    package var name = "wes"
    package var url = "http://127.0.0.1:8080"
    package var tokenFile: String?
    package var authorityFile: String?
    package var stateDirectory: String?
    package var instance = "berth"
    package var schemes = ["http", "https"]
    package var dataAddresses: [String] = []
    package var coresParameter: String?
    package var memoryParameter: String?
    package var cores: Int64?
    package var memory: Int64?
    package var prices: [Price] = []
    package var footprint: [Price] = []
    package var documentBytes: Int64 = 4 << 20
    package var documentSeconds: Int64 = 5
    package var parameterBytes: Int64 = 1 << 20
    package var logBytes: Int64 = 64 << 20
    package var requestSeconds: Int64 = 8
    package var callsPerSecond: Int64 = 10
    package var factsSeconds: Int64 = 15
    package var pollSeconds: Int64 = 2
    package var stopSeconds: Int64 = 30
    package var queueSeconds: Int64 = 86_400
    package var awaySeconds: Int64 = 3600
    package var searchedRuns: Int64 = 1000

    package init() {}

    package static let shape = Shape<WESSettings>(
        "WESSettings", "What a site says about a workflow execution service; what it runs the service says itself.",
        places, policies, limits)

    private static let places: [Field<WESSettings>] = [
        Field("name", \.name, "Name of the platform in answers; wes unless set."),
        Field(
            "url", \.url,
            "Where the service is, /ga4gh/wes/v1 is added unless it ends so; http://127.0.0.1:8080 unless set."),
        Field(
            "tokenFile", \.tokenFile,
            "File with the bearer token that the service takes, read for each call; none is sent unless set."),
        Field(
            "authorityFile", \.authorityFile, "Certificates in PEM that are trusted in place of the system's."),
        Field(
            "stateDirectory", \.stateDirectory,
            "Where it is kept which run belongs to which session, and outputs; under $XDG_STATE_HOME unless set."),
        Field("instance", \.instance, "Whose runs are whose: unique among the brokers of one service."),
        Field("prices", \.prices, "What is charged; nothing unless set."),
        Field("footprint", \.footprint, "What else is counted of its use, such as energy and carbon."),
    ]

    private static let policies: [Field<WESSettings>] = [
        Field(
            "schemes", \.schemes,
            "Schemes of addresses that workflows may have; the service fetches them; http and https unless set."),
        Field(
            "dataAddresses", \.dataAddresses,
            "Addresses or ranges inside the site that workflows and outputs of runs may be fetched from."),
        Field(
            "coresParameter", \.coresParameter,
            "Parameter of the engine that takes the cores, as --maxCores of Toil; none is sent unless set."),
        Field(
            "memoryParameter", \.memoryParameter,
            "Parameter of the engine that takes the memory in bytes, as --maxMemory of Toil; none is sent unless set."),
        Field("cores", \.cores, "Most cores that a request may ask for; any number unless set.", unit: .core),
        Field(
            "memory", \.memory, "Most memory that a request may ask for; any amount unless set.", unit: .gibibyte),
    ]

    private static let limits: [Field<WESSettings>] = [
        Field(
            "documentBytes", \.documentBytes, "Most bytes of a document that is looked at; 4 MiB unless set.",
            unit: .byte),
        Field(
            "documentSeconds", \.documentSeconds,
            "Longest look at a document while asking, in seconds; 5 unless set."),
        Field(
            "parameterBytes", \.parameterBytes, "Most bytes of all parameters of a workflow; 1 MiB unless set.",
            unit: .byte),
        Field("logBytes", \.logBytes, "Most bytes kept of one output; 64 MiB unless set.", unit: .byte),
        Field("requestSeconds", \.requestSeconds, "Seconds that a call of the service may take; 8 unless set."),
        Field("callsPerSecond", \.callsPerSecond, "Most looks at runs in a second, of all together; 10 unless set."),
        Field("factsSeconds", \.factsSeconds, "Seconds for which what the service says is remembered; 15 unless set."),
        Field("pollSeconds", \.pollSeconds, "Seconds between two looks at a run; 2 unless set."),
        Field("stopSeconds", \.stopSeconds, "Seconds in which a run that is cancelled must have ended; 30 unless set."),
        Field(
            "queueSeconds", \.queueSeconds, "Seconds that a run may wait in the service's queue; 86400 unless set."),
        Field("awaySeconds", \.awaySeconds, "Seconds that the service may be away while runs go on; 3600 unless set."),
        Field(
            "searchedRuns", \.searchedRuns,
            "Most runs of the service that are looked through for a lost one; 1000 unless set."),
    ]
}

extension WESSettings {
    var priceList: PriceList { PriceList(costs: prices, metrics: footprint) }

    /// What all calls begin with.
    var address: String {
        var address = url
        while address.hasSuffix("/") { address.removeLast() }
        return address.hasSuffix(Self.path) ? address : address + Self.path
    }

    /// Source: GA4GH WES 1.1, section "API Protocol".
    private static let path = "/ga4gh/wes/v1"
}
