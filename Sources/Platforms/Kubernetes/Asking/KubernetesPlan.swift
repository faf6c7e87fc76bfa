import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// What the platform remembers of a plan besides what it promises.
struct KubernetesPlan: Shaped {
    var image = ""
    var seconds: Int64 = 0
    /// The cluster's own names.
    var extended: [NamedCount] = []
    var storageClass: String?
    /// Addresses of all data.
    var sources: [String] = []
    var staged = StagedFiles()

    init() {}

    static let shape = Shape<KubernetesPlan>(
        "KubernetesPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("image", \.image, "The image, as a node takes it."),
            Field("seconds", \.seconds, "Longest time of the container, in seconds."),
            Field("extended", \.extended, "Extended resources, by the cluster's own names."),
            Field("storageClass", \.storageClass, "StorageClass of the storage; emptyDir unless set."),
            Field("sources", \.sources, "Address of each piece of data."),
        ],
        Field.inline(\.staged))
}
