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
    var cores: Int64 = 0
    var memoryBytes: Int64 = 0
    var staged = StagedFiles()

    init() {}

    static let shape = Shape<JupyterPlan>(
        "JupyterPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("file", \.file, "What the notebook is called where it runs."),
            Field("sha256", \.sha256, "Checksum of the notebook as it was when it was asked for."),
            Field("kernel", \.kernel, "Name of the kernel that runs it."),
            Field("cores", \.cores, "Most cores that may be used.", unit: .core),
            Field("memoryBytes", \.memoryBytes, "Most memory that may be used.", unit: .byte),
        ],
        Field.inline(\.staged))

    /// - Throws: `broken` when the plan is not one of this platform.
    static func of(_ work: Work) throws(PlatformError) -> JupyterPlan {
        guard let details = work.plan.details else {
            throw PlatformError(.broken, "The plan of the session has no details: it is not one of this platform.")
        }
        let (plan, problems) = JupyterPlan.reading(details, from: .json)
        if let problem = problems.first {
            throw PlatformError(.broken, "The plan of the session cannot be read.", cause: problem.message)
        }
        return plan
    }
}
