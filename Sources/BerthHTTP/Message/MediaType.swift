/// A media type such as `application/json; charset=utf-8`. Source: RFC 9110 §8.3.1.
package struct MediaType: Sendable, Hashable, CustomStringConvertible {
    /// Both in lower case.
    package var type: String
    package var subtype: String
    /// Names in lower case, values as they are.
    package var parameters: [String: String]

    package init(_ type: String, _ subtype: String, _ parameters: [String: String] = [:]) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// Reads the value of a Content-Type field; nil when it is none.
    package init?(reading text: String) {
        let parts = HTTPText.split(text, at: UInt8(ascii: ";"))
        guard HTTPText.trim(text).first != ";", let essence = parts.first, let slash = essence.firstIndex(of: "/")
        else { return nil }
        let type = HTTPText.lowercased(essence[..<slash])
        let subtype = HTTPText.lowercased(essence[essence.index(after: slash)...])
        guard HTTPText.isToken(type), HTTPText.isToken(subtype) else { return nil }
        var parameters: [String: String] = [:]
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: "=") else { return nil }
            let name = HTTPText.lowercased(HTTPText.trim(part[..<equals]))
            guard HTTPText.isToken(name), parameters[name] == nil else { return nil }
            parameters[name] = HTTPText.unquoted(HTTPText.trim(part[part.index(after: equals)...]))
        }
        self.init(type, subtype, parameters)
    }

    /// `application/json`, without parameters.
    package var essence: String { "\(type)/\(subtype)" }

    /// The part after the last plus sign: `json` of `application/problem+json`.
    package var suffix: String? {
        subtype.lastIndex(of: "+").map { String(subtype[subtype.index(after: $0)...]) }
    }

    package var description: String {
        parameters.sorted { $0.key < $1.key }.reduce(essence) { "\($0); \($1.key)=\(HTTPText.quoted($1.value))" }
    }
}
