import BerthDocument
import Testing

@Suite struct DocumentPathTextTests {
    static let paths: [(DocumentPath, String)] = [
        ([], ""),
        (["compute", "cores", "min"], "compute.cores.min"),
        (["data", .index(0), "location"], "data[0].location"),
        ([.index(3), .index(0)], "[3][0]"),
        (["environment", "my.name"], #"environment["my.name"]"#),
        (["environment", "a\"b\\c"], #"environment["a\"b\\c"]"#),
        (["", "x"], #"[""].x"#),
        (["a", "line\nbreak"], "a[\"line\nbreak\"]"),
        (["größe", "日本"], "größe.日本"),
    ]

    @Test(arguments: paths) func writesAndReads(path: DocumentPath, text: String) {
        #expect(path.description == text)
        #expect(DocumentPath(text) == path)
    }

    @Test(arguments: ["a.", ".a", "a..b", "a[", "a[]", "a[x]", "a[-1]", "a[1", #"a["x]"#, #"a["x"b]"#, "a[0]b", "a]"])
    func refusesOtherTexts(text: String) {
        #expect(DocumentPath(text) == nil)
    }
}
