import BerthDocument
import BerthModel
import BerthPlatform

/// What the platform remembers of a plan besides what it promises.
struct ContainerPlan: Shaped {
    /// References in the order in which they are tried.
    var images: [String] = []
    var digest: String?
    var cores: Int64 = 0
    var memoryBytes: Int64 = 0
    /// Name of the file of each piece of data.
    var files: [String] = []
    /// Index of the storage of each piece of data.
    var storages: [Int64] = []

    init() {}

    static let shape = Shape<ContainerPlan>(
        "ContainerPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("images", \.images, "References in the order in which they are tried."),
            Field("digest", \.digest, "Digest that the image must have."),
            Field("cores", \.cores, "Most cores that may be used.", unit: .core),
            Field("memoryBytes", \.memoryBytes, "Most memory that may be used.", unit: .byte),
            Field("files", \.files, "Name of the file of each piece of data."),
            Field("storages", \.storages, "Index of the storage of each piece of data."),
        ])

    /// - Throws: `broken` when the plan is not one of this platform.
    static func of(_ work: Work) throws(PlatformError) -> ContainerPlan {
        guard let details = work.plan.details else {
            throw PlatformError(.broken, "The plan of the session has no details: it is not one of this platform.")
        }
        let (plan, problems) = ContainerPlan.reading(details, from: .json)
        if let problem = problems.first {
            throw PlatformError(.broken, "The plan of the session cannot be read.", cause: problem.message)
        }
        return plan
    }

    /// Names for the files of all data; no two alike in one storage.
    static func fileNames(_ wanted: [String], storages: [Int64]) -> [String] {
        var names: [String] = []
        for (index, name) in wanted.enumerated() {
            var unique = name
            var number = 2
            while zip(names, storages).contains(where: { $0.0 == unique && $0.1 == storages[index] }) {
                unique = "\(number)-\(name)"
                number += 1
            }
            names.append(unique)
        }
        return names
    }
}
