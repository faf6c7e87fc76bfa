import BerthHTTP
import BerthModel
import BerthPlatform
import CZLib

/// One thing that `MachineProgram` tells on the console of its machine.
enum ConsoleFrame: Sendable, Hashable {
    case begin
    /// Bytes of an output, from an offset on.
    case piece(LogStream, Int64, [UInt8])
    case end(MachineEnd)

    /// Everything that is told in a text of a console, in its order. Lines of others, those that are cut or have
    /// something of others in the middle, and those of other machines are left out.
    static func all(in console: String, of session: UUID) -> [ConsoleFrame] {
        let begin = "BERTH \(session) "
        return console.utf8.split(whereSeparator: { $0 == 10 || $0 == 13 }).compactMap { line in
            // Somebody else's line may not have ended.
            guard let place = String(line)?.firstRange(of: begin), let text = String(line) else { return nil }
            return ConsoleFrame(text[place.lowerBound...])
        }
    }

    /// - Parameter line: from its first word on.
    init?(_ line: Substring) {
        var words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 4, let last = words.popLast(), last.utf8.count == 8,
            let checksum = UInt32(last, radix: 16),
            checksum == ConsoleFrame.checksum(line.utf8.dropLast(9))
        else { return nil }
        switch (words[2], words.count) {
        case ("begin", 4): self = .begin
        case ("o", 5), ("e", 5):
            guard let offset = Int64(words[3]), offset >= 0, let bytes = Base64.decoded(words[4]) else { return nil }
            self = .piece(words[2] == "o" ? .stdout : .stderr, offset, bytes)
        case ("end", 7):
            guard let code = Int64(words[3]), let out = Int64(words[5]), let errors = Int64(words[6]) else {
                return nil
            }
            self = .end(.exited(code, isOverTime: words[4] == "time", outBytes: out, errorBytes: errors))
        case ("fail", 4): self = .end(.failed(String(decoding: Base64.decoded(words[3]) ?? [], as: UTF8.self)))
        default: return nil
        }
    }

    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let bytes = Array(bytes)
        return UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
    }
}
