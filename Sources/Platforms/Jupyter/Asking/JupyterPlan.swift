import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// What the platform remembers of a plan besides what it promises.
struct JupyterPlan: Shaped {
    /// What the notebook is called where it runs.
    var file = ""
    /// What was fetched when it was asked is what runs.
    var sha256 = ""
    var kernel = ""
    var staged = StagedFiles()

    init() {}

    static let shape = Shape<JupyterPlan>(
        "JupyterPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("file", \.file, "What the notebook is called where it runs."),
            Field("sha256", \.sha256, "Checksum of the notebook as it was when it was asked for."),
            Field("kernel", \.kernel, "Name of the kernel that runs it."),
        ],
        Field.inline(\.staged))
}
