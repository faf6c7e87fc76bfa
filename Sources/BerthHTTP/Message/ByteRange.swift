/// The part of a body that a `Range` field asks for. Source: RFC 9110 §14.1.2.
package enum ByteRange: Sendable, Hashable {
    /// The field is not understood or asks for several parts: the whole body is the answer.
    case whole
    /// Half-open, inside the body, not empty.
    case part(Range<Int>)
    /// Nothing of what is asked is there: 416.
    case none

    /// Reads `bytes=0-99`, `bytes=100-`, `bytes=-50`.
    package init(reading text: String, length: Int) {
        self = .whole
        let unit = "bytes="
        guard HTTPText.lowercased(text.prefix(unit.count)) == unit else { return }
        let parts = text.dropFirst(unit.count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, !text.contains(",") else { return }
        let first = HTTPText.trim(parts[0])
        let last = HTTPText.trim(parts[1])
        if first.isEmpty {
            guard let count = Self.number(last) else { return }
            if count == 0 {
                self = .none
            } else if length > 0 {
                self = .part(max(0, length - count)..<length)
            }
            return
        }
        guard let start = Self.number(first) else { return }
        var end = length
        if !last.isEmpty {
            guard let place = Self.number(last), place >= start else { return }
            end = min(length, place == Int.max ? place : place + 1)
        }
        self = start < length ? .part(start..<end) : .none
    }

    /// Digits only; more than fits is the largest number.
    private static func number(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return Int(text) ?? Int.max
    }
}
