/// Paths and queries of the portal, from parts that may hold anything.
package enum PortalPath {
    /// `/portal/catalogue/10.5281%2Fzenodo.1`: each part escaped.
    package static func of(_ parts: String...) -> String {
        "/portal" + parts.map { "/" + escaped($0) }.joined()
    }

    /// `?words=a%20b`, without what is empty; empty when all are.
    package static func query(_ items: [(name: String, value: String)]) -> String {
        let filled = items.filter { !$0.value.isEmpty }.map { escaped($0.name) + "=" + escaped($0.value) }
        return filled.isEmpty ? "" : "?" + filled.joined(separator: "&")
    }

    /// As it stands in a path or a query. Source: RFC 3986, section 2.
    package static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var escaped: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: escaped.append(byte)
            default: escaped += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
