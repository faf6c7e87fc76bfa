/// Bytes as they come, lines as they are whole.
struct LineBuffer {
    /// Bytes of a line, without its end.
    let limit: Int
    private var rest: [UInt8] = []
    /// How much of the rest has been looked through.
    private var searched = 0

    init(limit: Int) { self.limit = limit }

    /// - Returns: the lines that are whole now; nil when one is longer than it may be, after which no more is taken.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [[UInt8]]? {
        rest += bytes
        var lines: [[UInt8]] = []
        var begin = 0
        while let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
            if end - begin > limit { return nil }
            lines.append(Array(rest[begin..<end]))
            begin = end + 1
            searched = begin
        }
        rest.removeFirst(begin)
        searched = rest.count
        return rest.count > limit ? nil : lines
    }
}
