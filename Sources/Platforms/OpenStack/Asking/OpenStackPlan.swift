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
}
