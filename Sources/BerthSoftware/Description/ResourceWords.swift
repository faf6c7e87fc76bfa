/// Amounts that people write as text: "2GB", ">= 16 GiB of RAM", "8-16 GB", "4 cores".
enum ResourceWords {
    /// The least and the most of something; nil where the text says nothing about it.
    struct Amount: Sendable, Hashable {
        var min: Int64?
        var max: Int64?
    }

    /// Bytes of one unit, in lower case. Letters alone are what people write for decimal units.
    private static let units: [String: Int64] = [
        "b": 1, "byte": 1, "bytes": 1, "k": 1000, "kb": 1000, "ko": 1000, "kib": 1 << 10, "m": 1_000_000,
        "mb": 1_000_000, "mo": 1_000_000, "mib": 1 << 20, "g": 1_000_000_000, "gb": 1_000_000_000,
        "go": 1_000_000_000, "gib": 1 << 30, "t": 1_000_000_000_000, "tb": 1_000_000_000_000,
        "to": 1_000_000_000_000, "tib": 1 << 40, "pb": 1_000_000_000_000_000, "pib": 1 << 50,
    ]
    static let gibibyte: Int64 = 1 << 30

    /// Bytes of a unit as it is written in codemeta+.
    static func bytes(ofUnit unit: String) -> Int64? { units[unit.lowercased()] }

    /// Bytes; nil for a text without a number and a unit.
    static func bytes(in text: String) -> Amount? {
        let tokens = tokens(of: text)
        var found: [Int64] = []
        var waiting: [Double] = []
        for token in tokens {
            switch token {
            case .number(let number): waiting.append(number)
            case .word(let word):
                guard let unit = units[word] else { continue }
                // In "8-16 GB" the unit is that of both.
                for number in waiting {
                    let bytes = (number * Double(unit)).rounded(.up)
                    if bytes >= 1, bytes < 1e18 { found.append(Int64(bytes)) }
                }
                waiting = []
            }
        }
        return amount(found, in: text)
    }

    /// Cores of a processor; a number alone counts.
    static func cores(in text: String) -> Amount? {
        let tokens = tokens(of: text)
        let words: [String] = tokens.compactMap { if case .word(let word) = $0 { word } else { nil } }
        let numbers: [Int64] = tokens.compactMap {
            if case .number(let number) = $0, number >= 1, number < 100_000 { Int64(number.rounded(.up)) } else { nil }
        }
        let names = ["core", "cores", "cpu", "cpus", "vcpu", "vcpus", "processor", "processors", "threads"]
        guard words.isEmpty || words.contains(where: { names.contains($0) }) else { return nil }
        return amount(numbers, in: text)
    }

    /// The architecture of a processor, as images name it.
    static func architecture(in text: String) -> String? {
        let text = text.lowercased()
        if ["x86_64", "x86-64", "amd64", "x64"].contains(where: { text.contains($0) }) { return "amd64" }
        return ["aarch64", "arm64"].contains { text.contains($0) } ? "arm64" : nil
    }

    private static func amount(_ found: [Int64], in text: String) -> Amount? {
        guard let first = found.first else { return nil }
        if found.count > 1, let last = found.last, last > first { return Amount(min: first, max: last) }
        let word = text.lowercased()
        let isMost = ["<", "≤", "max", "at most", "up to"].contains { word.contains($0) }
        return isMost ? Amount(min: nil, max: first) : Amount(min: first, max: nil)
    }

    /// Whole units: what is needed is rounded up, what is wanted at most down.
    static func gibibytes(_ amount: Amount) -> Amount {
        let min = amount.min.map { Swift.max(1, ($0 + gibibyte - 1) / gibibyte) }
        let max = amount.max.map { Swift.max(min ?? 1, $0 / gibibyte) }
        return Amount(min: min, max: max)
    }

    private enum Token { case number(Double), word(String) }

    private static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var rest = text.prefix(200)[...]
        while let first = rest.first {
            if first.isASCII && first.isNumber {
                let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }
                rest = rest.dropFirst(digits.count)
                let trimmed = digits.last.map { $0 == "." || $0 == "," } == true ? digits.dropLast() : digits
                if let number = Double(trimmed.map { $0 == "," ? "." : String($0) }.joined()) {
                    tokens.append(.number(number))
                }
            } else if first.isLetter {
                // "x86_64" is a word, and no number of anything.
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                rest = rest.dropFirst(word.count)
                tokens.append(.word(word.lowercased()))
            } else {
                rest = rest.dropFirst()
            }
        }
        return tokens
    }
}
