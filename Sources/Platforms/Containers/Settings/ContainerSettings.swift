package import BerthModel
package import BerthPlatform

/// What a site says about its container platform: keys of the configuration file.
package struct ContainerSettings: Shaped {
    package var name = "containers"
    package var engine: String?
    package var stateDirectory: String?
    package var instance = "berth"
    package var cores: Int64?
    package var memory: Int64?
    package var storage: Int64?
    package var maintenance: [Maintenance] = []
    package var prices: [Price] = []
    package var footprint: [Price] = []
    package var privileged = false
    package var hostPaths: [String] = []
    package var externalPorts = false
    package var portNetwork = "bridge"
    package var registries: [String] = []
    package var pull: PullPolicy? = .missing
    package var user: String?
    package var dataAddresses: [String] = []
    package var stagingBytes: Int64 = 100 << 30
    package var stagingSeconds: Int64 = 3600
    package var pullSeconds: Int64 = 1800
    package var logBytes: Int64 = 64 << 20
    package var temporaryBytes: Int64 = 64 << 20
    package var processes: Int64 = 512
    package var stopSeconds: Int64 = 2
    package var storageCheckSeconds: Int64 = 2
    package var engineSeconds: Int64 = 30

    package init() {}

    /// The bound of the engine's own log of a container. Engines write up to 47 bytes more for each line, and drop
    /// everything at the bound: there is room for all that is kept of two outputs with lines of a few bytes, and for
    /// what is written until it is read.
    var engineLogBytes: Int64 { max(64 << 20, logBytes > .max / 32 ? .max : logBytes * 32) }

    package static let shape = Shape<ContainerSettings>(
        "ContainerSettings", "What a site says about its container platform.",
        places, policies, limits)

    private static let places: [Field<ContainerSettings>] = [
        Field("name", \.name, "Name of the platform in answers; containers unless set."),
        Field("engine", \.engine, "Socket of the engine, a path or unix://; found by itself unless set."),
        Field("stateDirectory", \.stateDirectory, "Where storage and logs are; under $XDG_STATE_HOME unless set."),
        Field("instance", \.instance, "Whose things on the engine are whose: unique among the brokers of one engine."),
        Field("cores", \.cores, "Cores that are offered together; all of the machine unless set.", unit: .core),
        Field("memory", \.memory, "Memory that is offered together; all but 1 GiB unless set.", unit: .gibibyte),
        Field("storage", \.storage, "Storage that is offered together; what is free unless set.", unit: .gibibyte),
        Field("maintenance", \.maintenance, "When there is less, or nothing at all, and why."),
        Field("prices", \.prices, "What is charged; nothing unless set."),
        Field("footprint", \.footprint, "What else is counted of its use, such as energy and carbon."),
    ]

    private static let policies: [Field<ContainerSettings>] = [
        Field("privileged", \.privileged, "Let containers ask for the privileges of the host; false unless set."),
        Field("hostPaths", \.hostPaths, "Directories that file:// data may come from; none unless set."),
        Field("externalPorts", \.externalPorts, "Let containers name ports of the host; false unless set."),
        Field("portNetwork", \.portNetwork, "Network of containers that publish ports; bridge unless set."),
        Field("registries", \.registries, "Registries that images may come from; all outside the site when empty."),
        Field("pull", \.pull, "When images are fetched: missing, always or never; missing unless set."),
        Field("user", \.user, "User and group that containers run as; the image's own unless set."),
        Field("dataAddresses", \.dataAddresses, "Addresses or ranges inside the site that data may come from."),
    ]

    private static let limits: [Field<ContainerSettings>] = [
        Field("stagingBytes", \.stagingBytes, "Most bytes of one piece of data; 100 GiB unless set.", unit: .byte),
        Field("stagingSeconds", \.stagingSeconds, "Longest fetch of one piece of data, in seconds; 3600 unless set."),
        Field("pullSeconds", \.pullSeconds, "Longest fetch of an image, in seconds; 1800 unless set."),
        Field(
            "logBytes", \.logBytes,
            "Most bytes kept of one output; 64 MiB unless set. The engine's own log: 32 times, or 64 MiB.",
            unit: .byte),
        Field("temporaryBytes", \.temporaryBytes, "Size of /tmp in containers; 64 MiB unless set.", unit: .byte),
        Field("processes", \.processes, "Most processes and threads of a container; 512 unless set."),
        Field("stopSeconds", \.stopSeconds, "Seconds between asking a container to stop and killing it; 2 unless set."),
        Field(
            "storageCheckSeconds", \.storageCheckSeconds,
            "Seconds between looks at the size of storage; 2 unless set."),
        Field("engineSeconds", \.engineSeconds, "Seconds that an engine may be away; 30 unless set."),
    ]
}

extension ContainerSettings {
    var priceList: PriceList { PriceList(costs: prices, metrics: footprint) }
}

/// When images are fetched.
package enum PullPolicy: String, ModelEnumeration {
    case missing, always, never

    package static let name = "PullPolicy"
    package static let summary = "When images are fetched."
}
