package import BerthDocument

/// A codemeta.json as it was read, of version 2 or 3. Members may be texts, numbers, maps or lists of these anywhere.
package struct Codemeta: Sendable {
    /// As messages call it.
    package let name: String
    package let bytes: [UInt8]
    /// The description of the software itself: the root, or the part of a graph that is about it.
    package let document: Document
    /// Where `document` stands in the file.
    let root: DocumentPath
    package let places: SourceMap

    /// What is read of one file.
    package static let limits = DocumentLimits(sizeBytes: 2 << 20, textBytes: 1 << 20)
    private static let types = ["SoftwareSourceCode", "SoftwareApplication"]

    /// - Throws: `notReadable` with the line, `tooLarge`, `notSoftware`.
    package init(_ bytes: [UInt8], name: String) throws(SoftwareError) {
        self.name = name
        self.bytes = bytes
        let whole: Document
        do throws(DocumentError) {
            whole = try Document.read(bytes, as: .json, limits: Self.limits)
        } catch {
            if error.code == .tooLarge {
                throw SoftwareError(
                    .tooLarge, "\(name) has more than \(Self.limits.sizeBytes >> 20) MiB; a description is shorter.",
                    subject: name)
            }
            let place = error.position.map { ", \($0)" } ?? ""
            throw SoftwareError(.notReadable, "\(name)\(place): \(error.message)", subject: name, cause: error.cause)
        }
        guard let (root, document) = Self.software(in: whole) else {
            throw SoftwareError(
                .notSoftware,
                "\(name) is JSON and describes no software; a codemeta.json is a map with a name and a @type such as "
                    + "SoftwareSourceCode.", subject: name)
        }
        self.root = root
        self.document = document
        places = SourceMap(bytes, .json, limits: Self.limits)
    }

    private static func software(in whole: Document) -> (DocumentPath, Document)? {
        var candidates: [(DocumentPath, Document)] = [(.root, whole)]
        if case .list(let items)? = whole["@graph"] {
            candidates += items.enumerated().map { (["@graph", .index($0)], $1) }
        }
        if case .list(let items) = whole { candidates += items.enumerated().map { ([.index($0)], $1) } }
        let found = candidates.first { isSoftware($1) }
        // Files without a type are read when they have what every such file has.
        return found ?? (member("name", of: whole) != nil ? (.root, whole) : nil)
    }

    private static func isSoftware(_ document: Document) -> Bool {
        types(of: document).contains { type in types.contains { type == $0 } }
    }

    /// The last words of the types of a part.
    static func types(of document: Document) -> [String] {
        let type = document["@type"] ?? document["type"]
        let items: [Document] = if case .list(let items)? = type { items } else { type.map { [$0] } ?? [] }
        return items.compactMap(\.text).map { localName($0) }
    }

    /// `name` for `schema:name` and `http://schema.org/name`.
    static func localName(_ name: String) -> String {
        String(name.split { $0 == ":" || $0 == "/" || $0 == "#" }.last ?? "")
    }

    /// A member by its name, with or without a prefix, and the name as it is written.
    static func written(_ name: String, of document: Document) -> (name: String, value: Document)? {
        guard case .map(let members) = document else { return nil }
        if let value = members[name] { return value == .null ? nil : (name, value) }
        return members.members.first { !$0.name.hasPrefix("@") && localName($0.name) == name && $0.value != .null }
            .map { ($0.name, $0.value) }
    }

    static func member(_ name: String, of document: Document) -> Document? { written(name, of: document)?.value }

    /// The items of a value that may be one or a list, each with its place in the value.
    static func items(_ value: Document?) -> [(steps: [DocumentPath.Step], value: Document)] {
        switch value {
        case .list(let items)?: return items.enumerated().map { ([.index($0)], $1) }
        case .map(let members)? where members.count == 1 && members["@list"] != nil:
            return items(members["@list"]).map { (["@list"] + $0.steps, $0.value) }
        case .null?, nil: return []
        case let value?: return [([], value)]
        }
    }

    /// The text of a value: itself, or the name, value, address or identifier of a part.
    static func text(_ value: Document?) -> String? {
        guard let value else { return nil }
        if let text = value.scalarText { return text.isEmpty ? nil : text }
        for name in ["name", "@value", "value", "url", "@id", "id"] {
            if let text = member(name, of: value)?.scalarText ?? value[name]?.scalarText, !text.isEmpty { return text }
        }
        return nil
    }

    package func texts(_ name: String) -> [String] {
        Self.items(Self.member(name, of: document)).compactMap { Self.text($0.value) }
    }

    package func text(_ name: String) -> String? { texts(name).first }

    /// Where a member stands in the file; the file itself for one that it has not.
    package func path(_ name: String) -> DocumentPath {
        guard let written = Self.written(name, of: document)?.name else { return root }
        return root.appending(written)
    }

    /// `codemeta.json, line 12`.
    package func place(of path: DocumentPath) -> String {
        places.line(of: path).map { "\(name), line \($0)" } ?? name
    }
}
