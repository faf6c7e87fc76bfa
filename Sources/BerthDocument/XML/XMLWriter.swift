/// Writes XML 1.0.
///
/// A member whose name begins with `@` is an attribute; a list repeats its element. What a reader could not guess is marked
/// with attributes of Berth's namespace: null, an empty map or list, a list in a list, an empty text, a member whose name is
/// not a name of XML. A list of one item reads back as the item, and a text `10` as an open scalar: the shapes of the model
/// know which is meant.
struct XMLWriter {
    private var bytes: [UInt8] = []
    private var isMarked: Bool
    private var indentation = 0

    static func write(_ document: Document, root: String) throws(DocumentError) -> [UInt8] {
        var writer = XMLWriter(isMarked: document.needsMarks)
        writer.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        try writer.element(root, document, isRoot: true)
        return writer.bytes
    }

    private init(isMarked: Bool) { self.isMarked = isMarked }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func newLine() {
        append("\n")
        for _ in 0..<indentation { append("  ") }
    }

    private mutating func element(_ name: String, _ document: Document, isRoot: Bool = false) throws(DocumentError) {
        let tag = name.isXMLName ? name : "b:member"
        append("<" + tag)
        if isRoot, isMarked { append(" xmlns:b=\"\(XMLWalk.namespace)\"") }
        if !name.isXMLName { try attribute("name", name) }
        switch document {
        case .null: append(" b:type=\"null\"/>")
        case .bool(let value): append(">\(value)</\(tag)>")
        case .integer(let value): append(">\(value)</\(tag)>")
        case .number(let value): append(">\(value)</\(tag)>")
        case .plain(let text): try leaf(tag, text, mark: false)
        case .text(let text): try leaf(tag, text, mark: document.needsTextMark)
        case .list(let items): try list(tag, items)
        case .map(let members): try map(tag, members.members)
        }
    }

    private mutating func leaf(_ tag: String, _ text: String, mark: Bool) throws(DocumentError) {
        if mark { append(" b:type=\"text\"") }
        append(">")
        try characters(text, isAttribute: false)
        append("</\(tag)>")
    }

    /// A list that cannot be told by repeating its element.
    private mutating func list(_ tag: String, _ items: [Document]) throws(DocumentError) {
        append(" b:type=\"list\">")
        for item in items { try element("item", item) }
        append("</\(tag)>")
    }

    private mutating func map(_ tag: String, _ members: [DocumentMembers.Member]) throws(DocumentError) {
        for member in members where member.name.isXMLAttribute {
            try attribute(String(member.name.dropFirst()), member.value.scalarText)
        }
        let inner = members.filter { !$0.name.isXMLAttribute }
        if inner.isEmpty {
            append(members.isEmpty ? " b:type=\"map\"/>" : "/>")
            return
        }
        append(">")
        indentation += 1
        for member in inner {
            if case .list(let items) = member.value, items.isPlainlyRepeatable {
                for item in items {
                    newLine()
                    try element(member.name, item)
                }
            } else {
                newLine()
                try element(member.name, member.value)
            }
        }
        indentation -= 1
        newLine()
        append("</\(tag)>")
    }

    private mutating func attribute(_ name: String, _ value: String) throws(DocumentError) {
        append(" \(name)=\"")
        try characters(value, isAttribute: true)
        append("\"")
    }

    private mutating func characters(_ text: String, isAttribute: Bool) throws(DocumentError) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": append("&amp;")
            case "<": append("&lt;")
            case ">": append("&gt;")
            case "\"": append(isAttribute ? "&quot;" : "\"")
            case "\r": append("&#13;")
            case "\n": append(isAttribute ? "&#10;" : "\n")
            case "\t": append(isAttribute ? "&#9;" : "\t")
            default:
                if scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF {
                    throw DocumentError(
                        .notWritable,
                        "A text holds the character U+\(String(scalar.value, radix: 16, uppercase: true)), which XML cannot hold; use JSON or YAML.",
                        nil)
                }
                bytes.append(contentsOf: UTF8.encode(scalar) ?? Unicode.UTF8.CodeUnit.replacement)
            }
        }
    }
}

extension Unicode.UTF8.CodeUnit {
    fileprivate static var replacement: Unicode.UTF8.EncodedScalar { Unicode.UTF8.encodedReplacementCharacter }
}

extension String {
    /// A name of XML without a colon, of the letters that every reader agrees on.
    fileprivate var isXMLName: Bool {
        guard let first = utf8.first else { return false }
        let isLetter = { (byte: UInt8) in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
        }
        return isLetter(first)
            && utf8.allSatisfy {
                isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: ".")
            }
    }

    fileprivate var isXMLAttribute: Bool { hasPrefix("@") && String(dropFirst()).isXMLName }
}

extension Array where Element == Document {
    /// Whether repeating the element says all: there are items, and none of them is a list.
    fileprivate var isPlainlyRepeatable: Bool {
        if isEmpty { return false }
        for item in self {
            if case .list = item { return false }
        }
        return true
    }
}

extension Document {
    fileprivate var scalarText: String {
        switch self {
        case .text(let text), .plain(let text): text
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .bool(let value): "\(value)"
        default: ""
        }
    }

    /// A text that an untyped reader would take for something else, or whose space would be lost.
    fileprivate var needsTextMark: Bool {
        guard case .text(let text) = self else { return false }
        return text.isEmpty || text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
    }

    /// Whether the writer has to declare Berth's namespace.
    fileprivate var needsMarks: Bool {
        switch self {
        case .null: true
        case .text: needsTextMark
        case .list: true
        case .map(let members):
            members.isEmpty
                || members.members.contains { member in
                    if !member.name.isXMLName && !member.name.isXMLAttribute { return true }
                    if case .list(let items) = member.value, items.isPlainlyRepeatable {
                        return items.contains { $0.needsMarks }
                    }
                    return member.value.needsMarks
                }
        default: false
        }
    }
}
