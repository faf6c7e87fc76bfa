package import BerthModel
import BerthPlatform

/// What a site says about a Slurm cluster: keys of the configuration file. What the cluster has it says itself.
package struct SlurmSettings: Shaped {
    package var name = "slurm"
    package var partition: String?
    package var account: String?
    package var stateDirectory: String?
    package var instance = "berth"
    package var commands: String?
    package var configuration: String?
    package var rest = SlurmREST()
    package var python = "python3"
    package var programs = SlurmPrograms()
    package var images = SlurmImages()
    package var storage: Int64?
    package var prices: [Price] = []
    package var footprint: [Price] = []
    package var reservations = false
    package var hostPaths: [String] = []
    package var dataAddresses: [String] = []
    package var stagingBytes: Int64 = 100 << 30
    package var stagingSeconds: Int64 = 3600
    package var scriptBytes: Int64 = 1 << 20
    package var notebookBytes: Int64 = 32 << 20
    package var documentBytes: Int64 = 4 << 20
    package var documents: Int64 = 64
    package var documentSeconds: Int64 = 10
    package var checkSeconds: Int64 = 30
    package var logBytes: Int64 = 64 << 20
    package var stopSeconds: Int64 = 5
    package var storageCheckSeconds: Int64 = 10
    package var commandSeconds: Int64 = 8
    package var commandsAtOnce: Int64 = 8
    package var factsSeconds: Int64 = 30
    package var programsSeconds: Int64 = 3600
    package var lookSeconds: Int64 = 60
    package var pollSeconds: Int64 = 1
    package var queueSeconds: Int64 = 86_400
    package var holdSeconds: Int64 = 300
    package var awaySeconds: Int64 = 3600

    package init() {}

    package static let shape = Shape<SlurmSettings>(
        "SlurmSettings", "What a site says about a Slurm cluster; what the cluster has it says itself.",
        places, policies, limits)

    private static let places: [Field<SlurmSettings>] = [
        Field("name", \.name, "Name of the platform in answers; slurm unless set."),
        Field("partition", \.partition, "Partition that jobs go to; the cluster's default one unless set."),
        Field("account", \.account, "Account that jobs are charged to; the user's default one unless set."),
        Field(
            "stateDirectory", \.stateDirectory,
            "Where sessions and logs are, on a file system that the nodes share; letters, digits and /._- only."),
        Field("instance", \.instance, "Whose jobs are whose: unique among the brokers of one user of the cluster."),
        Field("commands", \.commands, "Directory of Slurm's commands; looked for in the usual places unless set."),
        Field("configuration", \.configuration, "Path of slurm.conf; where Slurm looks for it unless set."),
        Field("rest", \.rest, "Where slurmrestd is; jobs are handed over, followed and stopped through it."),
        Field("python", \.python, "Python on the nodes, a name or a path; python3 unless set."),
        Field(
            "programs", \.programs,
            "What runs notebooks, workflows and containers on the nodes; a node is asked when somebody wants one."),
        Field("images", \.images, "How images of containers come to the nodes."),
        Field("storage", \.storage, "Storage that is offered together; what is free unless set.", unit: .gibibyte),
        Field("prices", \.prices, "What is charged; nothing unless set."),
        Field("footprint", \.footprint, "What else is counted of its use, such as energy and carbon."),
    ]

    private static let policies: [Field<SlurmSettings>] = [
        Field(
            "reservations", \.reservations,
            "Hold offers as reservations of Slurm, which takes the rights of an operator; false unless set."),
        Field("hostPaths", \.hostPaths, "Directories that file:// data, notebooks and workflows may come from."),
        Field("dataAddresses", \.dataAddresses, "Addresses or ranges inside the site that data may come from."),
    ]

    private static let limits: [Field<SlurmSettings>] = [
        Field("stagingBytes", \.stagingBytes, "Most bytes of one piece of data; 100 GiB unless set.", unit: .byte),
        Field("stagingSeconds", \.stagingSeconds, "Longest fetch of one piece of data, in seconds; 3600 unless set."),
        Field("scriptBytes", \.scriptBytes, "Most bytes of a script; 1 MiB unless set.", unit: .byte),
        Field("notebookBytes", \.notebookBytes, "Most bytes of a notebook; 32 MiB unless set.", unit: .byte),
        Field(
            "documentBytes", \.documentBytes, "Most bytes of one document of a workflow; 4 MiB unless set.",
            unit: .byte),
        Field("documents", \.documents, "Most documents and files of one workflow; 64 unless set."),
        Field(
            "documentSeconds", \.documentSeconds,
            "Longest fetch of a notebook, or of all documents of a workflow, while asking, in seconds; 10 unless set."),
        Field(
            "checkSeconds", \.checkSeconds,
            "Longest check of CWL by a cwltool that is on this machine too, in seconds; 30 unless set."),
        Field(
            "logBytes", \.logBytes, "Most bytes kept of one output, and of the result notebook; 64 MiB unless set.",
            unit: .byte),
        Field("stopSeconds", \.stopSeconds, "Seconds between asking a job to end and killing it; 5 unless set."),
        Field(
            "storageCheckSeconds", \.storageCheckSeconds,
            "Seconds between looks at the size of storage; 10 unless set."),
        Field("commandSeconds", \.commandSeconds, "Seconds that a command of Slurm may take; 8 unless set."),
        Field("commandsAtOnce", \.commandsAtOnce, "Commands of Slurm that run at the same time; 8 unless set."),
        Field("factsSeconds", \.factsSeconds, "Seconds for which what the cluster has is remembered; 30 unless set."),
        Field(
            "programsSeconds", \.programsSeconds,
            "Seconds for which it is remembered which programs the nodes have; 3600 unless set."),
        Field(
            "lookSeconds", \.lookSeconds, "Seconds in which a node must say which programs it has; 60 unless set."),
        Field("pollSeconds", \.pollSeconds, "Seconds between two lists of jobs, one for all; 1 unless set."),
        Field(
            "queueSeconds", \.queueSeconds,
            "Seconds that a job may begin later than Slurm estimated; 86400 unless set."),
        Field("holdSeconds", \.holdSeconds, "Seconds for which a reservation holds an offer; 300 unless set."),
        Field("awaySeconds", \.awaySeconds, "Seconds that the controller may be away while jobs run; 3600 unless set."),
    ]
}

extension SlurmSettings {
    var priceList: PriceList { PriceList(costs: prices, metrics: footprint) }
}
