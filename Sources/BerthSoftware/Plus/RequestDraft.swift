import BerthDocument
import BerthModel

/// A request that is being made, with where each of its values came from.
struct RequestDraft {
    private(set) var document: Document = .map([:])
    private(set) var sources: [DocumentPath: String] = [:]

    /// - Parameter source: a sentence for people; nil for what only holds the rest together.
    mutating func put(_ value: Document, _ path: DocumentPath, from source: String? = nil) {
        guard document.set(value, at: path) else { return }
        if let source { sources[path] = source }
    }

    mutating func needsCompute() {
        if document["compute"]?["kind"] == nil { put(.text(Kind.simpleCompute.uri), ["compute", "kind"]) }
    }

    /// The least and the most at `min` and `max` under a path.
    mutating func put(_ amount: ResourceWords.Amount, _ path: DocumentPath, from source: String) {
        if path.steps.first == "compute" { needsCompute() }
        if let min = amount.min { put(.integer(min), path.appending("min"), from: source) }
        if let max = amount.max { put(.integer(max), path.appending("max"), from: source) }
    }

    /// Appends to a list of components and returns the path of the new one.
    mutating func append(_ list: DocumentPath, kind: Kind, name: String? = nil) -> DocumentPath {
        let count: Int = if case .list(let items)? = document.value(at: list) { items.count } else { 0 }
        let path = list.appending(count)
        put(.text(kind.uri), path.appending("kind"))
        if let name { put(.text(name), path.appending("meta").appending("name")) }
        return path
    }

    /// Mounts storage or data where the executable finds it.
    mutating func mount(_ resource: String, at place: String, mode: String, from source: String) {
        needsCompute()
        let path = append(["compute", "volumes"], kind: .simpleVolume)
        put(.text(resource), path.appending("resource"))
        put(.text(place), path.appending("path"), from: source)
        put(.text(mode), path.appending("mode"))
    }

    /// The request, and what is wrong with it.
    var request: (value: ExecutionRequest, problems: [Problem]) {
        let (value, problems) = ExecutionRequest.reading(document, from: .json)
        return (value, problems.isEmpty ? value.validated() : problems)
    }
}
