import BerthModel

/// Fills in defaults and turns references into UUIDs, one component after the other.
struct Completion {
    let defaults: Question.Defaults
    /// New UUID of a component by the name or UUID that the request gave it.
    private var references: [String: UUID] = [:]
    /// Name of a component by its new UUID.
    private var names: [UUID: String] = [:]

    init(defaults: Question.Defaults) {
        self.defaults = defaults
    }

    private mutating func identify(_ component: inout Component, _ nextID: () -> UUID) {
        let id = nextID()
        var meta = component.meta ?? Metadata()
        if let given = meta.uuid { references[given.description] = id }
        if let name = meta.name {
            references[name] = id
            names[id] = name
        }
        meta.uuid = id
        component.meta = meta
    }

    mutating func complete(_ executable: Executable, _ nextID: () -> UUID) -> Executable {
        switch executable {
        case .dockerContainer(var container):
            identify(&container.component, nextID)
            var platform = container.image?.platform ?? ImagePlatform()
            platform.architecture = platform.architecture ?? "amd64"
            platform.os = platform.os ?? "linux"
            container.image?.platform = platform
            return .dockerContainer(container)
        case .singularityContainer, .jupyterNotebook, .cwlWorkflow, .snakemakeWorkflow, .wesWorkflow, .batchScript,
            .pythonProgram:
            var component = executable.component ?? Component()
            identify(&component, nextID)
            var executable = executable
            executable.change { existing, _ in existing = component }
            return executable
        case .stranger: return executable
        }
    }

    mutating func complete(_ storage: StorageResource, _ nextID: () -> UUID) -> StorageResource {
        guard case .simple(var simple) = storage else { return storage }
        identify(&simple.component, nextID)
        simple.size = range(simple.size, atLeast: defaults.storageGibibytes)
        simple.data = []
        return .simple(simple)
    }

    mutating func register(_ data: DataResource, _ nextID: () -> UUID) -> DataResource {
        var data = data
        guard var component = data.component else { return data }
        identify(&component, nextID)
        data.change { existing, _ in existing = component }
        return data
    }

    /// Points the data at its storage; makes storage for data that names none. Source: WIRE.md §3.5.
    mutating func resolveStorage(of data: inout DataResource, _ nextID: () -> UUID) -> StorageResource? {
        guard let component = data.component else { return nil }
        if let named = data.storageReference {
            data.storageReference = references[canonical(named)]?.description ?? named
            return nil
        }
        var made = SimpleStorage()
        let dataName = component.meta?.name ?? component.meta?.uuid?.description ?? ""
        made.component.meta = Metadata(uuid: nextID(), name: "storage-for-" + dataName)
        made.size = range(nil, atLeast: defaults.storageGibibytes)
        data.storageReference = made.component.meta?.uuid?.description
        return .simple(made)
    }

    mutating func complete(_ compute: ComputeResource, _ nextID: () -> UUID) -> ComputeResource {
        var compute = compute
        guard var simple = compute.basic else { return compute }
        identify(&simple.component, nextID)
        simple.cores = range(simple.cores, atLeast: defaults.cores)
        simple.memory = range(simple.memory, atLeast: defaults.memoryGibibytes)
        simple.volumes = simple.volumes.map { complete($0, nextID) }
        compute.basic = simple
        return compute
    }

    private mutating func complete(_ volume: Volume, _ nextID: () -> UUID) -> Volume {
        guard case .simple(var simple) = volume else { return volume }
        identify(&simple.component, nextID)
        simple.mode = simple.mode ?? .readOnly
        let target = simple.resource.flatMap { references[canonical($0)] }
        if simple.path == nil {
            let name = simple.component.meta?.name ?? target.flatMap { names[$0] }
            simple.path =
                SimpleVolume.defaultFolder
                + (name ?? target?.description ?? simple.component.meta?.uuid?.description ?? "")
        }
        if let target { simple.resource = target.description }
        return .simple(simple)
    }

    /// A UUID may be written in either case.
    private func canonical(_ reference: String) -> String {
        UUID(reference)?.description ?? reference
    }

    /// Without a minimum the default is needed, or the maximum where that is less.
    private func range(_ range: IntegerRange?, atLeast least: Int64) -> IntegerRange {
        var range = range ?? IntegerRange()
        if range.min == nil { range.min = min(least, range.max ?? least) }
        return range
    }
}
