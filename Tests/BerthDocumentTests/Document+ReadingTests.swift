import BerthDocument
import Testing

@Suite struct DocumentReadingTests {
    /// simdjson's parser is one for each thread, libxml2 has state of its own: readers must not meet in them.
    @Test func manyThreadsReadAtTheSameTime() async throws {
        var maker = DocumentMaker(seed: 7)
        let documents = (0..<20).map { _ in maker.document(depth: 4) }
        let written = try documents.map { document in
            try Syntax.allCases.map { syntax in (syntax, try document.written(as: syntax)) }
        }
        let expected = try written.map { try $0.map { try Document.read($0.1, as: $0.0) } }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try zip(written, expected).allSatisfy { written, expected in
                        try zip(written, expected).allSatisfy { try Document.read($0.1, as: $0.0) == $1 }
                    }
                }
            }
            for try await isSame in group { #expect(isSame) }
        }
    }

    @Test(arguments: [(Syntax.json, "[1]"), (.yaml, "- 1"), (.xml, "<r>1</r>")])
    func readsFromABufferAsFromAnArray(syntax: Syntax, text: String) throws {
        let bytes = Array(text.utf8)
        let fromArray = try Document.read(bytes, as: syntax)
        let fromBuffer = try bytes.withUnsafeBytes { try Document.read($0, as: syntax) }
        #expect(fromArray == fromBuffer)
    }

    /// A large document does not stay in memory: the parser that read it is given back, and the next one is small
    /// again.
    @Test func readsSmallDocumentsAfterLargeOnes() throws {
        let large = Array("[\"".utf8) + Array(repeating: UInt8(ascii: "a"), count: 200_000) + Array("\",1]".utf8)
        for _ in 0..<3 {
            guard case .list(let items) = try Document.read(large + Array(repeating: 0x20, count: 200_000), as: .json)
            else {
                Issue.record("not a list")
                return
            }
            #expect(items.last == 1)
            #expect(try Document.read(Array("[true]".utf8), as: .json) == [true])
        }
    }

    /// Few members are compared one by one, many through a table.
    @Test(arguments: [2, 16, 17, 18, 40])
    func findsASecondMemberAmongFewAndMany(count: Int) throws {
        let names = (1..<count).map { "m\($0)" } + ["m1"]
        let json = "{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        let yaml = names.map { "\($0): 0\n" }.joined()
        for (syntax, text) in [(Syntax.json, json), (.yaml, yaml)] {
            let error = #expect(throws: DocumentError.self) { try Document.read(Array(text.utf8), as: syntax) }
            #expect(error?.code == .duplicateMember)
            #expect(error?.path == ["m1"])
        }
        let xml = "<r>" + (names + names).map { "<\($0)>0</\($0)>" }.joined() + "</r>"
        var expected = DocumentMembers()
        for name in names.dropLast() {
            expected[name] = .list(Array(repeating: .plain("0"), count: name == "m1" ? 4 : 2))
        }
        #expect(try Document.read(Array(xml.utf8), as: .xml) == .map(expected))
        let attributes = "<r " + names.dropLast().map { "\($0)='0' " }.joined() + "><m1/></r>"
        let error = #expect(throws: DocumentError.self) { try Document.read(Array(attributes.utf8), as: .xml) }
        #expect(error?.code == .duplicateMember)
    }

    @Test(arguments: ["<a><b>1</b></a>", "<x:a xmlns:x=\"urn:x\"><b>1</b></x:a>"])
    func theRootOfXMLIsKnownByItsLocalName(text: String) throws {
        let (root, document) = try Document.readXML(Array(text.utf8))
        #expect(root == "a")
        #expect(document == ["b": .plain("1")])
    }

    @Test func XMLThatCannotBeReadHasNoRoot() {
        #expect(throws: DocumentError.self) { try Document.readXML(Array("<a>".utf8)) }
    }
}
