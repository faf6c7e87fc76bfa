/// Small readings of header text that several fields share. Source: RFC 9110 §5.6.
package enum HTTPText {
    /// Splits at a separator outside quoted text, trims blanks, leaves out empty members.
    package static func split(_ text: String, at separator: UInt8) -> [String] {
        var members: [String] = []
        var current: [UInt8] = []
        var quoted = false
        var escaped = false
        for byte in text.utf8 {
            if escaped {
                escaped = false
            } else if quoted && byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                quoted.toggle()
            } else if byte == separator && !quoted {
                append(current, to: &members)
                current.removeAll(keepingCapacity: true)
                continue
            }
            current.append(byte)
        }
        append(current, to: &members)
        return members
    }

    private static func append(_ bytes: [UInt8], to members: inout [String]) {
        let member = trim(String(decoding: bytes, as: UTF8.self))
        if !member.isEmpty { members.append(member) }
    }

    /// Without the blanks and tabs at both ends.
    package static func trim(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: { $0 != 32 && $0 != 9 }),
            let last = bytes.lastIndex(where: { $0 != 32 && $0 != 9 })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }

    /// One or more of the characters that names in HTTP are made of. Source: RFC 9110 §5.6.2.
    package static func isToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isTokenByte)
    }

    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Whether a header value can be sent: no control character but the tab, so that nothing breaks out of its line.
    package static func isFieldValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 }
    }

    /// Text of header bytes; what is not UTF-8 is read as Latin-1.
    static func decoded(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        return String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    static func lowercased(_ text: some StringProtocol) -> String {
        String(decoding: text.utf8.map(HTTPHeaders.lower), as: UTF8.self)
    }

    /// The text itself when it is a token, else as a quoted string. Source: RFC 9110 §5.6.4.
    static func quoted(_ text: String) -> String {
        if isToken(text) { return text }
        let escaped = text.utf8.flatMap { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") ? [92, $0] : [$0] }
        return "\"" + String(decoding: escaped, as: UTF8.self) + "\""
    }

    /// The text of a quoted string, or the text itself when it is not quoted.
    static func unquoted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") else { return text }
        var result: [UInt8] = []
        var escaped = false
        for byte in bytes[1..<(bytes.count - 1)] {
            if !escaped && byte == UInt8(ascii: "\\") {
                escaped = true
            } else {
                result.append(byte)
                escaped = false
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
