package import BerthModel
package import BerthPlatform

/// A node of a scripted platform.
package struct ScriptedNode: Shaped {
    package var name = ""
    package var cores: Int64 = 1
    package var memory: Int64 = 1
    package var extras: [NamedCount] = []

    package init() {}

    package static let shape = Shape<ScriptedNode>(
        "ScriptedNode", "A node: a task fits on one of them.",
        [
            Field("name", \.name, "Its name, each once."),
            Field("cores", \.cores, "Cores of the node; 1 unless set.", unit: .core),
            Field("memory", \.memory, "Memory of the node; 1 GiB unless set.", unit: .gibibyte),
            Field("extras", \.extras, "What else is counted on it, such as GPUs by model."),
        ])

    var size: Size { Size(name, .scripted(cores: cores, memory: memory, extras)) }
}

/// A flavor of a scripted platform.
package struct ScriptedFlavor: Shaped {
    package var name = ""
    package var cores: Int64 = 1
    package var memory: Int64 = 1
    package var extras: [NamedCount] = []
    package var count: Int64?

    package init() {}

    package static let shape = Shape<ScriptedFlavor>(
        "ScriptedFlavor", "A flavor: a fixed size of which a task has one piece.",
        [
            Field("name", \.name, "Its name, each once."),
            Field("cores", \.cores, "Cores of a piece; 1 unless set.", unit: .core),
            Field("memory", \.memory, "Memory of a piece; 1 GiB unless set.", unit: .gibibyte),
            Field("extras", \.extras, "What else is counted in a piece, such as GPUs by model."),
            Field("count", \.count, "Pieces at the same time; as many as the quota allows unless set."),
        ])

    var size: Size { Size(name, .scripted(cores: cores, memory: memory, extras), count: count) }
}

/// What all pieces of all flavors may have together.
package struct ScriptedQuota: Shaped {
    package var cores: Int64?
    package var memory: Int64?

    package init() {}

    package static let shape = Shape<ScriptedQuota>(
        "ScriptedQuota", "What all pieces of all flavors may have together.",
        [
            Field("cores", \.cores, "Cores; no bound unless set.", unit: .core),
            Field("memory", \.memory, "Memory; no bound unless set.", unit: .gibibyte),
        ])
}

extension ScriptedQuota {
    fileprivate func allows(_ flavor: ScriptedFlavor) -> Bool {
        flavor.cores <= cores ?? .max && flavor.memory <= memory ?? .max
    }
}

extension Resources {
    /// What a node or flavor has: no storage, which is had beside.
    fileprivate static func scripted(cores: Int64, memory: Int64, _ extras: [NamedCount]) -> Resources {
        var resources = Resources()
        resources[.cores] = cores
        resources[.memory] = memory.gibibytesInBytes
        for extra in extras { resources[named: extra.name] = extra.count }
        return resources
    }
}

extension ScriptedSettings {
    /// `nil` when nothing is bounded: then nothing has to be held either.
    var capacity: Capacity? {
        if isUnlimited { return nil }
        let closures = Maintenance.closures(maintenance)
        var beside = Resources()
        beside[.storage] = storage.gibibytesInBytes
        for extra in extras { beside[named: extra.name] = extra.count }
        if !nodes.isEmpty { return Capacity(nodes: nodes.map(\.size), shared: beside, closures: closures) }
        if !flavors.isEmpty {
            if let cores = quota?.cores { beside[.cores] = cores }
            if let memory = quota?.memory { beside[.memory] = memory.gibibytesInBytes }
            return Capacity(flavors: flavors.map(\.size), quota: beside, closures: closures)
        }
        var pool = Resources(
            cores: cores, memoryBytes: memory.gibibytesInBytes, storageBytes: storage.gibibytesInBytes)
        for extra in extras { pool[named: extra.name] = extra.count }
        return Capacity(pool, closures: closures)
    }

    /// - Throws: `refused`, with the key and what would be right.
    func checkCapacity() throws(PlatformError) {
        if isUnlimited {
            for (key, isEmpty) in [
                ("nodes", nodes.isEmpty), ("flavors", flavors.isEmpty), ("extras", extras.isEmpty),
                ("maintenance", maintenance.isEmpty),
            ] where !isEmpty {
                throw .setting(key, "bounds what is unlimited; leave out one of the two")
            }
        }
        if !nodes.isEmpty && !flavors.isEmpty {
            throw .setting("flavors", "stands beside nodes; a platform has one or the other")
        }
        if let quota {
            if flavors.isEmpty { throw .setting("quota", "is for flavors, and there are none") }
            for (key, value) in [("cores", quota.cores), ("memory", quota.memory)] {
                if let value, value < 0 { throw .setting("quota.\(key)", "is \(value); it must be at least 0") }
            }
        }
        if let quota, let flavor = flavors.indices.first(where: { !quota.allows(flavors[$0]) }) {
            throw .setting("flavors[\(flavor)]", "is larger than the quota, so nobody could have it")
        }
        var names: Set<String> = []
        for (index, node) in nodes.enumerated() {
            try check("nodes[\(index)]", node.name, node.cores, node.memory, node.extras, &names)
        }
        for (index, flavor) in flavors.enumerated() {
            let key = "flavors[\(index)]"
            try check(key, flavor.name, flavor.cores, flavor.memory, flavor.extras, &names)
            if let count = flavor.count, count < 0 {
                throw .setting(key + ".count", "is \(count); it must be at least 0")
            }
        }
        if let fault = NamedCount.fault(extras) { throw .setting("extras" + fault.key, fault.message) }
        if let fault = Maintenance.fault(maintenance, places: names.sorted(), areFlavors: !flavors.isEmpty) {
            throw .setting("maintenance" + fault.key, fault.message)
        }
        let counted = Set((nodes.flatMap(\.extras) + flavors.flatMap(\.extras) + extras).map(\.name))
        if counted.count > NamedCount.most {
            throw .setting("extras", "are \(counted.count) different things; \(NamedCount.most) can be counted")
        }
        // A name is either a node's own or had by all.
        for (index, extra) in extras.enumerated() {
            let isOwn = nodes.contains { $0.extras.contains { $0.name == extra.name } }
            if isOwn { throw .setting("extras[\(index)].name", "is \(extra.name), which nodes have for themselves") }
        }
    }

    private func check(
        _ key: String, _ name: String, _ cores: Int64, _ memory: Int64, _ extras: [NamedCount],
        _ names: inout Set<String>
    ) throws(PlatformError) {
        if name.isEmpty { throw .setting(key + ".name", "is missing") }
        if name.utf8.count > 64 || !name.isWord(with: "-_.") {
            throw .setting(key + ".name", "is \(name); it takes 1 to 64 letters, digits, -, _ and .")
        }
        if !names.insert(name).inserted { throw .setting(key + ".name", "is \(name), which stands twice") }
        for (member, value) in [("cores", cores), ("memory", memory)] where value < 0 {
            throw .setting("\(key).\(member)", "is \(value); it must be at least 0")
        }
        if let fault = NamedCount.fault(extras) { throw .setting(key + ".extras" + fault.key, fault.message) }
    }
}
