import BerthDocument
import BerthModel
import BerthPlatform

extension Question {
    /// A short text by which the same question is known again, whatever its identifiers are.
    ///
    /// It tells a few dozen questions of one request apart and keeps nobody out.
    var print: String {
        let members = DocumentMembers(writing: [
            "executable": executable, "compute": compute, "storage": storage, "data": data, "costs": costs,
            "metrics": metrics, "window": window, "duration": duration,
        ])
        // A number that is not finite cannot be written; then all such questions count as one.
        let text = (try? Document.map(members).written(as: .json)) ?? []
        var print: UInt64 = 0xCBF2_9CE4_8422_2325
        Self.renumbered(text) { byte in
            // Source: FNV-1a, 64 bits.
            print = (print ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        let digits = String(print, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The same for a question that is asked as if somebody were in more groups.
    ///
    /// - Parameter groups: of who asks in fact.
    func print(beside groups: [String]) -> String {
        ([print] + asker.groups.filter { !groups.contains($0) }).joined(separator: "+")
    }

    /// The bytes with each identifier replaced by its number in the order of appearance.
    private static func renumbered(_ text: [UInt8], _ take: (UInt8) -> Void) {
        var known: [ArraySlice<UInt8>: UInt8] = [:]
        var place = 0
        while place < text.count {
            let end = place + identifierLength
            if end <= text.count, isIdentifier(text[place..<end]) {
                let number = known[text[place..<end]] ?? UInt8(truncatingIfNeeded: known.count)
                known[text[place..<end]] = number
                take(0)
                take(number)
                place = end
            } else {
                take(text[place])
                place += 1
            }
        }
    }

    private static let identifierLength = 36

    private static func isIdentifier(_ bytes: ArraySlice<UInt8>) -> Bool {
        for (offset, byte) in bytes.enumerated() {
            switch offset {
            case 8, 13, 18, 23: if byte != UInt8(ascii: "-") { return false }
            default:
                let isDigit = (48...57).contains(byte) || (97...102).contains(byte | 0x20)
                if !isDigit { return false }
            }
        }
        return true
    }
}
