import BerthDocument
import Testing

@Suite struct SyntaxTests {
    static let full: Document = [
        "kind": "a: b", "count": 3, "ratio": 2.5, "yes": true, "nothing": .null, "number-like": "10", "empty": "",
        "list": [1, "two", [3]], "map": ["a.b": "c\nd", "x": [:] as Document], "none": [] as Document,
        "words": ["no", "~", "0x1F", " space ", "ünï", "é\"\\"],
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

    @Test(arguments: Syntax.allCases)
    func refusesDeepNesting(syntax: Syntax) {
        let count = 100_000
        let (open, close) = syntax == .xml ? ("<a>", "</a>") : ("[", "]")
        let text = String(repeating: open, count: count) + String(repeating: close, count: count)
        let error = #expect(throws: DocumentError.self) { try Document.read(Array(text.utf8), as: syntax) }
        #expect(error?.code == .tooDeep)
    }

    @Test func refusesAliasBombs() {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1...12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let error = #expect(throws: DocumentError.self) { try Document.read(Array(text.utf8), as: .yaml) }
        #expect(error?.code == .tooManyValues)
    }

    @Test(arguments: ["compute.cores.min", "data[0].location", "environment[\"my.name\"]", "a[\"q\\\"\\\\\"][2]"])
    func pathsReadBack(text: String) {
        #expect(DocumentPath(text)?.description == text)
    }

    @Test func placesAreFound() {
        let yaml = Array("compute:\n  cores:\n    min: 2\nlist:\n  - a\n  - b: 1\n".utf8)
        let map = SourceMap(yaml, .yaml)
        #expect(map.position(of: ["compute", "cores", "min"]) == .init(line: 3, column: 10))
        #expect(map.position(of: ["list", .index(1), "b"]) == .init(line: 6, column: 8))
        let json = SourceMap(Array("{\"a\":{\n\"b\":[1,\n2]}}".utf8), .json)
        #expect(json.position(of: ["a", "b", .index(1)]) == .init(line: 3, column: 1))
    }
}
