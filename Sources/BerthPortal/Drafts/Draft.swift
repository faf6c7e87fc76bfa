package import BerthDocument
package import BerthModel

/// A request in the making. It is a document and not a form: what the portal's pages do not know stays in it.
package struct Draft: Sendable, Hashable {
    /// Where it began: an executable of an entry of the catalogue.
    package struct Software: Sendable, Hashable {
        package var entry: String
        package var title: String
        package var executable: String

        package init(entry: String, title: String, executable: String) {
            self.entry = entry
            self.title = title
            self.executable = executable
        }
    }

    /// Nobody can guess it: whoever has it may read the draft, and make one of their own of it.
    package var id: UUID
    package var owner: String
    package var title: String
    package var software: Software?
    /// With the types that JSON has.
    package var request: Document
    /// Where values came from, by path; a path stands for everything below it.
    package var origins: [DocumentPath: ValueOrigin]
    /// What was written in fields and is no value of them yet, as it was written. It is no part of the request.
    package var texts: [DocumentPath: [String]]
    package var created: Instant
    package var modified: Instant
    package var revision: Int64

    package init(id: UUID, owner: String, title: String, request: Document, created: Instant) {
        self.id = id
        self.owner = owner
        self.title = title
        self.request = request
        self.created = created
        modified = created
        origins = [:]
        texts = [:]
        revision = 1
    }

    package var path: String { PortalPath.of("request", "\(id)") }
    /// Its form, with what is wrong in it.
    package var checkedPath: String { path + "?checked=1" }
    /// What is shared.
    package var sharedPath: String { PortalPath.of("drafts", "\(id)") }
    package var askedPath: String { PortalPath.of("asked", "\(id)") }

    /// Where the value at a path came from: what is said of it, or of what it is in.
    package func origin(at path: DocumentPath) -> ValueOrigin? {
        var path = path
        while true {
            if let origin = origins[path] { return origin }
            if path.isRoot { return nil }
            path.removeLast()
        }
    }

    /// Takes out what is at a path. What comes after it in its list moves, and what is known of where its values came
    /// from, and what was written for them, moves along.
    package mutating func remove(at path: DocumentPath) {
        request.remove(at: path)
        origins = Self.without(path, origins)
        texts = Self.without(path, texts)
    }

    private static func without<Value>(
        _ path: DocumentPath, _ values: [DocumentPath: Value]
    ) -> [DocumentPath: Value] {
        guard case .index(let removed)? = path.steps.last else {
            return values.filter { !$0.key.steps.starts(with: path.steps) }
        }
        let place = path.steps.count - 1
        var moved: [DocumentPath: Value] = [:]
        for (key, value) in values {
            var steps = key.steps
            if steps.starts(with: path.steps.dropLast()), steps.count > place, case .index(let index) = steps[place] {
                if index == removed { continue }
                if index > removed { steps[place] = .index(index - 1) }
            }
            moved[DocumentPath(steps)] = value
        }
        return moved
    }
}
