import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// What the platform remembers of a plan besides what it promises.
struct SlurmPlan: Shaped {
    var seconds: Int64 = 0
    var gres: [String] = []
    var staged = StagedFiles()

    init() {}

    static let shape = Shape<SlurmPlan>(
        "SlurmPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("seconds", \.seconds, "Longest time of the job, in seconds."),
            Field("gres", \.gres, "Generic resources of the job, as Slurm takes them."),
        ],
        Field.inline(\.staged))

    /// - Throws: `broken` when the plan is not one of this platform.
    static func of(_ work: Work) throws(PlatformError) -> SlurmPlan { try of(work.plan) }

    static func of(_ plan: Plan) throws(PlatformError) -> SlurmPlan {
        guard let details = plan.details else {
            throw PlatformError(.broken, "The plan of the session has no details: it is not one of this platform.")
        }
        let (plan, problems) = SlurmPlan.reading(details, from: .json)
        if let problem = problems.first {
            throw PlatformError(.broken, "The plan of the session cannot be read.", cause: problem.message)
        }
        return plan
    }
}
