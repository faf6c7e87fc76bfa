import BerthHTTP

/// What Placement is asked for a machine of a flavor. Source: Placement API, *Allocation candidates*; Nova,
/// *Flavors*, *Extra specs*.
struct PlacementDemand: Sendable, Hashable {
    /// Amounts by resource class, sorted.
    var resources: [String]
    /// Traits that a host must have, or with `!` must not have, sorted.
    var traits: [String]

    /// `nil` for flavors whose demands only Nova can put together: numbered groups, devices of PCI, NUMA.
    init?(_ flavor: CloudFlavor) {
        var amounts = [
            "VCPU": flavor.cores, "MEMORY_MB": flavor.memoryMebibytes,
            "DISK_GB": flavor.rootGibibytes + flavor.ephemeralGibibytes + (flavor.swapMebibytes + 1023) / 1024,
        ]
        var traits: [String] = []
        for spec in flavor.specs {
            if spec.isGrouped || spec.name == "pci_passthrough:alias" || spec.name.hasPrefix("hw:numa_") { return nil }
            if spec.name == "hw:cpu_policy" && spec.value == "dedicated" {
                amounts["PCPU"] = amounts["VCPU"]
                amounts["VCPU"] = nil
            } else if spec.name == "hw:cpu_policy" && spec.value != "shared" {
                return nil
            } else if let resource = spec.resource {
                guard let amount = Int64(spec.value), amount >= 0 else { return nil }
                amounts[resource] = amount
            } else if spec.name.hasPrefix("trait:") {
                let trait = spec.name.dropFirst("trait:".count)
                switch spec.value {
                case "required": traits.append(String(trait))
                case "forbidden": traits.append("!" + trait)
                default: return nil
                }
            }
        }
        resources = amounts.filter { $0.value > 0 }.map { "\($0.key):\($0.value)" }.sorted()
        self.traits = traits.sorted()
    }

    /// What follows `?`.
    func query(limit: Int) -> String {
        var query = "resources=" + resources.joined(separator: ",").percentEncoded + "&limit=\(limit)"
        if !traits.isEmpty { query += "&required=" + traits.joined(separator: ",").percentEncoded }
        return query
    }
}
