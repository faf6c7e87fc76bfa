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
