/// Text in lines that fit.
enum WrappedText {
    /// Breaks at blanks. A word that is longer than a line has one of its own.
    static func lines(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > columns {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? word : " \(word)"
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    /// Terms with what they mean beside them.
    static func list(_ items: [(term: String, meaning: String)], columns: Int, longestTerm: Int = 24) -> [String] {
        let width = min(longestTerm, items.map(\.term.count).max() ?? 0)
        var lines: [String] = []
        for item in items {
            let meaning = Self.lines(item.meaning, columns: max(20, columns - width - 4))
            let first = item.term.count > width ? nil : meaning.first
            lines.append("  " + (first.map { padded(item.term, width) + "  " + $0 } ?? item.term))
            for line in first == nil ? meaning[...] : meaning.dropFirst() {
                lines.append(String(repeating: " ", count: width + 4) + line)
            }
        }
        return lines
    }

    static func padded(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - text.count))
    }
}
