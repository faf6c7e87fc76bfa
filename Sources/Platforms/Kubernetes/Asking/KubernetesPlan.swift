import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform
import BerthTasks

/// What the platform remembers of a plan besides what it promises.
struct KubernetesPlan: Shaped {
    var image = ""
    var seconds: Int64 = 0
    /// The cluster's own names.
    var extended: [NamedCount] = []
    var storageClass: String?
    /// Addresses of all data.
    var sources: [String] = []
    var notebook: NotebookPlan?
    /// Where a Jupyter server shows notebooks, with a slash at its end; empty for none.
    var page = ""
    /// Labels that a node has to have.
    var nodeLabels = NamedTexts()
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
            Field("notebook", \.notebook, "What is known of the notebook."),
            Field("page", \.page, "Where the Jupyter server shows notebooks."),
            Field("nodeLabels", \.nodeLabels, "Labels that a node has to have."),
        ],
        Field.inline(\.staged))
}
