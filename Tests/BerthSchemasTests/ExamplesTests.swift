import BerthDocument
import BerthModel
import Testing

@testable import BerthSchemas

struct ExamplesTests {
    @Test func thereAreExamples() {
        #expect(Example.all.count >= 18)
    }

    @Test(arguments: Example.all)
    func theYAMLHasNoProblem(_ example: Example) throws {
        let problems = try example.converted(from: .yaml, to: .json).problems
        #expect(problems == [])
    }

    /// `scripts/generate` runs this test with `BERTH_GENERATE=1`, which writes the files.
    @Test(arguments: Example.all, [Syntax.json, .xml])
    func otherSyntaxesAreMadeFromTheYAML(_ example: Example, _ syntax: Syntax) throws {
        let bytes = try example.bytes(syntax)
        if RepositoryFiles.isGenerating { try RepositoryFiles.write(example.path(syntax), bytes) }
        let isSame = try RepositoryFiles.read(example.path(syntax)) == bytes
        #expect(isSame, "\(example.path(syntax)) does not say what the YAML says; run scripts/generate.")
    }

    @Test(arguments: Example.all, [Syntax.json, .xml])
    func everySyntaxReadsAsTheSameValue(_ example: Example, _ syntax: Syntax) throws {
        let expected = try example.converted(from: .yaml, to: .json)
        let read = try example.converted(from: syntax, to: .json)
        #expect(read.document == expected.document)
        #expect(read.problems == [])
    }

    /// Programs and samples, which the tests of `python/` and the integration tests run.
    private static let folders = [
        "examples/catalogue", "examples/multi-messenger", "examples/portal", "examples/python",
        "examples/three-depths", "examples/verify_offer.py",
    ]

    @Test func nothingElseIsUnderExamples() throws {
        let expected = Example.all.flatMap { example in Syntax.allCases.map { example.path($0) } } + Self.folders
        #expect(try RepositoryFiles.names(in: "examples").map { "examples/" + $0 } == expected.sorted())
    }

    /// The examples inside the description of the service are files of this folder.
    @Test func theDescriptionShowsExamplesOfThisFolder() throws {
        let hello = try Example(name: "hello-container").converted(from: .yaml, to: .json).document
        #expect(RequestExample.helloContainer == hello)
        let accept = try Example(name: "accept").converted(from: .yaml, to: .json).document
        #expect(RequestExample.accept == accept)
    }

    @Test func everyKindOfRequestsHasAnExample() throws {
        let seen = try Example.all.map { try $0.document(.yaml) }.reduce(into: Set<String>()) { $0.formUnion($1.kinds) }
        let wanted = [
            Kind.dockerContainer, .singularityContainer, .jupyterNotebook, .cwlWorkflow, .snakemakeWorkflow,
            .wesWorkflow, .batchScript, .pythonProgram, .simpleCompute, .simpleStorage, .simpleVolume, .simpleData,
            .s3Data, .rucioData, .ivoaData, .skaoData, .simpleCost, .simpleMetric,
        ]
        for kind in wanted { #expect(seen.contains(kind.uri), "No example has the kind \(kind.uri).") }
    }
}

extension Document {
    /// The kind of this document and of everything in it.
    var kinds: Set<String> {
        switch self {
        case .list(let items): items.reduce(into: []) { $0.formUnion($1.kinds) }
        case .map(let members):
            members.members.reduce(into: []) { kinds, member in
                if member.name == "kind", let uri = member.value.text { kinds.insert(uri) }
                kinds.formUnion(member.value.kinds)
            }
        default: []
        }
    }
}
