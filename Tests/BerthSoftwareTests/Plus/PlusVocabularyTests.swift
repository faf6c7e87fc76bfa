import BerthDocument
import BerthModel
import Testing

@testable import BerthSoftware

struct PlusVocabularyTests {
    /// What is read, what the schema lists and what the context defines are the same.
    @Test func schemaAndContextKnowEveryMember() throws {
        let schema = try Document.read(Sample.bytes("schemas/codemeta-plus.schema.json"), as: .json)
        let context = try Document.read(Sample.bytes("schemas/codemeta-plus.context.jsonld"), as: .json)
        for (part, members) in PlusVocabulary.members {
            guard case .map(let listed)? = schema["$defs"]?[part]?["properties"] else {
                Issue.record("the schema has no \(part)")
                continue
            }
            let names = listed.members.map(\.name).filter { !$0.hasPrefix("@") && $0 != "identifier" }
            #expect(names.sorted() == members.sorted(), "\(part)")
            for name in members { #expect(context["@context"]?[name] != nil, "\(name)") }
        }
        #expect(schema["$id"]?.text == PlusVocabulary.schema)
        #expect(context["@context"]?["plus"]?.text == PlusVocabulary.vocabulary)
        let kinds = schema["$defs"]?["executable"]?["properties"]?["kind"]?["anyOf"]
        let words = Codemeta.items(Codemeta.items(kinds).first?.value["enum"]).compactMap(\.value.text)
        #expect(words == PlusVocabulary.kinds.map(\.kind.name))
    }

    @Test(
        arguments: [
            ("https://a.org/x.ipynb?raw=1", [], "jupyter-notebook"), ("flow.CWL", [], "cwl-workflow"),
            ("a/Snakefile", [], "snakemake-workflow"), ("x.sif", [], "singularity-container"),
            ("run.py", [], "python-program"), ("run.sh", [], "batch-script"),
            ("ghcr.io/a/b:1", ["SoftwareImage"], "docker-container"), ("https://a.org/app", ["WebApplication"], nil),
        ] as [(String, [String], String?)])
    func kindsByPlace(_ location: String, _ types: [String], _ kind: String?) {
        #expect(PlusVocabulary.kind(ofLocation: location, types: types)?.name == kind)
    }
}
