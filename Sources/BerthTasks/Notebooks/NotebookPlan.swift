package import BerthModel

/// What a platform remembers of a notebook.
package struct NotebookPlan: Shaped {
    /// What it is called where it runs.
    package var file = ""
    /// What was fetched when it was asked is what runs.
    package var sha256 = ""
    package var kernel = ""

    package init() {}

    package static let shape = Shape<NotebookPlan>(
        "NotebookPlan", "What a platform remembers of a notebook.",
        [
            Field("file", \.file, "What the notebook is called where it runs."),
            Field("sha256", \.sha256, "Checksum of the notebook as it was when it was asked for."),
            Field("kernel", \.kernel, "Name of the kernel that runs it."),
        ])
}
