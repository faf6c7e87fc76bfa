/// Replaces comments and texts of Swift by spaces, so that words and marks in them are not taken for code.
struct SwiftEraser {
    private var bytes: [UInt8]
    private var place = 0

    /// The same number of lines, each as long as before.
    static func erased(_ bytes: [UInt8]) -> [UInt8] {
        var eraser = SwiftEraser(bytes: bytes)
        while eraser.place < bytes.count {
            if !eraser.skipComment(), !eraser.skipText() { eraser.place += 1 }
        }
        return eraser.bytes
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func isAt(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard place + count <= bytes.count else { return false }
        return (0..<count).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
    }

    private mutating func erase(_ count: Int) {
        let end = min(place + count, bytes.count)
        for index in place..<end where bytes[index] != UInt8(ascii: "\n") { bytes[index] = UInt8(ascii: " ") }
        place = end
    }

    private mutating func skipComment() -> Bool {
        if isAt("//") {
            while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { erase(1) }
            return true
        }
        guard isAt("/*") else { return false }
        var depth = 0
        repeat {
            if isAt("/*") {
                depth += 1
                erase(2)
            } else if isAt("*/") {
                depth -= 1
                erase(2)
            } else {
                erase(1)
            }
        } while depth > 0 && place < bytes.count
        return true
    }

    /// A text in any of its forms; what is between `\(` and `)` goes with it.
    private mutating func skipText() -> Bool {
        var hashes = 0
        while place + hashes < bytes.count, bytes[place + hashes] == UInt8(ascii: "#") { hashes += 1 }
        guard place + hashes < bytes.count, bytes[place + hashes] == UInt8(ascii: "\"") else { return false }
        erase(hashes)
        // Three quotes begin a text of several lines only at the end of a line; `#""""#` is a quote in quotes.
        let quotes = isAt("\"\"\"\n") ? 3 : 1
        erase(quotes)
        while place < bytes.count, !closes(quotes, hashes) {
            if quotes == 1, bytes[place] == UInt8(ascii: "\n") { return true }
            if escapes(hashes) {
                erase(1 + hashes)
                if place < bytes.count, bytes[place] == UInt8(ascii: "(") { skipInterpolation() } else { erase(1) }
            } else {
                erase(1)
            }
        }
        erase(quotes + hashes)
        return true
    }

    private func closes(_ quotes: Int, _ hashes: Int) -> Bool {
        guard place + quotes + hashes <= bytes.count else { return false }
        return (0..<quotes).allSatisfy { bytes[place + $0] == UInt8(ascii: "\"") }
            && (0..<hashes).allSatisfy { bytes[place + quotes + $0] == UInt8(ascii: "#") }
    }

    private func escapes(_ hashes: Int) -> Bool {
        guard bytes[place] == UInt8(ascii: "\\"), place + hashes < bytes.count else { return false }
        return (0..<hashes).allSatisfy { bytes[place + 1 + $0] == UInt8(ascii: "#") }
    }

    private mutating func skipInterpolation() {
        var depth = 0
        repeat {
            if skipText() { continue }
            if bytes[place] == UInt8(ascii: "(") { depth += 1 }
            if bytes[place] == UInt8(ascii: ")") { depth -= 1 }
            erase(1)
        } while depth > 0 && place < bytes.count
    }
}
