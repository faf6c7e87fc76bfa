import BerthDocument

/// One map of a codemeta+ file, with where it stands.
struct PlusPart {
    let value: Document
    /// In the file.
    let path: DocumentPath
    /// `codemeta.json, line 12`.
    let source: (DocumentPath) -> String

    /// Items of one list that are read: authors need fewer, and a file of others must not take minutes.
    static let mostItems = 256

    init(_ value: Document, _ path: DocumentPath, in codemeta: Codemeta) {
        self.value = value
        self.path = path
        source = { codemeta.place(of: $0) }
    }

    private init(_ value: Document, _ path: DocumentPath, _ source: @escaping (DocumentPath) -> String) {
        self.value = value
        self.path = path
        self.source = source
    }

    /// Where a member stands; the part itself for one that it has not.
    func place(_ name: String) -> DocumentPath {
        guard let written = Codemeta.written(name, of: value)?.name else { return path }
        return path.appending(written)
    }

    func member(_ name: String) -> Document? { Codemeta.member(name, of: value) }
    func text(_ name: String) -> String? { Codemeta.text(member(name)) }

    func number(_ name: String) -> Double? {
        member(name)?.number ?? member(name)?.text.flatMap { Double($0) }
    }

    func isTrue(_ name: String) -> Bool { member(name) == .bool(true) || text(name) == "true" }

    func texts(_ name: String) -> [String] {
        Codemeta.items(member(name)).prefix(Self.mostItems).compactMap { $0.value.scalarText }
    }

    /// Whether a member has more items than are read.
    func isTooLong(_ name: String) -> Bool {
        guard let value = member(name) else { return false }
        if case .map(let members) = value, members["@list"] == nil { return members.count > Self.mostItems }
        return Codemeta.items(value).count > Self.mostItems
    }

    func part(_ name: String) -> PlusPart? {
        guard let (written, value) = Codemeta.written(name, of: value) else { return nil }
        return PlusPart(value, path.appending(written), source)
    }

    func parts(_ name: String) -> [PlusPart] {
        guard let (written, value) = Codemeta.written(name, of: value) else { return [] }
        return Codemeta.items(value).prefix(Self.mostItems).map {
            PlusPart($0.value, DocumentPath(path.steps + [.member(written)] + $0.steps), source)
        }
    }

    /// A sentence that says where a value came from.
    func said(_ name: String) -> String { "The authors say so: \(source(place(name)))." }

    /// Members that nobody reads; what begins with an @ is for JSON-LD.
    func strangers(beside known: [String]) -> [(name: String, path: DocumentPath)] {
        guard case .map(let members) = value else { return [] }
        return members.members.filter { member in
            !member.name.hasPrefix("@") && !["id", "type"].contains(member.name)
                && !known.contains(Codemeta.localName(member.name))
        }.map { ($0.name, path.appending($0.name)) }
    }
}
