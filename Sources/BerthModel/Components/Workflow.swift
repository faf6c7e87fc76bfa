/// A workflow in the Common Workflow Language, or one of its tools. A kind of Berth's own.
public struct CWLWorkflow: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var location: String?
    public var inputs = NamedTexts()

    public init() {}

    public static let shape = Shape<CWLWorkflow>(
        "CWLWorkflow", "A workflow in the Common Workflow Language, or one of its tools.",
        Field.inline(\.component), Field.inline(\.life),
        [
            Field("location", \.location, "Where the document is."),
            Field(
                "inputs", \.inputs,
                "Values of the inputs by name, each as YAML: `3`, `[a, b]`, `{class: File, location: http://…}`."),
        ])
}

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
            Field("configuration", \.configuration, "Values of the configuration by name, each as YAML."),
        ])
}

/// A workflow for a GA4GH Workflow Execution Service. A kind of Berth's own.
public struct WESWorkflow: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var location: String?
    public var language: String?
    public var languageVersion: String?
    public var parameters = NamedTexts()

    public init() {}

    public static let shape = Shape<WESWorkflow>(
        "WESWorkflow", "A workflow for a GA4GH Workflow Execution Service.",
        Field.inline(\.component), Field.inline(\.life),
        [
            Field("location", \.location, "Where the document is."),
            Field("language", \.language, "Type of the workflow as the service names it: CWL, WDL, NFL, SMK."),
            Field("languageVersion", \.languageVersion, "Version of the language, such as `v1.2`."),
            Field("parameters", \.parameters, "Parameters by name, each as YAML."),
        ])
}
