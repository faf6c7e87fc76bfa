import BerthHost
import BerthModel
import BerthTasks

/// What the platform remembers of a plan besides what it promises.
struct WorkflowDetails: Shaped {
    var workflow = WorkflowPlan()
    var staged = StagedFiles()

    init() {}

    static let shape = Shape<WorkflowDetails>(
        "WorkflowDetails", "What the platform remembers of a plan besides what it promises.",
        Field.inline(\.workflow), Field.inline(\.staged))
}
