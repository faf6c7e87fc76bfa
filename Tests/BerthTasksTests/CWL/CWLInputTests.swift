import BerthDocument
import Testing

@testable import BerthTasks

@Suite struct CWLInputTests {
    @Test(
        arguments: [
            ("string", true, "string"), ("int?", false, "int"), ("[null, File]", false, "File"),
            ("{type: int, default: 0}", false, "int"), ("{type: int, default: null}", true, "int"),
            ("{type: {type: array, items: string}}", true, nil), ("{type: array, items: string}", true, nil),
            ("{type: [int, string]}", true, nil), ("{type: [null, {type: enum, symbols: [a]}]}", false, nil),
        ] as [(String, Bool, String?)])
    func whatMustBeThere(_ declared: String, _ isRequired: Bool, _ type: String?) throws {
        let tree = try Document.read(Array("inputs: {x: \(declared)}".utf8), as: .yaml).resolvedTree()
        let inputs = CWLInput.all(of: tree) { $0 }
        #expect(inputs.map(\.name) == ["x"])
        #expect(inputs.first?.isRequired == isRequired)
        #expect(inputs.first?.type == type)
    }

    @Test(arguments: [("a", "a"), ("#a", "a"), ("#main/a", "a"), ("f.cwl#main/a", "a")])
    func names(_ identifier: String, _ name: String) { #expect(CWLInput.name(of: identifier) == name) }
}
