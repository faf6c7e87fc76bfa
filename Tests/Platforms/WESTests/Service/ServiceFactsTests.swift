import BerthDocument
import Testing

@testable import BerthWES

struct ServiceFactsTests {
    @Test(
        "services of both versions of the specification are understood",
        arguments: [
            #"{"workflow_engine_versions": {"toil": "9.6"}, "#,
            #"{"workflow_engine_versions": {"toil": {"workflow_engine_version": ["9.6"]}}, "#,
        ])
    func reading(_ begin: String) throws {
        let text =
            begin
            + #""workflow_type_versions": {"wdl": {"workflow_type_version": ["1.0"]}, "CWL": {"#
            + #""workflow_type_version": ["#
            + #""v1.0", "v1.2", "v1.0"]}, "snakemake": {}}, "supported_filesystem_protocols": ["HTTP", "file"], "#
            + #""system_state_counts": {"QUEUED": 2, "INITIALIZING": 1, "RUNNING": 4}}"#
        let facts = ServiceFacts(try Document.read(Array(text.utf8), as: .json))
        #expect(facts.engines == ["toil 9.6"])
        #expect(facts.languages.map(\.name) == ["CWL", "snakemake", "wdl"])
        #expect(facts.language("cwl")?.versions == ["v1.0", "v1.2"])
        #expect(facts.language("SMK")?.name == "snakemake")
        #expect(facts.language("SMK")?.versions == [])
        #expect(facts.language("BPMN") == nil)
        #expect(facts.protocols == ["http", "file"])
        #expect(facts.waiting == 3 && facts.running == 4)
    }

    @Test func whatSaysNothingHasNothing() {
        let facts = ServiceFacts(.null)
        #expect(facts.languages == [] && facts.engines == [] && facts.waiting == 0)
    }
}
