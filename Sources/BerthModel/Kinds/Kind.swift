/// The kind of a component: a URI on the wire, a family and a name here.
///
/// Prefixes live in this file alone, because IVOA will move them again. Source: WIRE.md §2, *Kinds*.
public struct Kind: Sendable, Hashable {
    public let family: String
    public let name: String
    /// What is written on the wire.
    public let uri: String

    /// A kind of the standard: `B/<family>/<name>.yaml`.
    init(_ family: String, _ name: String) {
        self.family = family
        self.name = name
        uri = Kind.standardPrefix + family + "/" + name + ".yaml"
    }

    /// A kind of ours: the same below a prefix of ours.
    init(ours family: String, _ name: String) {
        self.init(family, name, uri: Kind.berthPrefix + family + "/" + name + ".yaml")
    }

    /// A kind whose URI is written out.
    init(_ family: String, _ name: String, uri: String) {
        self.family = family
        self.name = name
        self.uri = uri
    }

    static let standardPrefix = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/"
    /// Kinds of our own live under one prefix of ours.
    static let berthPrefix = "https://www.purl.org/berth/schema/v1.0/kinds/"
    /// Types of metrics that count things by name: what a request asks for of them is a metric with a minimum, which
    /// every client can write and read. What follows is the name, as `gpu-a100`.
    public static let countablePrefix = "https://www.purl.org/berth/schema/v1.0/countables/"
    static let olderPrefixes = [
        "https://www.purl.org/ivoa.net/EB/schema/types/",
        "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/",
    ]

    public static let dockerContainer = Kind("executable", "docker-container")
    public static let singularityContainer = Kind("executable", "singularity-container")
    public static let jupyterNotebook = Kind("executable", "jupyter-notebook")
    public static let cwlWorkflow = Kind(ours: "executable", "cwl-workflow")
    public static let snakemakeWorkflow = Kind(ours: "executable", "snakemake-workflow")
    public static let wesWorkflow = Kind(ours: "executable", "wes-workflow")
    public static let batchScript = Kind(ours: "executable", "batch-script")
    public static let pythonProgram = Kind(ours: "executable", "python-program")
    public static let simpleCompute = Kind("compute", "simple-compute-resource")
    public static let acceleratedCompute = Kind(ours: "compute", "accelerated-compute-resource")
    public static let simpleStorage = Kind("storage", "simple-storage-resource")
    public static let simpleVolume = Kind("volume", "simple-volume-mount")
    public static let simpleData = Kind("data", "simple-data-resource")
    public static let s3Data = Kind("data", "S3-data-resource")
    public static let rucioData = Kind("data", "rucio-data-resource")
    public static let ivoaData = Kind("data", "ivoa-data-resource")
    public static let skaoData = Kind("data", "skao-data-resource")
    public static let simpleSession = Kind("session", "simple-execution-session")
    public static let scheduledSession = Kind("session", "scheduled-execution-session")
    public static let offerSet = Kind("offerset", "execution-offerset")
    public static let simpleCost = Kind("costs", "simple-minmax-float-cost")
    public static let simpleMetric = Kind("metrics", "simple-minmax-float-metric")
    public static let executionRequest = Kind("request", "execution-request")
    public static let message = Kind("message", "simple-message")
    public static let simpleConnector = Kind("connector", "simple-connector")

    public static let stringValueOption = Kind("option", "string-value-option", uri: "uri:string-value-option")
    public static let enumValueOption = Kind("option", "enum-value-option", uri: "uri:enum-value-option")
    public static let integerValueOption = Kind("option", "integer-value-option", uri: "uri:integer-value-option")
    public static let integerDeltaOption = Kind("option", "integer-delta-option", uri: "uri:integer-delta-option")
    public static let stringValueUpdate = Kind("update", "string-value-update", uri: "uri:string-value-update")
    public static let enumValueUpdate = Kind("update", "enum-value-update", uri: "uri:enum-value-update")
    public static let integerValueUpdate = Kind("update", "integer-value-update", uri: "uri:integer-value-update")
    public static let integerDeltaUpdate = Kind("update", "integer-delta-update", uri: "uri:integer-delta-update")

    public static let known: [Kind] = [
        dockerContainer, singularityContainer, jupyterNotebook, cwlWorkflow, snakemakeWorkflow, wesWorkflow,
        batchScript, pythonProgram, simpleCompute, acceleratedCompute, simpleStorage, simpleVolume, simpleData,
        s3Data, rucioData, ivoaData, skaoData, simpleSession, scheduledSession, offerSet, simpleCost, simpleMetric,
        executionRequest, message, simpleConnector,
        stringValueOption, enumValueOption, integerValueOption, integerDeltaOption,
        stringValueUpdate, enumValueUpdate, integerValueUpdate, integerDeltaUpdate,
    ]

    /// Every spelling that is read, for each kind that is known.
    private static let bySpelling: [String: Kind] = {
        var table: [String: Kind] = [:]
        for kind in known {
            for spelling in kind.spellings { table[spelling] = kind }
        }
        return table
    }()

    /// The kind of a URI in the present, an older or the short spelling (`docker-container`), or `nil` for a
    /// stranger's.
    public init?(uri: String) {
        guard let kind = Kind.bySpelling[uri] else { return nil }
        self = kind
    }

    /// Every URI, and the short name, under which the kind is read.
    package var spellings: [String] {
        var spellings = [uri, name]
        if uri.hasPrefix(Kind.berthPrefix) { return spellings + [String(uri.dropLast(".yaml".utf8.count))] }
        let families = family == "compute" ? ["compute", "computer"] : [family]
        for family in families {
            for prefix in [Kind.standardPrefix] + Kind.olderPrefixes {
                for ending in [".yaml", "", "-1.0", "-1.0.yaml"] {
                    spellings.append(prefix + family + "/" + name + ending)
                }
            }
        }
        return spellings
    }
}
