import BerthDocument
import Testing

@testable import BerthTasks

@Suite struct CWLReferencesTests {
    @Test func eachWithItsLine() throws {
        let text = """
            class: Workflow
            inputs:
              run: string
              f: {type: File, default: {class: File, location: a.txt}}
            steps:
            - run: b.cwl
            - run: {class: ExpressionTool, expression: {$include: c.js}}
            hints:
              $import: d.yml
            """
        let tree = try Document.read(Array(text.utf8), as: .yaml).resolvedTree()
        let found = try CWLReferences.all(in: tree, Array(text.utf8), "main.cwl")
        let names = found.map { "\($0.use) \($0.text) \($0.line ?? 0)" }.sorted()
        #expect(names == ["content d.yml 9", "file a.txt 4", "file c.js 7", "process b.cwl 6"])
    }
}
