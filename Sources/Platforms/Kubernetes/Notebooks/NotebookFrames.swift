import BerthDocument
import BerthHTTP
import BerthModel
import BerthTasks

/// Takes the result of a notebook out of the output of its pod: lines that begin with the mark of the session, each
/// with a letter and bytes in base64. `O` is a piece of how it ended, `R` one of the result, `E` says that all has
/// come.
struct NotebookFrames: Sendable {
    private let needle: [UInt8]
    private let mostBytes: Int
    /// What may be the begin of a mark, or is that of a line with one.
    private var held: [UInt8] = []
    private var isFrame = false
    private(set) var outcome: [UInt8]?
    private(set) var result: [UInt8] = []
    /// Whether everything has come as it was sent.
    private(set) var isWhole = false
    private var isBroken = false

    /// The runner sends none that are longer.
    private static let longest = 4096

    /// - Parameter mostBytes: of the result.
    init(_ session: UUID, mostBytes: Int64) {
        needle = Array(("\n" + NotebookFrames.mark(session)).utf8)
        self.mostBytes = Int(clamping: mostBytes)
    }

    static func mark(_ session: UUID) -> String { "berth-\(session):" }

    /// What of the next bytes the notebook wrote itself, as far as that is sure.
    mutating func written(_ bytes: [UInt8]) -> [UInt8] {
        held += bytes
        var text: [UInt8] = []
        while true {
            if isFrame {
                guard let end = held.firstIndex(of: 10) else {
                    if held.count > NotebookFrames.longest { isBroken = true }
                    return text
                }
                take(held[..<end])
                isFrame = false
                // The end of a line may begin the next mark; after the last one it is nobody's.
                held.removeSubrange(..<(isWhole ? end + 1 : end))
            }
            guard let begin = mark(&text) else { return text }
            held.removeSubrange(..<begin)
            isFrame = true
        }
    }

    /// What was held back and is no mark.
    var rest: [UInt8] { isFrame ? [] : held }

    /// Moves what comes before the next mark to the text.
    ///
    /// - Returns: where what is marked begins; `nil` when there is no mark yet.
    private mutating func mark(_ text: inout [UInt8]) -> Int? {
        var place = 0
        while let line = held[place...].firstIndex(of: 10) {
            let rest = held[line...]
            if rest.starts(with: needle) {
                text += held[..<line]
                return line + needle.count
            }
            if rest.count < needle.count && needle.starts(with: rest) {
                text += held[..<line]
                held.removeSubrange(..<line)
                return nil
            }
            place = line + 1
        }
        text += held
        held = []
        return nil
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        guard let kind = line.first, let bytes = Base64.decoded(String(decoding: line.dropFirst(), as: UTF8.self))
        else {
            isBroken = true
            return
        }
        switch kind {
        case UInt8(ascii: "O"):
            if (outcome?.count ?? 0) + bytes.count > NotebookOutcome.maximumBytes { isBroken = true }
            if !isBroken { outcome = (outcome ?? []) + bytes }
        case UInt8(ascii: "R"):
            if result.count + bytes.count > mostBytes { isBroken = true }
            if !isBroken { result += bytes }
        case UInt8(ascii: "E"): isWhole = !isBroken && outcome != nil
        default: isBroken = true
        }
    }
}
