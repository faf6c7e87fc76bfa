import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// What the platform remembers of a plan besides what it promises.
struct ContainerPlan: Shaped {
    /// References in the order in which they are tried.
    var images: [String] = []
    var digest: String?
    var cores: Int64 = 0
    var memoryBytes: Int64 = 0
    var staged = StagedFiles()

    init() {}

    static let shape = Shape<ContainerPlan>(
        "ContainerPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("images", \.images, "References in the order in which they are tried."),
            Field("digest", \.digest, "Digest that the image must have."),
            Field("cores", \.cores, "Most cores that may be used.", unit: .core),
            Field("memoryBytes", \.memoryBytes, "Most memory that may be used.", unit: .byte),
        ],
        Field.inline(\.staged))
}
