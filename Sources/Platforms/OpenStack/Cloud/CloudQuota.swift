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
    /// Of Cinder; `nil` where it was not asked.
    var volumes: Limit?
    var volumeGibibytes: Limit?

    /// - Parameter reply: of `GET /limits`.
    /// - Throws: `broken`.
    init(_ reply: Document) throws(PlatformError) {
        cores = try Limit(reply, "maxTotalCores", "totalCoresUsed", of: .compute)
        memoryMebibytes = try Limit(reply, "maxTotalRAMSize", "totalRAMUsed", of: .compute)
        servers = try Limit(reply, "maxTotalInstances", "totalInstancesUsed", of: .compute)
    }

    /// Takes what Cinder says beside. Source: Block Storage API v3, *Show absolute limits for project*.
    ///
    /// - Parameter reply: of its `GET /limits`.
    /// - Throws: `broken`.
    mutating func take(volumes reply: Document) throws(PlatformError) {
        volumes = try Limit(reply, "maxTotalVolumes", "totalVolumesUsed", of: .volume)
        volumeGibibytes = try Limit(reply, "maxTotalVolumeGigabytes", "totalGigabytesUsed", of: .volume)
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

    /// What volumes of these sizes, in GiB, would take beyond what is left.
    func shortages(ofVolumes sizes: [Int64]) -> [Shortage] {
        let wanted: [(Shortage.Resource, Int64, Limit?)] = [
            (.gibibytes, sizes.reduce(0) { $0.addingOrMost($1) }, volumeGibibytes),
            (.volumes, Int64(sizes.count), volumes),
        ]
        return wanted.compactMap { resource, wanted, limit in
            guard let limit, wanted > limit.left else { return nil }
            return Shortage(resource: resource, wanted: wanted, limit: limit)
        }
    }

    /// One thing of which a project may not have as much more.
    struct Shortage: Sendable, Hashable {
        enum Resource: Sendable { case cores, memory, servers, volumes, gibibytes }

        var resource: Resource
        var wanted: Int64
        var limit: Limit

        /// Whether it would be there when others of the project have ended.
        var passes: Bool { wanted <= limit.most ?? .max }
    }
}

extension CloudQuota.Limit {
    /// - Parameters:
    ///   - most: name of the bound in the limits; -1 stands for none.
    ///   - used: name of what is used.
    /// - Throws: `broken`.
    fileprivate init(
        _ reply: Document, _ most: String, _ used: String, of service: CloudService
    ) throws(PlatformError) {
        let absolute = reply["limits"]?["absolute"]
        guard let all = absolute?[most]?.whole, let taken = absolute?[used]?.whole else {
            throw PlatformError(
                .broken, "The cloud's answer cannot be read.", subject: service.name,
                detail: "its limits have no \(most)")
        }
        self.init(most: all < 0 ? nil : all, used: taken)
    }
}
