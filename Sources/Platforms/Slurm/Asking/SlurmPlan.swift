import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform
import BerthTasks

/// What the platform remembers of a plan besides what it promises.
struct SlurmPlan: Shaped {
    var seconds: Int64 = 0
    var gres: [String] = []
    var features: [String] = []
    var excluded: [String] = []
    /// The reservation that is held for it.
    var reservation: String?
    /// What on the nodes runs it, where that is no script.
    var program: String?
    var notebook: NotebookPlan?
    var workflow: WorkflowPlan?
    var image: PlannedImage?
    var staged = StagedFiles()

    init() {}

    static let shape = Shape<SlurmPlan>(
        "SlurmPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("seconds", \.seconds, "Longest time of the job, in seconds."),
            Field("gres", \.gres, "Generic resources of the job, as Slurm takes them."),
            Field("features", \.features, "Features that the node of the job must have."),
            Field("reservation", \.reservation, "Name of the reservation that is held for it."),
            Field("excluded", \.excluded, "Nodes of another architecture than was asked for."),
            Field("program", \.program, "What on the nodes runs it, where that is no script."),
            Field("notebook", \.notebook, "What is known of the notebook."),
            Field("workflow", \.workflow, "What is known of the workflow."),
            Field("image", \.image, "What is known of the image of a container."),
        ],
        Field.inline(\.staged))
}
