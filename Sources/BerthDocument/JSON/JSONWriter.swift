/// Writes JSON. Source: RFC 8259.
///
/// Open scalars are written as what they mean by `resolved()`.
public struct JSONWriter {
    private var bytes: [UInt8]
    private let isPretty: Bool
    private var indentation = 0

    public static func write(_ document: Document, pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(isPretty: pretty)
        writer.append(document)
        if pretty { writer.bytes.append(UInt8(ascii: "\n")) }
        return writer.bytes
    }

    private init(isPretty: Bool) {
        self.isPretty = isPretty
        bytes = []
        bytes.reserveCapacity(2048)
    }

    private mutating func append(_ document: Document) {
        switch document {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): appendInteger(value)
        case .number(let value):
            // The shortest text that reads back as the same number; Swift writes 1e+20 for what JSON reads as well.
            bytes.append(contentsOf: value.description.utf8)
        case .text(let text): appendText(text)
        case .plain: append(document.resolved())
        case .list(let items): appendList(items)
        case .map(let members): appendMap(members.members)
        }
    }

    private mutating func appendInteger(_ value: Int64) {
        if value >= 0, value < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(value))
        } else {
            bytes.append(contentsOf: String(value).utf8)
        }
    }

    private mutating func appendList(_ items: [Document]) {
        if items.isEmpty {
            bytes.append(contentsOf: "[]".utf8)
            return
        }
        bytes.append(UInt8(ascii: "["))
        indentation += 1
        var isFirst = true
        for item in items {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            newLine()
            append(item)
        }
        indentation -= 1
        newLine()
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func appendMap(_ members: [DocumentMembers.Member]) {
        if members.isEmpty {
            bytes.append(contentsOf: "{}".utf8)
            return
        }
        bytes.append(UInt8(ascii: "{"))
        indentation += 1
        var isFirst = true
        for member in members {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            newLine()
            appendText(member.name)
            bytes.append(UInt8(ascii: ":"))
            if isPretty { bytes.append(UInt8(ascii: " ")) }
            append(member.value)
        }
        indentation -= 1
        newLine()
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func newLine() {
        guard isPretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<indentation { bytes.append(contentsOf: "  ".utf8) }
    }

    private mutating func appendText(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in 0..<utf8.count {
                let byte = utf8[index]
                if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
                appendEscape(byte)
                start = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 0xF)])
        }
    }
}
