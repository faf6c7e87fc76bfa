import BerthDocument
import BerthModel
import BerthPlatform

/// What the platform remembers of a plan besides what it promises: what is handed over.
struct WESPlan: Shaped {
    /// Where the service fetches the workflow.
    var location = ""
    /// As the service writes it.
    var language = ""
    var version = ""
    /// As JSON.
    var parameters = "{}"
    var engine = NamedTexts()

    init() {}

    static let shape = Shape<WESPlan>(
        "WESPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("location", \.location, "Where the service fetches the workflow."),
            Field("language", \.language, "Type of the workflow as the service writes it."),
            Field("version", \.version, "Version of the language."),
            Field("parameters", \.parameters, "Parameters of the workflow, as JSON."),
            Field("engine", \.engine, "Parameters of the engine."),
        ])
}
