extension Document {
    /// What a plain scalar says by itself; every other document is as it is.
    ///
    /// Null (`null`, `~`, nothing), true and false, whole numbers (decimal, `0x`, `0o`) and finite numbers, else text.
    /// White space around a number or word, which only XML can have, does not count. A whole number beyond 64 bits,
    /// `.inf` and `.nan` are text: a shape that asks for a number then reports a wrong type.
    ///
    /// Source: YAML 1.2.2, section 10.3.2, core schema.
    public func resolved() -> Document {
        guard case .plain(let text) = self else { return self }
        return Self.resolving(text) ?? .text(text)
    }

    /// The document with every plain scalar in it resolved.
    public func resolvedTree() -> Document {
        switch self {
        case .plain: resolved()
        case .list(let items): .list(items.map { $0.resolvedTree() })
        case .map(let members):
            .map(
                DocumentMembers(
                    uniqueMembers: members.members.map { .init(name: $0.name, value: $0.value.resolvedTree()) }))
        default: self
        }
    }

    /// The value of a plain scalar, `nil` when it is text.
    static func resolving(_ text: String) -> Document? {
        var text = text
        return text.withUTF8 { bytes -> Document? in
            if bytes.isEmpty { return .null }
            // The longest number of 64 bits has fewer digits; leading zeros and long fractions stay possible.
            if bytes.count > 400 { return nil }
            let trimmed = PlainScalar.trimmed(bytes)
            guard let first = trimmed.first else { return nil }
            switch first {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                return PlainScalar.number(trimmed)
            case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "n"),
                UInt8(ascii: "N"), UInt8(ascii: "~"):
                return PlainScalar.word(trimmed)
            default:
                return nil
            }
        }
    }
}

/// The grammar of the core schema's scalars.
enum PlainScalar {
    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bytes {
        var slice = bytes[...]
        while let first = slice.first, isSpace(first) { slice.removeFirst() }
        while let last = slice.last, isSpace(last) { slice.removeLast() }
        return slice
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...10).contains(byte) || byte == 13 }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    static func word(_ bytes: Bytes) -> Document? {
        switch String(decoding: bytes, as: UTF8.self) {
        case "true", "True", "TRUE": .bool(true)
        case "false", "False", "FALSE": .bool(false)
        case "null", "Null", "NULL", "~": .null
        default: nil
        }
    }

    static func number(_ bytes: Bytes) -> Document? {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix("0x"), let value = digits(text.dropFirst(2), radix: 16) { return .integer(value) }
        if text.hasPrefix("0o"), let value = digits(text.dropFirst(2), radix: 8) { return .integer(value) }
        var rest = bytes
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        if !rest.isEmpty, rest.allSatisfy(isDigit) { return Int64(text).map { .integer($0) } }
        return isFloat(rest) ? Double(text).flatMap { $0.isFinite ? .number($0) : nil } : nil
    }

    private static func digits(_ text: Substring, radix: Int) -> Int64? {
        guard let first = text.first, first != "+", first != "-" else { return nil }
        return Int64(text, radix: radix)
    }

    /// Digits with a point, an exponent or both; the sign is already taken.
    private static func isFloat(_ bytes: Bytes) -> Bool {
        var rest = bytes
        let whole = takeDigits(&rest)
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = takeDigits(&rest)
        }
        guard whole + fraction > 0 else { return false }
        guard let mark = rest.first else { return true }
        guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
        rest.removeFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        return takeDigits(&rest) > 0 && rest.isEmpty
    }

    private static func takeDigits(_ bytes: inout Bytes) -> Int {
        var count = 0
        while let first = bytes.first, isDigit(first) {
            bytes.removeFirst()
            count += 1
        }
        return count
    }
}
