import BerthDocument
import Testing

@Suite struct SourceMapTests {
    static let json = #"""
        {"compute": {"cores": {"min": 2}},
          "data": [{"location": "é"}, {"location": "b"}],
          "my.name": [[1], [2, 3]]}
        """#
    static let yaml = """
        # a comment
        compute:
          cores: {min: 2}
        data:
          - location: é
          - location: "b"
        again: *none
        """
    static let xml = """
        <?xml version="1.0"?>
        <request kind="k"><compute>
            <cores><min>2</min></cores></compute>
          <data><location>é</location></data>
          <data><location>b</location></data>
          <storage><size>1</size></storage>
          <messages><message>a</message><message>b</message></messages>
        </request>
        """

    static let places: [(Syntax, String, DocumentPath, Int, Int)] = [
        (.json, json, [], 1, 1),
        (.json, json, ["compute", "cores", "min"], 1, 31),
        (.json, json, ["data", .index(0), "location"], 2, 25),
        (.json, json, ["data", .index(1)], 2, 31),
        (.json, json, ["data", .index(1), "missing"], 2, 31),
        (.json, json, ["data", .index(7)], 2, 11),
        (.json, json, ["my.name", .index(1), .index(1)], 3, 24),
        (.json, json, ["missing"], 1, 1),
        (.yaml, yaml, ["compute", "cores", "min"], 3, 16),
        (.yaml, yaml, ["data", .index(1), "location"], 6, 15),
        (.yaml, yaml, ["data", .index(0)], 5, 5),
        (.yaml, yaml, ["missing"], 2, 1),
        (.xml, xml, [], 2, 1),
        (.xml, xml, ["kind"], 2, 1),
        (.xml, xml, ["compute", "cores", "min"], 3, 12),
        (.xml, xml, ["data", .index(1), "location"], 5, 9),
        (.xml, xml, ["data", .index(0)], 4, 3),
        (.xml, xml, ["data", .index(2)], 4, 3),
        (.xml, xml, ["storage", .index(0), "size"], 6, 12),
        (.xml, xml, ["messages", .index(1)], 7, 33),
        (.xml, xml, ["missing"], 2, 1),
    ]

    @Test(arguments: places)
    func findsThePlace(syntax: Syntax, text: String, path: DocumentPath, line: Int, column: Int) {
        let map = SourceMap(Array(text.utf8), syntax)
        #expect(map.position(of: path) == .init(line: line, column: column))
        #expect(map.line(of: path) == line)
    }

    @Test(arguments: Syntax.allCases)
    func knowsNothingOfWhatCannotBeRead(syntax: Syntax) {
        #expect(SourceMap([0xff], syntax).position(of: .root) == nil)
        #expect(SourceMap([], syntax).position(of: .root) == nil)
    }
}
