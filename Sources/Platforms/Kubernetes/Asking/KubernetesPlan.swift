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

    /// - Throws: `broken` when the plan is not one of this platform.
    static func of(_ work: Work) throws(PlatformError) -> KubernetesPlan { try of(work.plan) }

    static func of(_ plan: Plan) throws(PlatformError) -> KubernetesPlan {
        guard let details = plan.details else {
            throw PlatformError(.broken, "The plan of the session has no details: it is not one of this platform.")
        }
        let (plan, problems) = KubernetesPlan.reading(details, from: .json)
        if let problem = problems.first {
            throw PlatformError(.broken, "The plan of the session cannot be read.", cause: problem.message)
        }
        return plan
    }
}
