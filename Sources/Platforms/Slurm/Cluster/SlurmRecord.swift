/// One line of `scontrol show … -o`: names and values. Source: scontrol(1), *--oneliner*.
struct SlurmRecord: Sendable, Hashable {
    private var fields: [String: String] = [:]

    /// The records of an output, in its order; lines without a field are none.
    static func all(in text: String) -> [SlurmRecord] {
        text.split(separator: "\n").map { SlurmRecord($0) }.filter { !$0.fields.isEmpty }
    }

    /// Values may have blanks, so a word without `Name=` belongs to the value before it. Of a name that stands twice
    /// the first counts: what people may write, such as a reason, stands behind what Slurm writes itself.
    init(_ line: some StringProtocol) {
        var name: String?
        var value = ""
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if let equal = word.firstIndex(of: "="), SlurmRecord.isName(word[..<equal]) {
                keep(name, value)
                name = String(word[..<equal])
                value = String(word[word.index(after: equal)...])
            } else if name != nil {
                value += " " + word
            }
        }
        keep(name, value)
    }

    private mutating func keep(_ name: String?, _ value: String) {
        guard let name, fields[name] == nil else { return }
        fields[name] = String(value.reversed().drop { $0 == " " }.reversed())
    }

    private static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, (65...90).contains(first) else { return false }
        return text.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || ":/_-".utf8.contains($0)
        }
    }

    /// The value of a name; `nil` where Slurm says that there is none.
    subscript(name: String) -> String? {
        guard let value = fields[name], !SlurmRecord.nothing.contains(value) else { return nil }
        return value
    }

    func number(_ name: String) -> Int64? { self[name].flatMap { Int64($0) } }

    private static let nothing: Set<String> = ["", "(null)", "N/A", "n/a", "NONE", "None", "Unknown"]
}
