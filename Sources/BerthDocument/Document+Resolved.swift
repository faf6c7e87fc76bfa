extension Document {
    /// What a scalar that its syntax leaves open means by the core schema of YAML; other documents as they are.
    ///
    /// Infinite numbers and integers beyond 64 bits stay text: nothing here can hold them. Source: YAML 1.2.2, 10.3.2.
    public func resolved() -> Document {
        guard case .plain(let text) = self else { return self }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: return Document.number(text) ?? .text(text)
        }
    }

    /// The whole tree with every open scalar resolved.
    public func resolvedTree() -> Document {
        switch self {
        case .plain: return resolved()
        case .list(let items): return .list(items.map { $0.resolvedTree() })
        case .map(let members):
            return .map(
                DocumentMembers(
                    uniqueMembers: members.members.map { .init(name: $0.name, value: $0.value.resolvedTree()) }))
        default: return self
        }
    }

    private static func number(_ text: String) -> Document? {
        let bytes = text.utf8
        guard let first = bytes.first,
            first == UInt8(ascii: "-") || first == UInt8(ascii: "+") || first == UInt8(ascii: ".")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return nil }
        if text.hasPrefix("0x") { return Int64(text.dropFirst(2), radix: 16).map { .integer($0) } }
        if text.hasPrefix("0o") { return Int64(text.dropFirst(2), radix: 8).map { .integer($0) } }
        var digits = 0
        var isInteger = true
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "-"), UInt8(ascii: "+"): if index > 0 { isInteger = false }
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isInteger = false
            default: return nil
            }
        }
        if digits == 0 { return nil }
        if isInteger { return Int64(text).map { .integer($0) } }
        guard let value = Double(text.hasPrefix("+") ? String(text.dropFirst()) : text), value.isFinite else {
            return nil
        }
        return .number(value)
    }
}
