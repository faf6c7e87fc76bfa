/// What a request line asks for: the segments of the path and the items of the query, both decoded.
/// Source: RFC 9112 §3.2, RFC 3986 §2.1 and §3.3.
package struct RequestTarget: Sendable, Hashable {
    /// One part of a query, `name=value`; a part without an equals sign has an empty value.
    package struct QueryItem: Sendable, Hashable {
        package var name: String
        package var value: String
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Why a target is not read; each becomes a 400.
    package enum Fault: Error, Sendable, Hashable, CaseIterable {
        case form
        case percentEncoding
        case text
        case nul
        case dots

        /// What is wrong, for a person.
        package var message: String {
            switch self {
            case .form: "the request target is neither a path that starts with / nor an absolute http address"
            case .percentEncoding: "a percent sign in the request target is not followed by two hexadecimal digits"
            case .text: "the decoded request target is not UTF-8"
            case .nul: "the decoded request target holds a NUL or control character"
            case .dots: "the path holds a segment . or .."
            }
        }
    }

    /// The decoded segments; `/` has none, a final slash makes a last empty one.
    package var segments: [String]
    package var query: [QueryItem]

    package init(segments: [String], query: [QueryItem] = []) {
        self.segments = segments
        self.query = query
    }

    /// Reads a request target in origin form, absolute form or `*`.
    package init(reading raw: some Collection<UInt8>) throws(Fault) {
        var bytes = Array(raw)[...]
        if let hash = bytes.firstIndex(of: UInt8(ascii: "#")) { bytes = bytes[..<hash] }
        if bytes.elementsEqual([UInt8(ascii: "*")]) {
            self.init(segments: ["*"])
            return
        }
        if bytes.first != UInt8(ascii: "/") { bytes = try Self.withoutAuthority(bytes) }
        let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
        self.init(
            segments: try Self.segments(bytes[..<mark]),
            query: mark < bytes.endIndex ? try Self.items(bytes[(mark + 1)...]) : [])
    }

    /// The fields of a form or a query. Source: URL Living Standard, section 5.1.
    package static func items(reading form: [UInt8]) throws(Fault) -> [QueryItem] { try items(form[...]) }

    /// The path and query of `http://host/path?query`; a path is there always.
    private static func withoutAuthority(_ bytes: ArraySlice<UInt8>) throws(Fault) -> ArraySlice<UInt8> {
        for scheme in ["http://", "https://"] where bytes.count > scheme.utf8.count {
            let head = bytes.prefix(scheme.utf8.count).map(HTTPHeaders.lower)
            guard head.elementsEqual(scheme.utf8) else { continue }
            let rest = bytes.dropFirst(scheme.utf8.count)
            guard
                let end = rest.firstIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") })
            else { return [UInt8(ascii: "/")] }
            guard end > rest.startIndex else { break }
            return rest[end] == UInt8(ascii: "/") ? rest[end...] : [UInt8(ascii: "/")] + rest[end...]
        }
        throw .form
    }

    private static func segments(_ path: ArraySlice<UInt8>) throws(Fault) -> [String] {
        guard path.first == UInt8(ascii: "/") else { throw .form }
        if path.count == 1 { return [] }
        var segments: [String] = []
        var start = path.startIndex + 1
        for place in path[start...].indices where path[place] == UInt8(ascii: "/") {
            segments.append(try segment(path[start..<place]))
            start = place + 1
        }
        segments.append(try segment(path[start...]))
        return segments
    }

    private static func segment(_ bytes: ArraySlice<UInt8>) throws(Fault) -> String {
        let text = try decode(bytes, plusIsBlank: false)
        // Encoded slashes, of either kind, must not lead a reader of the joined path upwards.
        let parts = text.utf8.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\")
        }
        if parts.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) { throw .dots }
        return text
    }

    private static func items(_ query: ArraySlice<UInt8>) throws(Fault) -> [QueryItem] {
        var items: [QueryItem] = []
        for part in query.split(separator: UInt8(ascii: "&")) {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = try decode(part[..<equals], plusIsBlank: true)
            let value = equals < part.endIndex ? try decode(part[(equals + 1)...], plusIsBlank: true) : ""
            items.append(QueryItem(name, value))
        }
        return items
    }

    private static func decode(_ bytes: ArraySlice<UInt8>, plusIsBlank: Bool) throws(Fault) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var place = bytes.startIndex
        while place < bytes.endIndex {
            var byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "%") {
                guard place + 1 < bytes.endIndex, let high = hex(bytes[place]), let low = hex(bytes[place + 1])
                else { throw .percentEncoding }
                byte = high << 4 | low
                place += 2
            } else if byte == UInt8(ascii: "+") && plusIsBlank {
                byte = 32
            }
            // Line breaks and tabs are ordinary in a query's text but have no place in a path.
            if byte == 0 || (!plusIsBlank && (byte < 32 || byte == 127)) { throw .nul }
            decoded.append(byte)
        }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw .text }
        return text
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
