/// A generic resource: GPUs and others that are counted. Source: gres.conf(5).
struct SlurmGres: Sendable, Hashable {
    /// `gpu`.
    var name: String
    /// `a100`, where there is one.
    var type: String?
    var count: Int64

    /// Reads `gpu:a100:2(S:0-1),shard:8,gpu`; what cannot be read is left out.
    static func all(in text: String) -> [SlurmGres] {
        // Sockets stand in parentheses, with commas of their own.
        var plain = ""
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if depth == 0 { plain.append(character) }
            if character == ")" { depth -= 1 }
        }
        return plain.split(separator: ",").compactMap { item in
            let words = item.split(separator: ":").map(String.init)
            switch words.count {
            case 1: return SlurmGres(name: words[0], type: nil, count: 1)
            case 2:
                if let count = number(words[1]) { return SlurmGres(name: words[0], type: nil, count: count) }
                return SlurmGres(name: words[0], type: words[1], count: 1)
            case 3: return number(words[2]).map { SlurmGres(name: words[0], type: words[1], count: $0) }
            default: return nil
            }
        }
    }

    private static func number(_ text: String) -> Int64? {
        var digits = text[...]
        let isThousands = digits.last == "K"
        if isThousands { digits.removeLast() }
        guard !digits.isEmpty, digits.utf8.count < 15, let count = Int64(digits), count >= 0 else { return nil }
        return isThousands ? count * 1024 : count
    }

    /// The names under which they are asked for: `gpu` for all of them, `gpu-a100` for those of a type.
    static func counts(_ all: [SlurmGres]) -> [(name: String, count: Int64)] {
        var counts: [(name: String, count: Int64)] = []
        func add(_ name: String, _ count: Int64) {
            if let index = counts.firstIndex(where: { $0.name == name }) {
                counts[index].count += count
            } else {
                counts.append((name, count))
            }
        }
        for gres in all {
            add(gres.name, gres.count)
            if let type = gres.type { add(gres.name + "-" + type, gres.count) }
        }
        return counts
    }

    /// What `--gres` takes for an amount that is asked for by such a name; `nil` for a name that no node has.
    static func option(_ name: String, _ count: Int64, among all: [SlurmGres]) -> String? {
        for gres in all {
            if gres.name == name { return "\(gres.name):\(count)" }
            if let type = gres.type, gres.name + "-" + type == name { return "\(gres.name):\(type):\(count)" }
        }
        return nil
    }
}
