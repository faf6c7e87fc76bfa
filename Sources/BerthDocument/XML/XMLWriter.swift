/// Writes XML 1.0.
///
/// A member whose name begins with `DocumentMembers.attributeMark` is an attribute; a list repeats its element. What a
/// reader could not guess is marked (`XMLMark`): null, an empty map or list, a list in a list, a text of white space or
/// with characters that XML cannot hold, a member whose name is not a name of XML. A list of one item reads back as the
/// item, and a text `10` as an open scalar: the shapes of the model know which is meant.
struct XMLWriter {
    private var output: [UInt8] = []
    private var level = 0

    static func write(_ document: Document, root: String, namespace: String?) throws(DocumentError) -> [UInt8] {
        var writer = XMLWriter()
        writer.output.reserveCapacity(4096)
        writer.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        var declarations: [(String, String)] = []
        if let namespace { declarations.append(("xmlns", namespace)) }
        if !XMLName.isName(root) || document.needsMarks { declarations.append(("xmlns:b", XMLMark.namespace)) }
        try writer.element(root, document, declarations)
        writer.append("\n")
        return writer.output
    }

    private mutating func element(
        _ name: String, _ document: Document, _ declarations: [(String, String)] = []
    ) throws(DocumentError) {
        // An attribute that cannot be one is an element.
        let name = name.utf8.first == 0 ? String(name.dropFirst()) : name
        let isName = XMLName.isName(name)
        let tag = isName ? name : "b:member"
        append("<")
        append(tag)
        for (name, value) in declarations { attribute(name, value) }
        if !isName { named(name) }
        switch document {
        case .null: mark(.null)
        case .bool(let value): content(tag, value ? "true" : "false")
        case .integer(let value): content(tag, value.description)
        case .number(let value):
            guard value.isFinite else { throw .notFinite }
            content(tag, value.description)
        // What YAML leaves empty is null.
        case .plain(""): mark(.null)
        case .plain(let text), .text(let text): leaf(tag, text)
        case .list(let items): try list(tag, items)
        case .map(let members): try map(tag, members.members)
        }
    }

    /// The name of a member that is not a name of XML.
    private mutating func named(_ name: String) {
        if XMLName.canHold(name) {
            attribute(XMLMark.name, name)
        } else {
            attribute(XMLMark.escapedName, XMLName.escaped(name))
        }
    }

    /// Ends an empty element.
    private mutating func mark(_ mark: XMLMark) {
        attribute("b:type", mark.rawValue)
        append("/>")
    }

    private mutating func content(_ tag: String, _ text: String) {
        append(">")
        escape(text, isAttribute: false)
        append("</")
        append(tag)
        append(">")
    }

    private mutating func leaf(_ tag: String, _ text: String) {
        if text.isEmpty { return append("/>") }
        if !XMLName.canHold(text) {
            attribute("b:type", XMLMark.escaped.rawValue)
            return content(tag, XMLName.escaped(text))
        }
        if XMLName.isBlank(text) { attribute("b:type", XMLMark.text.rawValue) }
        content(tag, text)
    }

    /// A list that cannot be told by repeating its element.
    private mutating func list(_ tag: String, _ items: [Document]) throws(DocumentError) {
        if items.isEmpty { return mark(.list) }
        attribute("b:type", XMLMark.list.rawValue)
        append(">")
        level += 1
        for item in items {
            newLine()
            try element(XMLMark.item, item)
        }
        level -= 1
        close(tag)
    }

    private mutating func map(_ tag: String, _ members: [DocumentMembers.Member]) throws(DocumentError) {
        if members.isEmpty { return mark(.map) }
        for member in members {
            if let text = XMLName.attributeText(member, among: members) {
                attribute(String(member.name.dropFirst()), text)
            }
        }
        let inner = members.filter { XMLName.attributeText($0, among: members) == nil }
        if inner.isEmpty { return append("/>") }
        append(">")
        level += 1
        for member in inner {
            if case .list(let items) = member.value, items.areTold {
                for item in items {
                    newLine()
                    try element(member.name, item)
                }
            } else {
                newLine()
                try element(member.name, member.value)
            }
        }
        level -= 1
        close(tag)
    }

    private mutating func close(_ tag: String) {
        newLine()
        append("</")
        append(tag)
        append(">")
    }

    private mutating func newLine() {
        append("\n")
        for _ in 0..<level { append("  ") }
    }

    private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }

    private mutating func attribute(_ name: String, _ value: String) {
        append(" ")
        append(name)
        append("=\"")
        escape(value, isAttribute: true)
        append("\"")
    }

    private mutating func escape(_ text: String, isAttribute: Bool) {
        var text = text
        text.withUTF8 { bytes in
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "&"): append("&amp;")
                case UInt8(ascii: "<"): append("&lt;")
                case UInt8(ascii: ">"): append("&gt;")
                case UInt8(ascii: "\"") where isAttribute: append("&quot;")
                case 9 where isAttribute: append("&#9;")
                case 10 where isAttribute: append("&#10;")
                case 13: append("&#13;")
                default: output.append(byte)
                }
            }
        }
    }
}

/// What names and texts of XML can be.
enum XMLName {
    /// A name without a colon, of the letters that every reader agrees on.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 1024 else { return false }
        return text.utf8.allSatisfy {
            isLetter($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    static func canHold(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0xfffe && $0.value != 0xffff || $0 == "\t" || $0 == "\n" || $0 == "\r"
        }
    }

    /// A text as a string of JSON without the characters that XML cannot hold.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in JSONWriter.quoted(text).unicodeScalars {
            switch scalar {
            // JSON can hold these two.
            case "\u{fffe}": escaped.append(contentsOf: "\\ufffe".unicodeScalars)
            case "\u{ffff}": escaped.append(contentsOf: "\\uffff".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    static func isBlank(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
    }

    /// The text of a member that can be an attribute: marked so, a scalar, and with no element of the same name beside
    /// it.
    static func attributeText(_ member: DocumentMembers.Member, among members: [DocumentMembers.Member]) -> String? {
        guard member.name.utf8.first == 0 else { return nil }
        let name = String(member.name.dropFirst())
        guard isName(name), name != "xmlns", !members.contains(where: { $0.name == name }) else { return nil }
        switch member.value {
        case .text(let text), .plain(let text): return canHold(text) ? text : nil
        case .integer(let value): return value.description
        case .number(let value): return value.isFinite ? value.description : nil
        case .bool(let value): return value.description
        default: return nil
        }
    }
}

extension Array where Element == Document {
    /// Whether repeating an element tells the list: there are items, and none of them is a list.
    fileprivate var areTold: Bool {
        !isEmpty
            && allSatisfy {
                if case .list = $0 { false } else { true }
            }
    }
}

extension Document {
    /// Whether an element of this document has a mark, or one inside it.
    fileprivate var needsMarks: Bool {
        switch self {
        case .null, .list: true
        case .plain(""): true
        case .text(""): false
        case .text(let text), .plain(let text): XMLName.isBlank(text) || !XMLName.canHold(text)
        case .bool, .integer, .number: false
        case .map(let members):
            members.isEmpty
                || members.members.contains { member in
                    if XMLName.attributeText(member, among: members.members) != nil { return false }
                    let name = member.name.utf8.first == 0 ? String(member.name.dropFirst()) : member.name
                    if !XMLName.isName(name) { return true }
                    if case .list(let items) = member.value, items.areTold {
                        return items.contains(where: \.needsMarks)
                    }
                    return member.value.needsMarks
                }
        }
    }
}
