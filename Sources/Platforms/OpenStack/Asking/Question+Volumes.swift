import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

extension Question {
    /// Sizes of the volumes that its storage would be made of, in GiB.
    var volumeSizes: [Int64] {
        storage.map { storage in
            if case .simple(let simple) = storage { max(1, simple.size?.min ?? 1) } else { 1 }
        }
    }

    /// What the quota of volumes leaves no room for.
    func obstacles(ofVolumes quota: CloudQuota) -> [Obstacle] {
        quota.shortages(ofVolumes: volumeSizes).map { shortage in
            let isOfSize = shortage.resource == .gibibytes
            let path = isOfSize ? pathOfLargest.appending("size").appending("min") : ["storage"]
            let unit = isOfSize ? "GiB" : shortage.wanted == 1 ? "volume" : "volumes"
            let limit = shortage.limit
            return Obstacle(
                shortage.passes ? .notNow : .notYou, storage.allSatisfy(\.isMade) ? ["data"] : path,
                shortage.passes
                    ? "{path}: {wanted} {unit} of storage are wanted and {available} are left: the project uses {used}"
                        + " of the {limit} of its quota."
                    : "{path}: {wanted} {unit} of storage are wanted; the quota of the project is {limit}, of which it"
                        + " uses {used}.",
                [
                    "wanted": "\(shortage.wanted)", "unit": unit, "available": "\(limit.left)",
                    "used": "\(limit.used)", "limit": "\(limit.most ?? 0)",
                ], couldChange: "who administers the quotas of the cloud",
                change: isOfSize ? changeOfLargest(leaving: limit.left) : nil)
        }
    }

    private var pathOfLargest: DocumentPath { ["storage", .index(largest ?? 0)] }

    /// The largest of the storage that stands in the request.
    private var largest: Int? {
        let sizes = volumeSizes
        return storage.indices.filter { !storage[$0].isMade }.max { (sizes[$0], $1) < (sizes[$1], $0) }
    }

    /// The largest made small enough, where that alone does it.
    private func changeOfLargest(leaving left: Int64) -> Change? {
        guard let largest else { return nil }
        let sizes = volumeSizes
        let others = sizes.reduce(0) { $0.addingOrMost($1) } - sizes[largest]
        if left - others < 1 { return nil }
        return .atMost(left - others, pathOfLargest.appending("size").appending("min"), .gibibyte)
    }
}
