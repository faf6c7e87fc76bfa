import BerthDocument
import BerthModel
import Testing

@testable import BerthTasks

@Suite struct CWLOrderTests {
    private func order(_ inputs: NamedTexts, _ declared: String, dataNames: [String] = []) throws -> CWLOrder {
        var workflow = CWLWorkflow()
        workflow.inputs = inputs
        let process: Document = [
            "inputs": try Document.read(Array(declared.utf8), as: .yaml).resolvedTree()
        ]
        return CWLOrder(workflow, CWLInput.all(of: process) { $0 }, dataNames: dataNames)
    }

    @Test func valuesBecomeTheJobOrder() throws {
        let order = try order(
            ["s": "5.0", "n": "3", "f": "{class: File, location: data:x}", "l": "[a, b]"],
            "{s: string, n: int, f: File, l: 'string[]', o: string?}", dataNames: ["x"])
        #expect(order.obstacles.isEmpty)
        #expect(
            order.document.asJSON
                == #"{"s":"5.0","n":3,"f":{"class":"File","location":"data:x"},"l":["a","b"]}"#)
    }

    private static let remedy =
        "a file is written {class: File, location: data:NAME}, with the name of a piece of data."

    @Test(
        arguments: [
            ([:], "{a: string, b: int, c: int?}", "executable.inputs: the workflow needs values for a, b."),
            ([:], "{a: {type: string}}", "executable.inputs: the workflow needs a value for a."),
            (["x": "1"], "{a: int?}", "executable.inputs.x: the workflow has no input x; it has a."),
            (["x": "1"], "{}", "executable.inputs.x: the workflow has no input x; it has none."),
            (["a": "word"], "{a: int}", "executable.inputs.a: the workflow takes a value of the type int."),
            (["a": ""], "{a: int}", "executable.inputs.a: the workflow needs a value."),
            (["a": "1"], "{a: 'int[]'}", "executable.inputs.a: the workflow takes a value of the type int[]."),
            (["a": "data:x"], "{a: File}", "executable.inputs.a: " + remedy),
            (
                ["a": "{class: File, path: /etc/passwd}"], "{a: File}",
                "executable.inputs.a: a path says nothing here; " + remedy
            ),
            (
                ["a": "[{class: File, location: http://10.0.0.1/x}]"], "{a: Any}",
                "executable.inputs.a: http://10.0.0.1/x is not fetched by the workflow; make it a piece of data: "
                    + remedy
            ),
            (
                ["a": "{class: Directory, location: data:x}"], "{a: Directory}",
                "executable.inputs.a: data are files, not directories; " + remedy
            ),
            (
                ["a": "{class: File, location: data:y}"], "{a: File}",
                "executable.inputs.a: the request has no data with the name y; it has x."
            ),
        ] as [(NamedTexts, String, String)])
    func whatIsWrong(_ inputs: NamedTexts, _ declared: String, _ sentence: String) throws {
        let order = try order(inputs, declared, dataNames: ["x"])
        #expect(order.obstacles.map(Sentences.text) == ["contradictory " + sentence])
    }
}
