/// Checks and readings of an `http` or `https` URL. Source: RFC 3986 §3.
package enum DataURL {
    /// Bytes of the longest URL that is used.
    package static let maximumBytes = 8192
    /// Bytes of the longest file name that is derived.
    static let maximumNameBytes = 200

    /// The scheme in lower case, `nil` when the text has none.
    package static func scheme(of text: String) -> String? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = text[..<colon]
        guard let first = scheme.utf8.first, isLetter(first),
            scheme.utf8.allSatisfy({ isLetter($0) || (48...57).contains($0) || [43, 45, 46].contains($0) })
        else { return nil }
        return scheme.lowercased()
    }

    /// Why a text cannot be fetched from, `nil` when it can be tried.
    package static func fault(of text: String) -> String? {
        guard let scheme = scheme(of: text) else { return "it does not begin with http:// or https://" }
        guard scheme == "http" || scheme == "https" else {
            return "\(scheme) is not a protocol that data can be fetched with here; http and https are"
        }
        if text.utf8.count > maximumBytes { return "it is longer than \(maximumBytes) bytes" }
        if text.utf8.contains(where: { $0 <= 32 || $0 == 127 }) { return "it holds a blank or a control character" }
        guard text.dropFirst(scheme.count).hasPrefix("://"), !host(of: text).isEmpty else {
            return "it names no host"
        }
        return nil
    }

    /// The host without user and port.
    package static func host(of text: String) -> String {
        let authority = parts(of: text).authority
        let place = authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex
        let hostAndPort = authority[place...]
        if hostAndPort.hasPrefix("["), let close = hostAndPort.firstIndex(of: "]") {
            return String(hostAndPort[hostAndPort.index(after: hostAndPort.startIndex)..<close])
        }
        return String(hostAndPort.prefix { $0 != ":" })
    }

    /// The URL without user, password, query and fragment: what may stand in messages and logs.
    package static func withoutSecrets(_ text: String) -> String {
        let (head, authority, path) = parts(of: text)
        let place = authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex
        return String(head + authority[place...] + path)
    }

    /// A name for the file: the last segment of the path, without what means something to a file system or shell.
    package static func fileName(of text: String) -> String {
        let path = parts(of: text).path
        let segment = path.split(separator: "/").last ?? ""
        return safeName(decoded(segment))
    }

    /// Letters, digits and `.`, `_`, `-`, `+`, `=`, `@` stay, others become `_`; never empty, hidden or special.
    package static func safeName(_ bytes: [UInt8]) -> String {
        var name = bytes.prefix(maximumNameBytes).map { byte -> UInt8 in
            isLetter(byte) || (48...57).contains(byte) || "._-+=@".utf8.contains(byte) ? byte : UInt8(ascii: "_")
        }
        if name.isEmpty { return "data" }
        if name[0] == UInt8(ascii: ".") || name[0] == UInt8(ascii: "-") { name[0] = UInt8(ascii: "_") }
        return String(decoding: name, as: UTF8.self)
    }

    /// The text with everything encoded that has a meaning in a URL; slashes stay.
    package static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isLetter(byte) || (48...57).contains(byte) || "-._~/".utf8.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func parts(of text: String) -> (head: Substring, authority: Substring, path: Substring) {
        var rest = text[...]
        var head = text[..<text.startIndex]
        if let scheme = scheme(of: text), rest.dropFirst(scheme.count).hasPrefix("://") {
            head = rest.prefix(scheme.count + 3)
            rest = rest.dropFirst(scheme.count + 3)
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let path = rest.dropFirst(authority.count).prefix { $0 != "?" && $0 != "#" }
        return (head, authority, path)
    }

    private static func decoded(_ segment: Substring) -> [UInt8] {
        var decoded: [UInt8] = []
        var bytes = Array(segment.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "%"), bytes.count >= 2,
                let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
            {
                decoded.append(value)
                bytes = bytes.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte)
    }
}
