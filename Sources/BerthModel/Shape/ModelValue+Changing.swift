public import BerthDocument

extension ModelValue {
    /// The whole value: it has no members to go on to.
    public mutating func change(at steps: ArraySlice<DocumentPath.Step>, to document: Document?) -> Bool {
        guard steps.isEmpty, let document, let value = Self.reading(whole: document) else { return false }
        self = value
        return true
    }

    public func document(following steps: ArraySlice<DocumentPath.Step>) -> Document? {
        write(ModelWriter(syntax: .json))?.value(at: DocumentPath(Array(steps)))
    }

    /// `nil` for what cannot be read to the last member.
    static func reading(whole document: Document) -> Self? {
        var reader = ModelReader(syntax: .json)
        guard let value = read(document, &reader), reader.problems.isEmpty else { return nil }
        return value
    }
}

extension Optional {
    public func document(following steps: ArraySlice<DocumentPath.Step>) -> Document? where Wrapped: ModelValue {
        self?.document(following: steps)
    }

    public mutating func change(at steps: ArraySlice<DocumentPath.Step>, to document: Document?) -> Bool
    where Wrapped: ModelValue {
        if steps.isEmpty && document == nil {
            self = nil
            return true
        }
        guard var value = self ?? .reading(whole: steps.isEmpty ? document ?? .null : .map([:])),
            value.change(at: steps, to: document)
        else { return false }
        self = value
        return true
    }
}

extension Array where Element: ModelValue {
    public mutating func change(at steps: ArraySlice<DocumentPath.Step>, to document: Document?) -> Bool {
        guard let step = steps.first else {
            guard let value = Self.reading(whole: document ?? .list([])) else { return false }
            self = value
            return true
        }
        guard case .index(let index) = step, indices.contains(index) else { return false }
        if steps.count > 1 || document != nil { return self[index].change(at: steps.dropFirst(), to: document) }
        remove(at: index)
        return true
    }
}

extension Shaped {
    public func document(following steps: ArraySlice<DocumentPath.Step>) -> Document? {
        guard let step = steps.first else { return document(for: .json) }
        guard case .member(let name) = step else { return nil }
        return Self.shape.fields.first { $0.name == name }?.document(self, steps.dropFirst())
    }

    public mutating func change(at steps: ArraySlice<DocumentPath.Step>, to document: Document?) -> Bool {
        guard let step = steps.first else {
            guard let value = Self.reading(whole: document ?? .map([:])) else { return false }
            self = value
            return true
        }
        guard case .member(let name) = step, let field = Self.shape.fields.first(where: { $0.name == name }) else {
            return false
        }
        return field.change(&self, steps.dropFirst(), document)
    }
}

extension Shaped {
    /// What stands at the end of a path, as JSON writes it; `nil` for nothing.
    public func document(at path: DocumentPath) -> Document? { document(following: path.steps[...]) }
}

extension Family {
    public func document(following steps: ArraySlice<DocumentPath.Step>) -> Document? {
        let isOwn = steps.isEmpty || steps.first == .member("kind")
        if !isOwn, let member = Self.members.first(where: { $0.holds(self) }) { return member.document(self, steps) }
        return write(ModelWriter(syntax: .json))?.value(at: DocumentPath(Array(steps)))
    }

    public mutating func change(at steps: ArraySlice<DocumentPath.Step>, to document: Document?) -> Bool {
        guard let step = steps.first else {
            guard let document, let value = Self.reading(whole: document) else { return false }
            self = value
            return true
        }
        if step == .member("kind") {
            guard steps.count == 1, let document, let value = ofKind(document) else { return false }
            self = value
            return true
        }
        for member in Self.members where member.holds(self) { return member.change(&self, steps, document) }
        return false
    }

    /// The same members under another kind; `nil` where that kind has not all of them.
    private func ofKind(_ kind: Document) -> Self? {
        guard case .map(var members)? = write(ModelWriter(syntax: .json)) else { return nil }
        members["kind"] = kind
        return .reading(whole: .map(members))
    }
}
