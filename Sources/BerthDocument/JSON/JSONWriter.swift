/// Writes JSON. A plain scalar is written as what it says by itself (`Document.resolved()`).
///
/// Source: RFC 8259.
struct JSONWriter {
    var output: [UInt8] = []
    private let isPretty: Bool

    static func write(_ document: Document, pretty: Bool) throws(DocumentError) -> [UInt8] {
        var writer = JSONWriter(isPretty: pretty)
        writer.output.reserveCapacity(2048)
        try writer.write(document, level: 0)
        if pretty { writer.output.append(UInt8(ascii: "\n")) }
        return writer.output
    }

    /// A text as a string of JSON.
    static func quoted(_ text: String) -> String {
        var writer = JSONWriter(isPretty: false)
        writer.append(quoting: text)
        return String(decoding: writer.output, as: UTF8.self)
    }

    init(isPretty: Bool) { self.isPretty = isPretty }

    mutating func write(_ document: Document, level: Int) throws(DocumentError) {
        switch document {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): append(value)
        case .number(let value):
            guard value.isFinite else { throw .notFinite }
            var text = value.description
            text.withUTF8 { output.append(contentsOf: $0) }
        case .text(let text): append(quoting: text)
        case .plain(let text):
            if let value = Document.resolving(text) {
                try write(value, level: level)
            } else {
                append(quoting: text)
            }
        case .list(let items): try write(items, level: level + 1)
        case .map(let members): try write(members.members, level: level + 1)
        }
    }

    private mutating func write(_ items: [Document], level: Int) throws(DocumentError) {
        output.append(UInt8(ascii: "["))
        for index in items.indices {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            breakLine(level)
            try write(items[index], level: level)
        }
        if !items.isEmpty { breakLine(level - 1) }
        output.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ members: [DocumentMembers.Member], level: Int) throws(DocumentError) {
        output.append(UInt8(ascii: "{"))
        for index in members.indices {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            breakLine(level)
            append(quoting: members[index].name)
            output.append(UInt8(ascii: ":"))
            if isPretty { output.append(UInt8(ascii: " ")) }
            try write(members[index].value, level: level)
        }
        if !members.isEmpty { breakLine(level - 1) }
        output.append(UInt8(ascii: "}"))
    }

    private mutating func breakLine(_ level: Int) {
        guard isPretty else { return }
        output.append(UInt8(ascii: "\n"))
        for _ in 0..<level { append("  ") }
    }

    mutating func append(_ text: StaticString) {
        output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ value: Int64) {
        if value < 0 { output.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = output.count
        repeat {
            output.append(UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0"))
            rest /= 10
        } while rest > 0
        output[start...].reverse()
    }

    mutating func append(quoting text: String) {
        var text = text
        text.withUTF8 { bytes in
            output.append(UInt8(ascii: "\""))
            var start = 0
            var index = 0
            while index < bytes.count {
                if Self.isPlain(bytes, at: index) {
                    index += 8
                    continue
                }
                let byte = bytes[index]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7f {
                    output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                    escape(byte)
                    start = index + 1
                }
                index += 1
            }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
            output.append(UInt8(ascii: "\""))
        }
    }

    /// Whether eight bytes from an index on are there and none of them is escaped.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index + 8 <= bytes.count else { return false }
        let word = UnsafeRawPointer(bytes.baseAddress!).loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let ones: UInt64 = 0x0101_0101_0101_0101
        // The highest bit of each byte that is below the bound; bytes above 0x7f may only be told of too often.
        func below(_ word: UInt64, _ bound: UInt64) -> UInt64 { (word &- ones &* bound) & ~word }
        let found =
            below(word, 0x20) | below(word ^ (ones &* UInt64(UInt8(ascii: "\""))), 1)
            | below(word ^ (ones &* UInt64(UInt8(ascii: "\\"))), 1) | below(word ^ (ones &* 0x7f), 1)
        return found & (ones &* 0x80) == 0
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 10: append("\\n")
        case 13: append("\\r")
        case 9: append("\\t")
        default:
            append("\\u00")
            for digit in [byte >> 4, byte & 15] {
                output.append(digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a"))
            }
        }
    }
}

extension DocumentError {
    static var notFinite: DocumentError {
        DocumentError(.notWritable, "A number that is not finite cannot be written; leave the member out.")
    }
}
