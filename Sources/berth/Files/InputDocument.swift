import BerthDocument

/// A document that was handed in, in any syntax.
struct InputDocument: Sendable {
    /// As messages call it.
    var name: String
    var bytes: [UInt8]
    var syntax: Syntax
    var document: Document
    /// The root element, for XML.
    var root: String?

    /// - Throws: `cannotRead`, `badInput` with the line.
    init(_ path: String) throws(ProgramError) {
        try self.init(try LocalFile.read(path), name: path == "-" ? "<input>" : path)
    }

    init(_ bytes: [UInt8], name: String) throws(ProgramError) {
        self.name = name
        self.bytes = bytes
        syntax = Self.syntax(of: bytes, name)
        do throws(DocumentError) {
            if syntax == .xml {
                let (root, document) = try Document.readXML(bytes)
                self.root = root
                self.document = document
            } else {
                document = try Document.read(bytes, as: syntax)
            }
        } catch {
            let place = error.position.map { ":\($0.line):\($0.column)" } ?? ""
            let path = error.path.map { $0.isRoot ? "" : "\($0): " } ?? ""
            throw ProgramError(
                .badInput, "\(name)\(place): \(path)\(error.message)", subject: name, cause: error.cause)
        }
    }

    /// By the end of the name, else by the first character that is no blank.
    static func syntax(of bytes: [UInt8], _ name: String) -> Syntax {
        let name = name.lowercased()
        if name.hasSuffix(".json") || name.hasSuffix(".ipynb") { return .json }
        if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return .yaml }
        if name.hasSuffix(".xml") { return .xml }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let rest = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
        switch rest.first(where: { $0 > 0x20 }) {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .json
        case UInt8(ascii: "<"): return .xml
        default: return .yaml
        }
    }
}
