import BerthDocument
import BerthModel
import BerthPlatform

/// What a ResourceQuota or LimitRange lets one session have of something.
struct NamespaceBound: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// More than the quota has in all.
        case quota
        /// More than is left of it now: so much of it is used.
        case rest(used: Int64, hard: Int64)
        case limit
        /// A LimitRange wants at least so much.
        case least
    }

    /// `cores`, `memory`, `storage`, or the name of what is counted.
    var name: String
    /// The most, or the least of `least`; cores, bytes, or a number.
    var most: Int64
    var kind: Kind
    /// Of the ResourceQuota or LimitRange.
    var object: String
    /// As the object names it.
    var resource: String

    var isLeast: Bool { kind == .least }
    /// Whether it counts objects: each session takes one.
    var isCount: Bool { resource == "pods" || resource.hasPrefix("count/") }

    func obstacle(_ path: DocumentPath, wanted: String, unit: BerthModel.Unit?) -> Obstacle {
        let divisor = unit == .gibibyte ? bytesPerGibibyte : 1
        var values: NamedTexts = [
            "wanted": wanted, "available": "\(most / divisor)", "object": object, "resource": resource,
        ]
        if let unit { values.entries.append(.init(name: "unit", text: unit.rawValue)) }
        let unitText = unit == nil ? "" : " {unit}"
        switch kind {
        case .quota:
            return Obstacle(
                .notYou, path,
                "{path}: {wanted}\(unitText) is more than the {available}\(unitText) of {resource} that the quota"
                    + " {object} gives the namespace.",
                values, couldChange: "who set the quota \(object)")
        case .rest(let used, let hard):
            values.entries.append(.init(name: "used", text: "\(used / divisor)"))
            values.entries.append(.init(name: "hard", text: "\(hard / divisor)"))
            return Obstacle(
                .notNow, path,
                "{path}: {wanted}\(unitText) is more than the {available}\(unitText) of {resource} that are left now of"
                    + " the quota {object}: {used} of {hard} are used.",
                values, couldChange: "who set the quota \(object)")
        case .limit:
            return Obstacle(
                .notAllowed, path,
                "{path}: {wanted}\(unitText) is more than the {available}\(unitText) that the limits {object} of the"
                    + " namespace allow one session.",
                values, couldChange: "who set the limits \(object)")
        case .least:
            values.entries[1].text = "\((most + divisor - 1) / divisor)"
            return Obstacle(
                .notAllowed, path,
                "{path}: {wanted}\(unitText) is less than the {available}\(unitText) that the limits {object} of the"
                    + " namespace want of each session.",
                values, couldChange: "who set the limits \(object)")
        }
    }
}

extension ClusterFacts {
    /// Everything that the namespace says about one session.
    func bounds(_ settings: KubernetesSettings) -> [NamespaceBound] {
        let isClaimed = settings.storageClass != nil
        var bounds: [NamespaceBound] = []
        for quota in quotas {
            for (resource, hard) in quota.hard.sorted(by: { $0.key < $1.key }) {
                let used = quota.used[resource] ?? .zero
                for name in quotaNames(resource, isClaimed) {
                    let extra = name == "storage" && !isClaimed ? settings.beside : 0
                    let all = max(0, hard.floor - extra)
                    bounds.append(
                        NamespaceBound(name: name, most: all, kind: .quota, object: quota.name, resource: resource))
                    let left = max(0, (hard - used).floor - extra)
                    if left < all {
                        bounds.append(
                            NamespaceBound(
                                name: name, most: left, kind: .rest(used: used.ceiling, hard: hard.floor),
                                object: quota.name, resource: resource))
                    }
                }
            }
        }
        for limit in limits {
            let isOfClaims = limit.type == "PersistentVolumeClaim"
            guard isOfClaims ? isClaimed : ["Container", "Pod"].contains(limit.type) else { continue }
            for (resource, amount) in limit.most.sorted(by: { $0.key < $1.key }) {
                for name in limitNames(resource, isOfClaims) where isOfClaims || !isClaimed || name != "storage" {
                    bounds.append(
                        NamespaceBound(
                            name: name, most: amount.floor, kind: .limit, object: limit.name, resource: resource))
                }
            }
            for (resource, amount) in limit.least.sorted(by: { $0.key < $1.key }) {
                for name in limitNames(resource, isOfClaims) where isOfClaims || name != "storage" {
                    bounds.append(
                        NamespaceBound(
                            name: name, most: amount.ceiling, kind: .least, object: limit.name, resource: resource))
                }
            }
        }
        return bounds
    }

    /// What a resource of a quota is of a session. Source: Kubernetes, *Resource Quotas*.
    private func quotaNames(_ resource: String, _ isClaimed: Bool) -> [String] {
        switch resource {
        case "cpu", "requests.cpu", "limits.cpu": return ["cores"]
        case "memory", "requests.memory", "limits.memory": return ["memory"]
        case "ephemeral-storage", "requests.ephemeral-storage", "limits.ephemeral-storage":
            return isClaimed ? [] : ["storage"]
        case "requests.storage": return isClaimed ? ["storage"] : []
        case "pods", "count/pods", "count/jobs.batch": return [resource]
        default:
            guard resource.hasPrefix("requests.") else { return [] }
            let extended = resource.dropFirst("requests.".count)
            return names.all.filter { $0.resource == extended }.map(\.name)
        }
    }

    private func limitNames(_ resource: String, _ isOfClaims: Bool) -> [String] {
        switch resource {
        case "cpu": return ["cores"]
        case "memory": return ["memory"]
        case "ephemeral-storage": return ["storage"]
        case "storage": return isOfClaims ? ["storage"] : []
        default: return names.all.filter { $0.resource == resource }.map(\.name)
        }
    }
}
