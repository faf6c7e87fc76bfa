import BerthDocument
import Testing

@testable import BerthTasks

@Suite struct CWLFactsTests {
    @Test func theLargestNeedOfAllStepsCounts() async throws {
        let folder = try WorkflowFolder([
            "main.cwl": """
            class: Workflow
            requirements: {ResourceRequirement: {coresMin: 2}}
            inputs: {a: string, b: int?, c: {type: [null, File]}, d: {type: int, default: 3}, e: "string[]"}
            steps:
              - {id: one, run: one.cwl, hints: [{class: ResourceRequirement, ramMin: 3000.5}]}
              - id: two
                run:
                  class: CommandLineTool
                  requirements: [{class: ResourceRequirement, outdirMin: 1000, tmpdirMin: 100}]
            """,
            "one.cwl": """
            class: CommandLineTool
            requirements: {ResourceRequirement: {coresMin: 3.5, ramMin: $(inputs.size)}}
            hints: {DockerRequirement: {dockerPull: debian:12}}
            """,
        ])
        let facts = try await folder.facts("main.cwl").get()
        #expect(facts.needs.cores == 4)
        #expect(facts.needs.memoryMebibytes == 3001)
        #expect(facts.needs.memoryGibibytes == 3)
        #expect(facts.needs.storageMebibytes == 1100)
        #expect(facts.needs.storageGibibytes == 2)
        #expect(facts.needs.isPartlyUnknown)
        #expect(facts.container == CWLFacts.Container(image: "debian:12", isRequired: false))
        #expect(facts.inputs.filter(\.isRequired).map(\.name) == ["a", "e"])
    }

    @Test func aPackedDocument() async throws {
        let folder = try WorkflowFolder([
            "packed.cwl": """
            $graph:
            - {id: "#main", class: Workflow, inputs: [{id: "#main/x", type: int}], steps: [{id: s, run: "#tool"}]}
            - id: tool
              class: CommandLineTool
              inputs: [{id: y, type: File}]
              requirements: [{class: DockerRequirement, dockerPull: a}, {class: ResourceRequirement, coresMin: 2}]
            """
        ])
        let main = try await folder.facts("packed.cwl").get()
        #expect(main.inputs.map(\.name) == ["x"])
        #expect(main.needs.cores == 2)
        #expect(main.container?.isRequired == true)
        let tool = try await folder.facts("packed.cwl#tool").get()
        #expect(tool.inputs.map(\.name) == ["y"])
    }

    @Test(arguments: [
        ("self.cwl", "the workflow includes itself: self.cwl → self.cwl."),
        ("a.cwl", "the workflow includes itself: a.cwl → b.cwl → a.cwl."),
        ("graph.cwl", "the workflow includes itself: graph.cwl#main → graph.cwl#two → graph.cwl#main."),
    ])
    func aWorkflowThatIncludesItself(_ name: String, _ sentence: String) async throws {
        let folder = try WorkflowFolder([
            "self.cwl": "{class: Workflow, steps: {s: {run: self.cwl}}}",
            "a.cwl": "{class: Workflow, steps: {s: {run: b.cwl}}}",
            "b.cwl": "{class: Workflow, steps: {s: {run: a.cwl}}}",
            "graph.cwl": """
            $graph:
            - {id: main, class: Workflow, steps: [{id: s, run: "#two"}]}
            - {id: two, class: Workflow, steps: [{id: s, run: "graph.cwl#main"}]}
            """,
        ])
        #expect(
            await folder.facts(name) == .failure(Sentences(["contradictory executable.location: " + sentence])))
    }

    @Test func manyWorkflowsInOneAnother() async throws {
        func graph(_ count: Int) -> String {
            let steps = (0..<count).map { number in
                "- {id: \(number == 0 ? "main" : "w\(number)"), class: Workflow, steps: [{id: s, "
                    + "run: \"#w\(number + 1)\"}]}"
            }
            return "$graph:\n" + steps.joined(separator: "\n")
        }
        let folder = try WorkflowFolder(["deep.cwl": graph(63), "deeper.cwl": graph(65)])
        #expect((try? await folder.facts("deep.cwl").get()) != nil)
        #expect(
            await folder.facts("deeper.cwl")
                == .failure(
                    Sentences([
                        "never executable.location: more than 64 workflows in one another are not read here."
                    ])))
    }
}
