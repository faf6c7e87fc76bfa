import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// What the platform remembers of a plan besides what it promises.
struct OpenStackPlan: Shaped {
    /// Id of the flavor.
    var flavor = ""
    /// Its name, for people.
    var flavorName = ""
    /// Id of the image.
    var image = ""
    /// Longest time of the task.
    var seconds: Int64 = 0
    var staged = StagedFiles()

    init() {}

    static let shape = Shape<OpenStackPlan>(
        "OpenStackPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("flavor", \.flavor, "Id of the flavor."),
            Field("flavorName", \.flavorName, "Name of the flavor."),
            Field("image", \.image, "Id of the image."),
            Field("seconds", \.seconds, "Longest time of the task, in seconds."),
        ],
        Field.inline(\.staged))

    /// - Throws: `broken` when the plan is not one of this platform.
    static func of(_ plan: Plan) throws(PlatformError) -> OpenStackPlan {
        guard let details = plan.details else {
            throw PlatformError(.broken, "The plan of the session has no details: it is not one of this platform.")
        }
        let (plan, problems) = OpenStackPlan.reading(details, from: .json)
        if let problem = problems.first {
            throw PlatformError(.broken, "The plan of the session cannot be read.", cause: problem.message)
        }
        return plan
    }
}
