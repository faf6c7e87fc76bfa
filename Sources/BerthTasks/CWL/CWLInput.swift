import BerthDocument

/// One input of a process in CWL.
struct CWLInput: Sendable, Hashable {
    var name: String
    /// Without a value the process cannot run.
    var isRequired: Bool
    /// The type where it is a plain one such as `string` or `File`, without the mark of what need not be there.
    var type: String?

    /// The inputs of a process, which are a list or a map.
    ///
    /// - Parameter resolve: what stands in the place of an import.
    static func all(of process: Document, _ resolve: (Document) -> Document) -> [CWLInput] {
        switch process["inputs"].map(resolve) {
        case .list(let items):
            items.map(resolve).compactMap { item in
                (item["id"]?.text).map { CWLInput(CWLInput.name(of: $0), item) }
            }
        case .map(let members): members.members.map { CWLInput($0.name, resolve($0.value)) }
        default: []
        }
    }

    /// - Parameter declared: the whole declaration, or its type alone.
    private init(_ name: String, _ declared: Document) {
        self.name = name
        let isWhole: Bool
        if case .map(let members) = declared, members["items"] == nil, members["fields"] == nil {
            isWhole = true
        } else {
            isWhole = false
        }
        let type = isWhole ? declared["type"] ?? .null : declared
        let hasDefault = isWhole && (declared["default"] ?? .null) != .null
        isRequired = !hasDefault && !CWLInput.mayBeMissing(type)
        self.type = CWLInput.plainType(type)
    }

    private static func mayBeMissing(_ type: Document) -> Bool {
        switch type {
        case .text(let name): name.hasSuffix("?") || name == "null"
        // The reader takes the word for nothing at all.
        case .null: true
        case .list(let types): types.contains(where: mayBeMissing)
        default: false
        }
    }

    private static func plainType(_ type: Document) -> String? {
        switch type {
        case .text(let name): return name.hasSuffix("?") ? String(name.dropLast()) : name
        case .list(let types):
            let names = types.filter { $0 != .null && $0 != "null" }.compactMap(plainType)
            return names.count == 1 ? names[0] : nil
        default: return nil
        }
    }

    /// `name` of `#name`, `#main/name`, `file.cwl#main/name`.
    static func name(of identifier: String) -> String {
        let fragment = identifier.split(separator: "#").last ?? ""
        return String(fragment.split(separator: "/").last ?? "")
    }
}
