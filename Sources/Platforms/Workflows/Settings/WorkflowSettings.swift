package import BerthModel
package import BerthPlatform

/// What a site says about its workflow platform: keys of the configuration file.
package struct WorkflowSettings: Shaped {
    package var name = "workflows"
    package var programs = WorkflowPrograms()
    package var stateDirectory: String?
    package var instance = "berth"
    package var cores: Int64?
    package var memory: Int64?
    package var storage: Int64?
    package var maintenance: [Maintenance] = []
    package var prices: [Price] = []
    package var footprint: [Price] = []
    package var containers: ContainerChoice? = ContainerChoice.none
    package var hostPaths: [String] = []
    package var dataAddresses: [String] = []
    package var stagingBytes: Int64 = 100 << 30
    package var stagingSeconds: Int64 = 3600
    package var documentBytes: Int64 = 4 << 20
    package var documents: Int64 = 64
    package var documentSeconds: Int64 = 5
    package var checkSeconds: Int64 = 30
    package var checksAtOnce: Int64 = 2
    package var logBytes: Int64 = 64 << 20
    package var stopSeconds: Int64 = 2
    package var lookSeconds: Int64 = 2

    package init() {}

    package static let shape = Shape<WorkflowSettings>(
        "WorkflowSettings", "What a site says about its workflow platform.",
        places, policies, limits)

    private static let places: [Field<WorkflowSettings>] = [
        Field("name", \.name, "Name of the platform in answers; workflows unless set."),
        Field("programs", \.programs, "The engines; found on the PATH unless set."),
        Field("stateDirectory", \.stateDirectory, "Where storage and logs are; under $XDG_STATE_HOME unless set."),
        Field("instance", \.instance, "Whose programs are whose: unique among the brokers of one machine."),
        Field("cores", \.cores, "Cores that are offered together; all of the machine unless set.", unit: .core),
        Field("memory", \.memory, "Memory that is offered together; all but 1 GiB unless set.", unit: .gibibyte),
        Field("storage", \.storage, "Storage that is offered together; what is free unless set.", unit: .gibibyte),
        Field("maintenance", \.maintenance, "When there is less, or nothing at all, and why."),
        Field("prices", \.prices, "What is charged; nothing unless set."),
        Field("footprint", \.footprint, "What else is counted of its use, such as energy and carbon."),
    ]

    private static let policies: [Field<WorkflowSettings>] = [
        Field(
            "containers", \.containers,
            "What runs the steps of CWL that ask for a container: none or podman; none unless set."),
        Field("hostPaths", \.hostPaths, "Directories that file:// documents and data may come from; none unless set."),
        Field(
            "dataAddresses", \.dataAddresses,
            "Addresses or ranges inside the site that documents and data may come from."),
    ]

    private static let limits: [Field<WorkflowSettings>] = [
        Field("stagingBytes", \.stagingBytes, "Most bytes of one piece of data; 100 GiB unless set.", unit: .byte),
        Field("stagingSeconds", \.stagingSeconds, "Longest fetch of one piece of data, in seconds; 3600 unless set."),
        Field("documentBytes", \.documentBytes, "Most bytes of one document; 4 MiB unless set.", unit: .byte),
        Field("documents", \.documents, "Most documents and files of one workflow; 64 unless set."),
        Field(
            "documentSeconds", \.documentSeconds,
            "Longest fetch of all documents of a workflow while asking, in seconds; 5 unless set."),
        Field("checkSeconds", \.checkSeconds, "Longest check of a document by its engine, in seconds; 30 unless set."),
        Field("checksAtOnce", \.checksAtOnce, "Most checks at the same time, others wait; 2 unless set."),
        Field("logBytes", \.logBytes, "Most bytes kept of one output; 64 MiB unless set.", unit: .byte),
        Field("stopSeconds", \.stopSeconds, "Seconds between asking an engine to stop and killing it; 2 unless set."),
        Field("lookSeconds", \.lookSeconds, "Seconds between looks at memory and storage; 2 unless set."),
    ]
}

extension WorkflowSettings {
    var priceList: PriceList { PriceList(costs: prices, metrics: footprint) }
}

/// The engines of workflows on a machine.
package struct WorkflowPrograms: Shaped {
    package var cwltool: String?
    package var snakemake: String?

    package init() {}

    package static let shape = Shape<WorkflowPrograms>(
        "WorkflowPrograms", "The engines of workflows on a machine.",
        [
            Field("cwltool", \.cwltool, "Path of cwltool, for cwl-workflow; found on the PATH unless set."),
            Field("snakemake", \.snakemake, "Path of snakemake, for snakemake-workflow; found on the PATH unless set."),
        ])
}

/// What runs the steps of a workflow that ask for a container.
package enum ContainerChoice: String, ModelEnumeration {
    case none, podman

    package static let name = "ContainerChoice"
    package static let summary = "What runs the steps of a workflow that ask for a container."
}
