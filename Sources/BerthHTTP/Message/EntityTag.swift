/// Tags that name one state of a resource. Source: RFC 9110 §8.8.3 and §13.1.
package enum EntityTag {
    /// Whether `If-None-Match` names the tag (weak comparison), so that 304 is the answer.
    package static func matches(_ headers: HTTPHeaders, _ tag: String) -> Bool {
        headers.list("If-None-Match").contains { $0 == "*" || opaque($0) == opaque(tag) }
    }

    /// Whether `If-Match` allows a change of the resource with that tag (strong comparison); true without the field.
    package static func allowsChange(_ headers: HTTPHeaders, _ tag: String) -> Bool {
        let members = headers.list("If-Match")
        return members.isEmpty || members.contains { $0 == "*" || ($0 == tag && !tag.hasPrefix("W/")) }
    }

    /// A strong tag for some bytes: their length and their 64-bit FNV-1a sum.
    package static func of(_ bytes: [UInt8]) -> String {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "\"\(String(bytes.count, radix: 16))-\(String(sum, radix: 16))\""
    }

    private static func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
}
