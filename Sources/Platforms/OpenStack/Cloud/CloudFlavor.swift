import BerthDocument
import BerthModel
import BerthPlatform

/// A size of machines that the cloud has. Source: Compute API, *List flavors with details*, microversion 2.61.
struct CloudFlavor: Sendable, Hashable {
    var id: String
    var name: String
    var cores: Int64
    var memoryMebibytes: Int64
    /// Of the root disk; 0 means that it is as large as the image.
    var rootGibibytes: Int64
    /// A second disk.
    var ephemeralGibibytes: Int64 = 0
    var swapMebibytes: Int64 = 0
    /// Sorted by name.
    var specs: [Spec] = []

    struct Spec: Sendable, Hashable {
        var name: String
        var value: String
    }

    init(_ id: String, _ name: String, cores: Int64, memoryMebibytes: Int64, rootGibibytes: Int64) {
        self.id = id
        self.name = name
        self.cores = cores
        self.memoryMebibytes = memoryMebibytes
        self.rootGibibytes = rootGibibytes
    }

    /// `nil` for what is none, or may not be used.
    init?(_ document: Document) {
        guard let id = document["id"]?.text, let name = document["name"]?.text,
            let cores = document["vcpus"]?.whole, let memory = document["ram"]?.whole,
            document["OS-FLV-DISABLED:disabled"] != .bool(true)
        else { return nil }
        self.init(
            id, name, cores: cores, memoryMebibytes: memory, rootGibibytes: document["disk"]?.whole ?? 0)
        ephemeralGibibytes = document["OS-FLV-EXT-DATA:ephemeral"]?.whole ?? 0
        swapMebibytes = document["swap"]?.whole ?? 0
        specs = (document["extra_specs"]?.entries ?? []).compactMap { member in
            member.value.scalarText.map { Spec(name: member.name, value: $0) }
        }
        specs.sort { $0.name < $1.name }
    }

    /// What is counted of it by name: GPUs and other devices that come with it, as requests ask for them.
    ///
    /// `resources:CUSTOM_GPU_A100=2` and `resources:VGPU=1` are told as `gpu-a100` and `vgpu`, an alias of
    /// `pci_passthrough:alias` by its own name. Source: Nova, *Extra specs*.
    var countables: [NamedCount] {
        var counts: [NamedCount] = []
        func add(_ name: String, _ count: Int64) {
            let isName =
                name.isWord(with: "-_") && name.utf8.count <= 64 && !["cores", "memory", "storage"].contains(name)
            guard count > 0, isName else { return }
            if let index = counts.firstIndex(where: { $0.name == name }) {
                counts[index].count += count
            } else {
                counts.append(NamedCount(name, count))
            }
        }
        for spec in specs {
            if let resource = spec.resource, !["VCPU", "PCPU", "MEMORY_MB", "DISK_GB"].contains(resource) {
                let own = resource.hasPrefix("CUSTOM_") ? String(resource.dropFirst("CUSTOM_".count)) : resource
                add(own.lowercased().replacing("_", with: "-"), Int64(spec.value) ?? 0)
            } else if spec.name == "pci_passthrough:alias" {
                for item in spec.value.split(separator: ",") {
                    let words = item.split(separator: ":").map { $0.filter { $0 != " " } }
                    guard let name = words.first else { continue }
                    add(name.lowercased(), words.count > 1 ? Int64(words[1]) ?? 0 : 1)
                }
            }
        }
        return counts
    }

    /// What a task has of it.
    var size: Size {
        var resources = Resources()
        resources[.cores] = cores
        resources[.memory] = memoryMebibytes << 20
        for count in countables { resources[ResourceName(rawValue: count.name)] = count.count }
        return Size(name, resources)
    }
}

extension CloudFlavor.Spec {
    /// The resource class, also of a numbered group; `nil` for another spec.
    var resource: String? {
        guard name.hasPrefix("resources"), let colon = name.firstIndex(of: ":") else { return nil }
        return String(name[name.index(after: colon)...])
    }

    /// Whether it is of a group of resources of its own, which a plain question of Placement cannot say.
    var isGrouped: Bool {
        ["resources", "trait", "group_policy"].contains { name.hasPrefix($0) }
            && !["resources:", "trait:"].contains { name.hasPrefix($0) }
    }
}
