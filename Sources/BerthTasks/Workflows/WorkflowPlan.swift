package import BerthModel

/// What a platform remembers of a workflow: its files, and the values that it gets.
package struct WorkflowPlan: Shaped {
    /// Where the first document is.
    var location = ""
    /// Every file of the workflow, the first document first.
    var files: [WorkflowFile] = []
    /// Values of inputs or of the configuration, as JSON in which data stands by its name.
    var values = "{}"
    /// Files with configuration, by their names.
    var configurations: [String] = []

    package init() {}

    package static let shape = Shape<WorkflowPlan>(
        "WorkflowPlan", "What a platform remembers of a workflow.",
        [
            Field("location", \.location, "Where the first document is."),
            Field("documents", \.files, "Every file of the workflow, the first document first."),
            Field("values", \.values, "Values of inputs or of the configuration."),
            Field("configurations", \.configurations, "Files with configuration, by their names."),
        ])
}
