import BerthDocument
import BerthPlatform

/// What a project may have of the cloud, and what it has. Source: Compute API, *Show rate and absolute limits*.
struct CloudQuota: Sendable, Hashable {
    struct Limit: Sendable, Hashable {
        /// `nil` without a bound.
        var most: Int64?
        var used: Int64

        var left: Int64 { most.map { max(0, $0 - used) } ?? .max }
    }

    var cores: Limit
    var memoryMebibytes: Limit
    var servers: Limit

    /// - Parameter reply: of `GET /limits`.
    /// - Throws: `broken`.
    init(_ reply: Document) throws(PlatformError) {
        let absolute = reply["limits"]?["absolute"]
        func limit(_ most: String, _ used: String) throws(PlatformError) -> Limit {
            guard let all = absolute?[most]?.whole, let taken = absolute?[used]?.whole else {
                throw PlatformError(
                    .broken, "The cloud's answer cannot be read.", subject: "Nova", detail: "its limits have no \(most)"
                )
            }
            return Limit(most: all < 0 ? nil : all, used: taken)
        }
        cores = try limit("maxTotalCores", "totalCoresUsed")
        memoryMebibytes = try limit("maxTotalRAMSize", "totalRAMUsed")
        servers = try limit("maxTotalInstances", "totalInstancesUsed")
    }

    /// What a machine of this flavor would take beyond what is left, each with its limit.
    func shortages(of flavor: CloudFlavor) -> [Shortage] {
        var shortages: [Shortage] = []
        for (resource, wanted, limit) in [
            (Shortage.Resource.cores, flavor.cores, cores), (.memory, flavor.memoryMebibytes, memoryMebibytes),
            (.servers, 1, servers),
        ] where wanted > limit.left {
            shortages.append(Shortage(resource: resource, wanted: wanted, limit: limit))
        }
        return shortages
    }

    /// One thing of which a project may not have as much more.
    struct Shortage: Sendable, Hashable {
        enum Resource: Sendable { case cores, memory, servers }

        var resource: Resource
        var wanted: Int64
        var limit: Limit

        /// Whether it would be there when others of the project have ended.
        var passes: Bool { wanted <= limit.most ?? .max }
    }
}
