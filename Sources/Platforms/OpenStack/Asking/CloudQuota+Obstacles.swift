import BerthDocument
import BerthModel
import BerthPlatform

extension CloudQuota.Shortage {
    /// What stands in the way: others of the project now, or its quota for as long as it is what it is.
    ///
    /// - Parameters:
    ///   - flavor: the closest of those that would do.
    ///   - change: what would do with what is left.
    func obstacle(_ flavor: CloudFlavor, change: Change?) -> Obstacle {
        let (path, unit): (DocumentPath, String) =
            switch resource {
            case .cores: (["compute", "cores", "min"], "cores")
            case .memory: (["compute", "memory", "min"], "MiB of memory")
            case .servers: (["compute"], limit.most == 1 ? "machine" : "machines")
            case .volumes: (["storage"], wanted == 1 ? "volume" : "volumes")
            case .gibibytes: (["storage"], "GiB")
            }
        let values: NamedTexts = [
            "flavor": flavor.name, "wanted": "\(wanted)", "unit": unit, "available": "\(limit.left)",
            "used": "\(limit.used)", "limit": "\(limit.most ?? 0)",
        ]
        return Obstacle(
            passes ? .notNow : .notYou, path,
            passes
                ? "{path}: the flavor {flavor} takes {wanted} {unit} and {available} are left: the project uses {used}"
                    + " of the {limit} of its quota."
                : "{path}: the flavor {flavor} takes {wanted} {unit}; the quota of the project is {limit}, of which it"
                    + " uses {used}.",
            values, couldChange: "who administers the quotas of the cloud", change: change)
    }
}

extension Question {
    /// What would have to be asked for so that what is left of the quota is enough, where one number does it.
    func change(to fitting: CloudFlavor?, for shortages: [CloudQuota.Shortage]) -> Change? {
        guard let fitting, shortages.count == 1 else { return nil }
        switch shortages[0].resource {
        case .cores: return smaller([.cores: fitting.cores])?.first
        case .memory: return smaller([.memory: fitting.memoryMebibytes << 20])?.first
        case .servers, .volumes, .gibibytes: return nil
        }
    }
}
