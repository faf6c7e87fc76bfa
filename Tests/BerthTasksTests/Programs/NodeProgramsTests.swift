import BerthModel
import Testing

@testable import BerthTasks

@Suite struct NodeProgramsTests {
    private static func text(_ packages: String, kernel: String = "python") -> [UInt8] {
        Array(
            #"""
            {"node": "n2", "programs": {"jupyter": "/j/python", "cwltool": "/w/cwltool"},
            "kernelspecs": {"mine": {"resource_dir": "/x",
                "spec": {"argv": ["\#(kernel)", "-m", "ipykernel"], "language": "python"}}},
            "packages": {"/j/python": {\#(packages)}}}
            """#.utf8)
    }

    @Test func whatANodeSaysIsRead() throws {
        let programs = try #require(NodePrograms(Self.text(#""nbclient": "0.10", "NBFormat": "5.1""#)))
        #expect(programs.node == "n2")
        #expect(programs.kernels.map(\.name) == ["mine"])
        #expect(programs.packages["/j/python"] == ["nbclient": "0.10", "nbformat": "5.1"])
        #expect(programs.program(for: .jupyterNotebook) == "/j/python")
        #expect(programs.program(for: .cwlWorkflow) == "/w/cwltool")
        #expect(programs.program(for: .snakemakeWorkflow) == nil)
        #expect(programs.program(for: .batchScript) == nil)
        #expect(programs.python(of: programs.kernels[0]) == "/j/python")
    }

    @Test func aKernelMayHaveAPythonOfItsOwn() throws {
        let programs = try #require(NodePrograms(Self.text(#""nbclient": "1""#, kernel: "/k/python")))
        #expect(programs.python(of: programs.kernels[0]) == "/k/python")
        // nbformat is missing.
        #expect(programs.program(for: .jupyterNotebook) == nil)
    }

    @Test(arguments: ["", "{}", "[]", "no json", #"{"programs": {}, "packages": []}"#])
    func whatIsSomethingElseIsNotRead(_ text: String) {
        #expect(NodePrograms(Array(text.utf8)) == nil)
    }

    @Test func aNodeThatHasNothing() throws {
        #expect(NodePrograms().program(for: .jupyterNotebook) == nil)
        let empty = #"{"node": "", "programs": {}, "kernelspecs": {}, "packages": {}}"#
        #expect(NodePrograms(Array(empty.utf8)) == NodePrograms())
    }
}
