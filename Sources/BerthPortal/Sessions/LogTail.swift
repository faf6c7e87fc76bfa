/// The end of what a task writes, as much as a page shows of it.
struct LogTail: Sendable, Hashable {
    /// Bytes of an output that a page shows.
    static let limitBytes = 64 << 10

    /// Maybe more than the limit: what is too old goes in large pieces.
    private var bytes: [UInt8] = []
    /// Bytes that the task has written so far.
    private(set) var count = 0
    /// Nothing more will come.
    var isEnd = false
    /// Why it cannot be read any further.
    var problem: String?

    mutating func append(_ new: [UInt8]) {
        count += new.count
        bytes += new.suffix(Self.limitBytes)
        if bytes.count > 2 * Self.limitBytes { bytes.removeFirst(bytes.count - Self.limitBytes) }
    }

    /// What was written after a place.
    struct Piece: Sendable, Hashable {
        var text: String
        /// Something before it is not in it any more.
        var isCut: Bool
        /// Where the next piece begins.
        var end: Int
    }

    /// Whole characters; one of which only a part has come waits for the rest.
    func piece(after place: Int) -> Piece {
        let first = max(place, count - min(bytes.count, Self.limitBytes))
        var part = bytes.suffix(max(0, count - first))
        let isCut = first > place
        if isCut {
            // Not in the middle of a character.
            while let byte = part.first, byte & 0xC0 == 0x80, part.count > 1 { part = part.dropFirst() }
        }
        let rest = isEnd ? 0 : Self.unfinished(part)
        return Piece(text: String(decoding: part.dropLast(rest), as: UTF8.self), isCut: isCut, end: count - rest)
    }

    /// How many bytes at the end begin a character that is not whole. Source: RFC 3629, section 3.
    private static func unfinished(_ bytes: ArraySlice<UInt8>) -> Int {
        for (place, byte) in bytes.reversed().prefix(3).enumerated() {
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > place + 1 ? place + 1 : 0
        }
        return 0
    }
}
