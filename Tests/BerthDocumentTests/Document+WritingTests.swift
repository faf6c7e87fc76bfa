import BerthDocument
import Testing

@Suite struct DocumentWritingTests {
    static let full: Document = [
        "kind": "a: b", "count": 3, "ratio": 2.5, "yes": true, "nothing": .null, "number-like": "10", "empty": "",
        "list": [1, "two", [3]], "map": ["a.b": "c\nd", "x": [:] as Document], "none": [] as Document,
        "words": ["no", "~", "0x1F", " space ", "ünï", "é\"\\"], "control": "\u{1}\u{7f}\u{85}\u{fffe}",
    ]

    @Test(arguments: [Syntax.json, .yaml])
    func readsBackWhatItWrote(syntax: Syntax) throws {
        let bytes = try Self.full.written(as: syntax)
        let read = try Document.read(bytes, as: syntax)
        #expect(read.resolvedTree() == Self.full, "\(String(decoding: bytes, as: UTF8.self))")
    }

    @Test func xmlIsStable() throws {
        let bytes = try Self.full.written(as: .xml)
        let read = try Document.read(bytes, as: .xml)
        let again = try read.written(as: .xml)
        #expect(String(decoding: again, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
        #expect(try Document.read(again, as: .xml) == read)
    }

    @Test(arguments: Syntax.allCases, [Double.infinity, -.infinity, .nan])
    func refusesNumbersThatAreNotFinite(syntax: Syntax, number: Double) {
        let error = #expect(throws: DocumentError.self) { try Document.number(number).written(as: syntax) }
        #expect(error?.code == .notWritable)
        #expect(error?.description == "A number that is not finite cannot be written; leave the member out.")
    }
}

/// Documents made from a seed: the same seed makes the same document.
struct DocumentMaker {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next() -> UInt64 {
        // Source: Sebastiano Vigna, SplitMix64.
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    private mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    private static let words = [
        "", " ", "a", "yes", "No", "ON", "y", "n", "null", "~", "true", "False", "1", "-1", "0x1F", "0o7", "0b1", "1_0",
        "1.5", ".5", "1e3", "12:30", "2026-01-31", "2026-01-31T12:00:00Z", "=", "<<", ".inf", ".NaN", "- a", "a: b",
        "a #b",
        "#", "a:", "?", "-", "---", "...", "%YAML", "@x", "`", "!t", "&a", "*a", "{", "}", "[", "]", ",", "|", ">", "'",
        "\"",
        "\\", "\\n", "it's", " lead", "trail ", "two\nlines", "two\nlines\n", "\nfirst", "a\n\n b\n", "tab\there",
        "\r", "a\r\nb", "é", "日本", "😀", "\u{85}", "\u{2028}", "\u{feff}", "\u{1}", "\u{7f}", "\u{fffe}", "\u{10ffff}",
        "<a>", "&amp;", "]]>", "<!--", "kind", "item", "b:member", "xmlns", "my.name", "9223372036854775808", "1e999",
    ]

    mutating func text() -> String {
        var text = Self.words[below(Self.words.count)]
        while below(3) == 0 { text += Self.words[below(Self.words.count)] }
        return text
    }

    mutating func document(depth: Int) -> Document {
        switch below(depth > 0 ? 12 : 8) {
        case 0: return .null
        case 1: return .bool(below(2) == 0)
        case 2: return .integer(Int64(bitPattern: next() >> UInt64(below(64))))
        case 3: return .number(finite())
        case 4...7: return .text(text())
        case 8, 9:
            return .list((0..<below(5)).map { _ in document(depth: depth - 1) })
        default:
            var members = DocumentMembers()
            for _ in 0..<below(6) { members[text()] = document(depth: depth - 1) }
            return .map(members)
        }
    }

    private mutating func finite() -> Double {
        while true {
            let value = Double(bitPattern: next())
            if value.isFinite { return value }
        }
    }
}

@Suite struct RandomDocumentTests {
    static let documentsPerSeed = 100

    @Test(arguments: 0..<20 as Range<UInt64>)
    func everySyntaxReadsBackWhatItWrote(seed: UInt64) throws {
        var maker = DocumentMaker(seed: seed)
        for _ in 0..<Self.documentsPerSeed {
            let document = maker.document(depth: 4)
            let json = try Document.read(document.written(as: .json, pretty: seed % 2 == 0), as: .json)
            try #require(json == document)
            let yaml = try Document.read(document.written(as: .yaml), as: .yaml)
            try #require(yaml.resolvedTree() == document)
            let xml = try Document.read(document.written(as: .xml), as: .xml)
            try #require(xml.asXMLTells == document.asXMLTells)
        }
    }

    @Test(arguments: 100..<110 as Range<UInt64>)
    func aDocumentIsTheSameAfterEverySyntax(seed: UInt64) throws {
        var maker = DocumentMaker(seed: seed)
        for _ in 0..<Self.documentsPerSeed {
            let first = try Document.read(maker.document(depth: 4).written(as: .xml), as: .xml)
            var document = first
            for syntax in [Syntax.yaml, .json, .yaml, .xml] {
                document = try Document.read(document.written(as: syntax), as: syntax)
            }
            try #require(document.asXMLTells == first.asXMLTells)
        }
    }
}

extension Document {
    /// What is left of a document in XML: a text is open, a list of one is the one.
    var asXMLTells: Document {
        switch self {
        case .text(let text):
            // Marked: nothing, white space, and what XML cannot hold.
            if text.utf8.allSatisfy({ [0x20, 9, 10, 13].contains($0) }) { return self }
            return Document.plain(text).resolved()
        case .plain: return resolved()
        case .list(let items): return .list(items.map(\.asXMLTells))
        case .map(let members):
            var told = DocumentMembers()
            for member in members.members {
                var value = member.value.asXMLTells
                if case .list(let items) = value, let only = items.first, items.count == 1 {
                    if case .list = only {} else { value = only }
                }
                told.append(member.name, value)
            }
            return .map(told)
        default: return self
        }
    }
}
