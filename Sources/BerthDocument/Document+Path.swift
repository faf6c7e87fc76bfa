extension Document {
    /// The value at a path, `nil` where there is none.
    public func value(at path: DocumentPath) -> Document? {
        var value = self
        for step in path.steps {
            switch (step, value) {
            case (.member(let name), .map(let members)):
                guard let next = members[name] else { return nil }
                value = next
            case (.index(let index), .list(let items)) where items.indices.contains(index):
                value = items[index]
            default:
                return nil
            }
        }
        return value
    }

    /// Sets the value at a path, making the maps on the way and appending to a list at its end.
    ///
    /// - Returns: whether it could be set: not through a scalar, and not beyond the end of a list.
    @discardableResult
    public mutating func set(_ value: Document, at path: DocumentPath) -> Bool {
        set(value, at: path.steps[...])
    }

    private mutating func set(_ value: Document, at steps: ArraySlice<DocumentPath.Step>) -> Bool {
        guard let step = steps.first else {
            self = value
            return true
        }
        let rest = steps.dropFirst()
        switch step {
        case .member(let name):
            guard case .map(var members) = self else { return false }
            var inner = members[name] ?? (rest.isEmpty ? .null : Self.container(for: rest))
            guard inner.set(value, at: rest) else { return false }
            members[name] = inner
            self = .map(members)
        case .index(let index):
            guard case .list(var items) = self, index >= 0, index <= items.count else { return false }
            if index == items.count { items.append(rest.isEmpty ? .null : Self.container(for: rest)) }
            guard items[index].set(value, at: rest) else { return false }
            self = .list(items)
        }
        return true
    }

    private static func container(for steps: ArraySlice<DocumentPath.Step>) -> Document {
        if case .index = steps.first { return .list([]) }
        return .map([:])
    }
}
