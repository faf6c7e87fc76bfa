import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform
import BerthTasks

/// What the platform remembers of a plan besides what it promises.
struct JupyterPlan: Shaped {
    var notebook = NotebookPlan()
    var staged = StagedFiles()

    init() {}

    static let shape = Shape<JupyterPlan>(
        "JupyterPlan", "What the platform remembers of a plan besides what it promises.",
        Field.inline(\.notebook), Field.inline(\.staged))
}
