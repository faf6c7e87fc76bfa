import BerthDocument

/// The names and UUIDs of a request's components: what its references can mean. Source: WIRE.md §3.5.
struct RequestNames {
    enum Family: Hashable {
        case executable, compute, storage, data, volume
    }

    private struct Owner {
        var family: Family
        var name: String?
    }

    /// More than one owner of a name is told as doubled, and not again for each reference to it.
    private var owners: [String: [Owner]] = [:]
    /// What stands in `owners`, in the order of the request, as it was written.
    private var inOrder: [(text: String, family: Family)] = []
    /// Places of names and UUIDs that another component has already.
    private(set) var doubled: [(path: DocumentPath, text: String)] = []

    mutating func collect(from request: ExecutionRequest) {
        if let executable = request.executable {
            add(executable.component?.meta, executable.stranger, .executable, ["executable"])
        }
        for (index, storage) in request.storage.enumerated() {
            add(storage.component?.meta, storage.stranger, .storage, ["storage", .index(index)])
        }
        for (index, data) in request.data.enumerated() {
            add(data.component?.meta, data.stranger, .data, ["data", .index(index)])
        }
        guard let compute = request.compute else { return }
        add(compute.component?.meta, compute.stranger, .compute, ["compute"])
        guard let simple = compute.basic else { return }
        for (index, volume) in simple.volumes.enumerated() {
            var path: DocumentPath { ["compute", "volumes", .index(index)] }
            switch volume {
            case .simple(let simple): add(simple.component.meta, nil, .volume, path)
            case .stranger(let kind, let document): add(nil, (kind, document), .volume, path)
            }
        }
    }

    /// A stranger's component has its name where every component has it.
    private mutating func add(
        _ meta: Metadata?, _ stranger: (kind: String, document: Document)?, _ family: Family,
        _ path: @autoclosure () -> DocumentPath
    ) {
        let given = stranger?.document["meta"]
        let name = meta?.name ?? given?["name"]?.text
        let uuid = meta?.uuid?.description ?? given?["uuid"]?.text.map(canonical)
        let owner = Owner(family: family, name: name)
        if let name { add(name, owner, path().appending("meta").appending("name")) }
        if let uuid, uuid != name.map(canonical) { add(uuid, owner, path().appending("meta").appending("uuid")) }
    }

    private mutating func add(_ text: String, _ owner: Owner, _ path: @autoclosure () -> DocumentPath) {
        let name = canonical(text)
        if owners[name] != nil { doubled.append((path(), text)) }
        owners[name, default: []].append(owner)
        inOrder.append((text, owner.family))
    }

    /// Whether a reference can mean a component of these families.
    func refers(_ reference: String, to families: Set<Family>) -> Bool {
        (owners[canonical(reference)] ?? []).contains { families.contains($0.family) }
    }

    /// The name of what is referred to.
    func name(of reference: String) -> String? { owners[canonical(reference)]?.first?.name }

    /// Everything that could be referred to, in the order of the request.
    func references(to families: Set<Family>) -> [String] {
        inOrder.filter { families.contains($0.family) }.map(\.text)
    }

    /// A UUID may be written in either case.
    private func canonical(_ reference: String) -> String { UUID(reference)?.description ?? reference }
}
