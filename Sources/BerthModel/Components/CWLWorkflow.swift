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
                "Values of the inputs by name, each as YAML: `3`, `[a, b]`, `{class: File, location: data:NAME}` with "
                    + "the name of a piece of data of the request."),
        ])
}
