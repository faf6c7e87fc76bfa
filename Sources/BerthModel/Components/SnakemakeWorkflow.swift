/// A Snakemake workflow. A kind of Berth's own.
public struct SnakemakeWorkflow: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var location: String?
    public var targets: [String] = []
    public var configuration = NamedTexts()

    public init() {}

    public static let shape = Shape<SnakemakeWorkflow>(
        "SnakemakeWorkflow", "A Snakemake workflow.", Field.inline(\.component), Field.inline(\.life),
        [
            Field("location", \.location, "Where the Snakefile is."),
            Field("targets", \.targets, "Rules or files to make; the first rule unless said otherwise."),
            Field(
                "configuration", \.configuration,
                "Values of the configuration by name, each as YAML; `data:NAME` becomes the path of a piece of data of "
                    + "the request."),
        ])
}
