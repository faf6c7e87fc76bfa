package import BerthModel
package import BerthPlatform
package import BerthTasks

/// What a site says about its notebook platform: keys of the configuration file.
package struct JupyterSettings: Shaped {
    package var name = "jupyter"
    package var mode: JupyterMode? = .headless
    package var python = "python3"
    package var instance = "berth"
    package var stateDirectory: String?
    package var cores: Int64?
    package var memory: Int64?
    package var storage: Int64?
    package var maintenance: [Maintenance] = []
    package var prices: [Price] = []
    package var footprint: [Price] = []
    package var listen = "127.0.0.1"
    package var ports: IntegerRange?
    package var hostPaths: [String] = []
    package var dataAddresses: [String] = []
    package var notebookBytes: Int64 = 32 << 20
    package var notebookSeconds: Int64 = 10
    package var stagingBytes: Int64 = 100 << 30
    package var stagingSeconds: Int64 = 3600
    package var logBytes: Int64 = 64 << 20
    package var startSeconds: Int64 = 60
    package var stopSeconds: Int64 = 2

    package init() {}

    package static let shape = Shape<JupyterSettings>(
        "JupyterSettings", "What a site says about its notebook platform.", places, servers, limits)

    private static let places: [Field<JupyterSettings>] = [
        Field("name", \.name, "Name of the platform in answers; jupyter unless set."),
        Field(
            "mode", \.mode,
            "headless: notebooks are executed from the first to the last cell; interactive: they are opened on a "
                + "Jupyter server for people; headless unless set. A site that wants both has two platforms."),
        Field("python", \.python, "The Python that Jupyter is installed for, a path or a name; python3 unless set."),
        Field("instance", \.instance, "Whose things are whose: unique among the brokers of one state directory."),
        Field(
            "stateDirectory", \.stateDirectory,
            "Where notebooks, storage and logs are; under $XDG_STATE_HOME unless set."),
        Field("cores", \.cores, "Cores that are offered together; all of the machine unless set.", unit: .core),
        Field("memory", \.memory, "Memory that is offered together; all but 1 GiB unless set.", unit: .gibibyte),
        Field("storage", \.storage, "Storage that is offered together; what is free unless set.", unit: .gibibyte),
        Field("maintenance", \.maintenance, "When there is less, or nothing at all, and why."),
        Field("prices", \.prices, "What is charged; nothing unless set."),
        Field("footprint", \.footprint, "What else is counted of its use, such as energy and carbon."),
    ]

    private static let servers: [Field<JupyterSettings>] = [
        Field("listen", \.listen, "Address on which interactive servers listen; 127.0.0.1 unless set."),
        Field("ports", \.ports, "Ports of interactive servers; any that is free unless set."),
        Field("hostPaths", \.hostPaths, "Directories that file:// notebooks and data may come from; none unless set."),
        Field(
            "dataAddresses", \.dataAddresses,
            "Addresses or ranges inside the site that notebooks and data may come from."),
    ]

    private static let limits: [Field<JupyterSettings>] = [
        Field("notebookBytes", \.notebookBytes, "Most bytes of a notebook; 32 MiB unless set.", unit: .byte),
        Field(
            "notebookSeconds", \.notebookSeconds,
            "Longest fetch of a notebook while it is asked for, in seconds; 10 unless set."),
        Field("stagingBytes", \.stagingBytes, "Most bytes of one piece of data; 100 GiB unless set.", unit: .byte),
        Field("stagingSeconds", \.stagingSeconds, "Longest fetch of one piece of data, in seconds; 3600 unless set."),
        Field(
            "logBytes", \.logBytes, "Most bytes kept of one output, and of the result notebook; 64 MiB unless set.",
            unit: .byte),
        Field(
            "startSeconds", \.startSeconds,
            "Seconds in which an interactive server must answer, and a kernel must be ready; 60 unless set."),
        Field(
            "stopSeconds", \.stopSeconds, "Seconds between asking a notebook to stop and killing it; 2 unless set."),
    ]
}

extension JupyterSettings {
    var priceList: PriceList { PriceList(costs: prices, metrics: footprint) }
    var isInteractive: Bool { mode == .interactive }
}
