import BerthDocument

extension Document {
    /// Takes out what is at a path, and the maps around it that hold nothing then, or nothing but their kind.
    mutating func remove(at path: DocumentPath) { remove(path.steps[...]) }

    private mutating func remove(_ steps: ArraySlice<DocumentPath.Step>) {
        guard let step = steps.first else { return }
        let rest = steps.dropFirst()
        switch (step, self) {
        case (.member(let name), .map(var members)):
            guard var inner = members[name] else { return }
            if rest.isEmpty {
                members[name] = nil
            } else {
                inner.remove(rest)
                members[name] = inner == .map([:]) || inner == .list([]) ? nil : inner
            }
            self = .map(members)
        case (.index(let index), .list(var items)) where items.indices.contains(index):
            if rest.isEmpty { items.remove(at: index) } else { items[index].remove(rest) }
            self = .list(items)
        default: break
        }
    }

    /// Adds an item to the list at a path, which is made when there is none.
    mutating func append(_ item: Document, at path: DocumentPath) {
        guard case .list(var items)? = value(at: path) else {
            set(.list([item]), at: path)
            return
        }
        items.append(item)
        set(.list(items), at: path)
    }
}
