/// Where the program writes to, and what can be shown there.
struct Console: Sendable {
    enum Stream: Sendable, Hashable { case output, error }

    /// What a terminal can be told to do.
    enum Ink: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    /// Writes bytes; nothing is kept back.
    var write: @Sendable (Stream, [UInt8]) -> Void
    var outputIsTerminal = false
    var errorIsTerminal = false
    /// Columns of the terminal; nil where lines may have any length.
    var columns: Int?
    var outputHasColor = false
    var errorHasColor = false
    /// Nothing is said that was not asked for.
    var isQuiet = false

    /// What was asked for.
    func print(_ text: String) { write(.output, Array((text + "\n").utf8)) }

    func print(_ lines: [String]) {
        if !lines.isEmpty { print(lines.joined(separator: "\n")) }
    }

    /// What somebody may want to know besides.
    func note(_ text: String) {
        if !isQuiet { write(.error, Array((text + "\n").utf8)) }
    }

    /// What went wrong; said also when quiet.
    func complain(_ text: String) { write(.error, Array("\(ink(.red, "berth:", on: .error)) \(text)\n".utf8)) }

    func ink(_ ink: Ink, _ text: String, on stream: Stream = .output) -> String {
        let hasColor = stream == .output ? outputHasColor : errorHasColor
        return hasColor ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension String {
    /// The text without what a terminal would take for a command: it comes from another machine.
    var printable: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        var shown = UnicodeScalarView()
        for scalar in unicodeScalars {
            let isCommand = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            // The marks that turn the direction of what follows.
            let turns = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            shown.append(scalar == "\n" || scalar == "\t" ? " " : isCommand || turns ? "\u{FFFD}" : scalar)
        }
        return String(shown)
    }
}
