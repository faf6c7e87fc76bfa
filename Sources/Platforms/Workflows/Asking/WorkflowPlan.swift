import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// What the platform remembers of a plan besides what it promises.
struct WorkflowPlan: Shaped {
    /// Where the first document is.
    var location = ""
    /// Every file of the workflow, the first document first.
    var files: [WorkflowFile] = []
    /// Values of inputs or of the configuration, as JSON in which data stands by its name.
    var values = "{}"
    /// Files with configuration, by their names.
    var configurations: [String] = []
    var staged = StagedFiles()

    init() {}

    static let shape = Shape<WorkflowPlan>(
        "WorkflowPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("location", \.location, "Where the first document is."),
            Field("documents", \.files, "Every file of the workflow, the first document first."),
            Field("values", \.values, "Values of inputs or of the configuration."),
            Field("configurations", \.configurations, "Files with configuration, by their names."),
        ],
        Field.inline(\.staged))
}
