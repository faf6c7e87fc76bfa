package import BerthDocument

/// One way to write a document, so that the same document has the same bytes wherever it is written: members in the
/// order of their names, no blanks, the shortest numbers, and escapes only where JSON wants them. Source: RFC 8785.
package enum CanonicalJSON {
    /// - Throws: `notWritable` for a number that is not finite.
    package static func bytes(_ document: Document) throws(SignatureError) -> [UInt8] {
        var bytes: [UInt8] = []
        try write(document, to: &bytes)
        return bytes
    }

    private static func write(_ document: Document, to bytes: inout [UInt8]) throws(SignatureError) {
        switch document {
        case .null: bytes += Array("null".utf8)
        case .bool(let value): bytes += Array("\(value)".utf8)
        case .integer(let number): bytes += Array("\(number)".utf8)
        case .number(let number): bytes += Array(try text(of: number).utf8)
        case .text(let text): write(text, to: &bytes)
        case .plain: try write(document.resolved(), to: &bytes)
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                try write(item, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .map(let members):
            bytes.append(UInt8(ascii: "{"))
            let sorted = members.members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                try write(member.value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Source: RFC 8785, section 3.2.2.2.
    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += Array(#"\""#.utf8)
            case UInt8(ascii: "\\"): bytes += Array(#"\\"#.utf8)
            case 0x08: bytes += Array(#"\b"#.utf8)
            case 0x09: bytes += Array(#"\t"#.utf8)
            case 0x0A: bytes += Array(#"\n"#.utf8)
            case 0x0C: bytes += Array(#"\f"#.utf8)
            case 0x0D: bytes += Array(#"\r"#.utf8)
            case 0..<0x20: bytes += Array((byte < 16 ? #"\u000"# : #"\u00"#).utf8) + Array(String(byte, radix: 16).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The shortest digits that mean the number, with an exponent only below 1e-6 and from 1e21 on. Source: RFC 8785,
    /// section 3.2.2.3; ECMA-262, Number::toString.
    static func text(of number: Double) throws(SignatureError) -> String {
        guard number.isFinite else {
            throw SignatureError(.notWritable, "A number that is not finite cannot be signed.")
        }
        if number == 0 { return "0" }
        // What Swift writes has the shortest digits, in another form.
        let parts = "\(number.magnitude)".split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        var digits = String(mantissa[0]) + (mantissa.count > 1 ? String(mantissa[1]) : "")
        // The place of the point among the digits.
        var point = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        while digits.hasPrefix("0") {
            digits.removeFirst()
            point -= 1
        }
        while digits.hasSuffix("0") { digits.removeLast() }
        let sign = number < 0 ? "-" : ""
        let count = digits.count
        switch point {
        case count...21: return sign + digits + String(repeating: "0", count: point - count)
        case 1..<max(2, count): return sign + digits.prefix(point) + "." + digits.dropFirst(point)
        case -5...0: return sign + "0." + String(repeating: "0", count: -point) + digits
        default:
            let exponent = point - 1 < 0 ? "e-\(1 - point)" : "e+\(point - 1)"
            return sign + digits.prefix(1) + (count > 1 ? "." + digits.dropFirst() : "") + exponent
        }
    }
}
