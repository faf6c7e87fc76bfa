/// The preferences of a client: members of a list with a weight from 0 to 1. Source: RFC 9110 §12.4.2 and §12.5.
package enum Accept {
    /// One member: its value in lower case without parameters, its parameters, and its weight in thousandths.
    package struct Member: Sendable, Hashable {
        package var value: String
        package var parameters: [String: String]
        package var weight: Int
    }

    /// The members in order; one that cannot be read is left out.
    package static func members(_ headers: HTTPHeaders, _ name: String) -> [Member] {
        headers.list(name).compactMap { text in
            let parts = HTTPText.split(text, at: UInt8(ascii: ";"))
            guard let value = parts.first else { return nil }
            var member = Member(value: HTTPText.lowercased(value), parameters: [:], weight: 1_000)
            for part in parts.dropFirst() {
                guard let equals = part.firstIndex(of: "=") else { continue }
                let name = HTTPText.lowercased(HTTPText.trim(part[..<equals]))
                let value = HTTPText.unquoted(HTTPText.trim(part[part.index(after: equals)...]))
                if name == "q" {
                    guard let weight = weight(value) else { return nil }
                    member.weight = weight
                    break
                }
                member.parameters[name] = value
            }
            return member
        }
    }

    /// `0`, `0.5`, `1.000` in thousandths; nil for anything else.
    static func weight(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, first == 48 || first == 49, bytes.count <= 5 else { return nil }
        var weight = Int(first - 48) * 1_000
        guard bytes.count > 1 else { return weight }
        guard bytes[1] == UInt8(ascii: ".") else { return nil }
        var step = 100
        for byte in bytes[2...] {
            guard byte >= 48 && byte <= 57 else { return nil }
            weight += Int(byte - 48) * step
            step /= 10
        }
        return weight <= 1_000 ? weight : nil
    }

    /// The offered media type that the client likes best; among equals the first offered; nil when it takes none (406).
    /// Without an Accept field the first.
    package static func best(of offered: [MediaType], _ headers: HTTPHeaders) -> MediaType? {
        guard headers["Accept"] != nil else { return offered.first }
        let members = members(headers, "Accept")
        if members.isEmpty { return offered.first }
        var best: (type: MediaType, weight: Int)?
        for type in offered {
            let weight = weight(of: type, in: members)
            if weight > (best?.weight ?? 0) { best = (type, weight) }
        }
        return best?.type
    }

    /// The weight of the most specific member that fits; 0 when none does.
    private static func weight(of type: MediaType, in members: [Member]) -> Int {
        var found: (specificity: Int, weight: Int) = (-1, 0)
        for member in members {
            let specificity: Int
            if member.value == type.essence {
                guard member.parameters.allSatisfy({ type.parameters[$0.key] == $0.value || $0.key == "charset" })
                else { continue }
                specificity = 2 + member.parameters.count
            } else if member.value == "\(type.type)/*" {
                specificity = 1
            } else if member.value == "*/*" || member.value == "*" {
                specificity = 0
            } else {
                continue
            }
            if specificity > found.specificity { found = (specificity, member.weight) }
        }
        return found.weight
    }

    /// Whether an answer may be sent in that coding. Source: RFC 9110 §12.5.3.
    package static func takes(coding: String, _ headers: HTTPHeaders) -> Bool {
        let members = members(headers, "Accept-Encoding")
        let named = members.first { $0.value == coding || $0.value == "x-\(coding)" }
        return (named ?? members.first { $0.value == "*" })?.weight ?? 0 > 0
    }
}
