import BerthDocument
import Testing

@testable import berth

struct InputDocumentTests {
    @Test(arguments: [
        ("a.json", "x: 1", Syntax.json), ("a.YML", "{}", .yaml), ("a.yaml", "{}", .yaml), ("a.xml", "", .xml),
        ("a.ipynb", "", .json), ("a", " \n{\"a\": 1}", .json), ("a", "\u{FEFF}[1]", .json), ("a", "<a/>", .xml),
        ("a.txt", "a: 1", .yaml), ("-", "", .yaml),
    ])
    func syntaxes(_ name: String, _ text: String, _ syntax: Syntax) {
        #expect(InputDocument.syntax(of: Array(text.utf8), name) == syntax)
    }

    @Test func theRootOfXMLIsKept() throws {
        let input = try InputDocument(Array("<Update><path>phase</path></Update>".utf8), name: "a.xml")
        #expect(input.root == "Update")
        #expect(input.document["path"]?.text == "phase")
    }

    @Test func whatCannotBeReadNamesItsLine() {
        let error = #expect(throws: ProgramError.self) {
            try InputDocument(Array("a: 1\nb: ]".utf8), name: "task.yaml")
        }
        #expect(error?.code == .badInput)
        #expect(error?.message.hasPrefix("task.yaml:2:") == true, "\(error?.message ?? "")")
        let doubled = #expect(throws: ProgramError.self) {
            try InputDocument(Array("a: 1\na: 2\n".utf8), name: "task.yaml")
        }
        #expect(doubled?.message.hasPrefix("task.yaml:2:1: ") == true, "\(doubled?.message ?? "")")
    }
}
