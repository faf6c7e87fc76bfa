/// Something that breaks a rule: where, what, and what to do about it.
struct Finding: Hashable, CustomStringConvertible {
    var path: String
    var line: Int
    var text: String

    init(_ path: String, _ line: Int, _ text: String) {
        self.path = path
        self.line = line
        self.text = text
    }

    var description: String { "\(path):\(line): \(text)" }
}

extension [Finding] {
    /// All of them for the message of one expectation, a line each.
    var report: String { "\n" + map(\.description).sorted().joined(separator: "\n") }
}
