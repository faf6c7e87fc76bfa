import BerthDocument

@testable import BerthModel

/// Documents with every member filled, made from what a type says of itself and from a seed.
struct FilledValues {
    var state: UInt64

    /// Source: G. Steele et al., SplitMix64 (2014).
    private mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    private mutating func one<T>(of values: [T]) -> T { values[next(below: values.count)] }

    /// Texts that one syntax or another could take for something else.
    static let texts = [
        "plain", "", "10", "-0", "1e3", "true", "null", "~", "YES", "no", "0x1F", "2026-01-31", " leading", "trailing ",
        "two\nlines", "tab\there", "a: b", "# not a comment", "- item", "<tag>&amp;</tag>", "]]>", "\"quoted\"",
        "'single'",
        "back\\slash", "{brace}", "[bracket", "ключ", "日本", "🦀", "e\u{301}", "\u{85}", "\u{2028}", "*alias", "&anchor",
        "!tag", "%directive", "@at", "`tick", "---", "...", "?", ":", ".inf", "1_000", "0o17",
    ]
    static let integers: [Int64] = [0, 1, -1, 42, .max, .min, 1 << 53 + 1]
    static let numbers: [Double] = [0, 0.1, -2.5, 1e300, .leastNonzeroMagnitude, 1, 1 / 3, .greatestFiniteMagnitude]

    /// A document of the type; of a family the kind with the index.
    mutating func document(of type: ValueType, kind: Int? = nil) -> Document {
        switch type {
        case .text(let format): return .text(text(format))
        case .integer: return .integer(one(of: Self.integers))
        case .number: return .number(one(of: Self.numbers))
        case .bool: return .bool(one(of: [true, false]))
        case .enumeration(_, _, let values): return .text(one(of: values))
        case .list(let item):
            return .list((0...next(below: 3)).map { _ in document(of: item) })
        case .texts:
            return .map([
                "A": .text(one(of: Self.texts)), "my.name": .text(one(of: Self.texts)),
                "_9-": .text(one(of: Self.texts)),
            ])
        case .shape(let outline):
            return .map(DocumentMembers(uniqueMembers: members(of: outline)))
        case .family(let family):
            let member = family.members[kind ?? next(below: family.members.count)]
            let kind = DocumentMembers.Member(name: "kind", value: .text(member.kind.uri))
            return .map(DocumentMembers(uniqueMembers: [kind] + members(of: member.outline())))
        case .any: return ["anything": "at all"]
        }
    }

    private mutating func members(of outline: Outline) -> [DocumentMembers.Member] {
        var members: [DocumentMembers.Member] = []
        for field in outline.fields {
            members.append(.init(name: field.name, value: document(of: field.type())))
        }
        return members
    }

    private mutating func text(_ format: TextFormat?) -> String {
        switch format {
        case nil: one(of: Self.texts)
        case .uuid: UUID(random: UInt64(next(below: .max)), UInt64(next(below: .max))).description
        case .uri: "https://example.org/\(next(below: 100))?a=b&c=d"
        case .instant: Instant(milliseconds: Int64(next(below: 4_000_000_000_000))).description
        case .duration: TimeSpan(milliseconds: Int64(next(below: 10_000_000_000))).description
        case .interval:
            Interval(
                start: Instant(seconds: Int64(next(below: 1_000_000))), end: Instant(seconds: 2_000_000)
            ).description
        }
    }
}
