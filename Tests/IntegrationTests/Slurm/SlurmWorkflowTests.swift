import BerthBroker
import BerthModel
import BerthPlatform
import BerthSlurm
import Foundation
import Testing

/// Workflows that are executed on the nodes of a real cluster, by the engines that those have.
@Suite("Workflows run on the nodes of a cluster", .serialized)
struct SlurmWorkflowTests {
    private let documents: NotebookServer

    init() throws { documents = try NotebookServer() }

    private func broker(_ instance: String, _ change: (inout SlurmSettings) -> Void = { _ in }) async throws
        -> BrokerOnEngine
    {
        let cluster = try TestCluster.tasks.get()
        let platform = try cluster.platform("workflows-" + instance) {
            $0.programs.cwltool = WorkflowSite.programs + "cwltool"
            $0.programs.snakemake = WorkflowSite.programs + "snakemake"
            change(&$0)
        }
        return try await BrokerOnEngine(platform, database: cluster.directory + "/workflows-\(instance).db")
    }

    private func request(_ kind: String, _ url: String, _ members: String = "", _ rest: String = "") -> String {
        "executable:\n  kind: \(kind)-workflow\n  location: \"\(url)\"\n  \(members)\n\(rest)\n"
    }

    private func refusal(_ broker: BrokerOnEngine, _ yaml: String) async throws -> String {
        let answer = try await broker.broker.ask(try BrokerOnEngine.request(yaml), as: .anonymous)
        #expect(answer.result == .no)
        return (answer.meta?.messages ?? []).compactMap(\.message).joined(separator: "\n")
    }

    private static let count = """
        cwlVersion: v1.2
        class: CommandLineTool
        requirements: {ResourceRequirement: {coresMin: 2}}
        baseCommand: [wc, -c]
        inputs: {text: {type: File, inputBinding: {position: 1}}}
        outputs: {number: stdout}
        stdout: number.txt
        """

    private static let disk = "storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]"

    @Test func aWorkflowOfCWLRunsWithDataOfTheRequest() async throws {
        let broker = try await broker("cwl")
        documents.put("/w/tools/count.cwl", Self.count)
        let url = documents.put(
            "/w/main.cwl",
            """
            cwlVersion: v1.2
            class: Workflow
            inputs: {text: File}
            outputs: {number: {type: File, outputSource: count/number}}
            steps:
              count: {run: tools/count.cwl, in: {text: text}, out: [number]}
            """)
        let text = documents.put("/text.txt", "twelve bytes")
        let id = try await broker.accepted(
            request(
                "cwl", url, "inputs: {text: \"{class: File, location: 'data:words'}\"}",
                """
                compute: {kind: simple-compute-resource, cores: {min: 1, max: 2}}
                data: [{kind: simple-data-resource, meta: {name: words}, location: "\(text)", storage: disk}]
                \(Self.disk)
                """))
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(view.texts.contains("Output number: number.txt ("), "\(view.texts)")
        // The documents ask for as many, and the request leaves it open.
        #expect(view.texts.contains("with 2 cores"), "\(view.texts)")
        let cluster = try TestCluster.tasks.get()
        #expect(cluster.files("sessions/workflows-cwl/sessions").isEmpty)
        #expect(cluster.files("sessions/workflows-cwl/asked/workflows").isEmpty)
        await broker.stop()
    }

    @Test func whatAWorkflowNeedsAndADocumentWithAMistakeAreReasons() async throws {
        let broker = try await broker("reasons")
        let url = documents.put(
            "/large.cwl", Self.count.replacingOccurrences(of: "coresMin: 2", with: "coresMin: 99"))
        let inputs = "inputs: {text: \"{class: File, location: 'data:words'}\"}"
        let text = documents.put("/text.txt", "words")
        let rest = """
            data: [{kind: simple-data-resource, meta: {name: words}, location: "\(text)", storage: disk}]
            \(Self.disk)
            """
        let large = try await refusal(broker, request("cwl", url, inputs, rest))
        #expect(large.contains("the workflow needs 99 cores, this platform has 16."), "\(large)")
        let broken = documents.put("/broken.cwl", Self.count.replacingOccurrences(of: "type: File", with: "type: Fil"))
        let said = try await refusal(broker, request("cwl", broken, inputs, rest))
        #expect(said.contains("cwltool does not take broken.cwl: "), "\(said)")
        #expect(said.contains("broken.cwl:5:"), "\(said)")
        await broker.stop()
    }

    @Test func aStepThatFailsIsNamed() async throws {
        let broker = try await broker("failing")
        let url = documents.put(
            "/failing.cwl",
            """
            cwlVersion: v1.2
            class: Workflow
            inputs: []
            outputs: []
            steps:
              reduce:
                run: {cwlVersion: v1.2, class: CommandLineTool, baseCommand: "false", inputs: [], outputs: []}
                in: []
                out: []
            """)
        let view = try await broker.session(try await broker.accepted(request("cwl", url)))
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("The step reduce failed; its output is in the log."), "\(view.texts)")
        await broker.stop()
    }

    @Test func aSnakefileRunsWithItsConfigurationAndTargets() async throws {
        let broker = try await broker("snakemake")
        let url = documents.put(
            "/s/Snakefile",
            """
            rule good:
                output: "good.txt"
                shell: "echo {config[word]} on $SLURM_JOB_NAME | tee {output}"
            rule bad:
                shell: "exit 3"
            """)
        let good = try await broker.accepted(
            request("snakemake", url, "configuration: {word: hello}\n  targets: [good]", Self.disk))
        let view = try await broker.session(good)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(try await broker.output(good).contains("hello on berth-workflows-snakemake-"))
        let bad = try await broker.session(
            try await broker.accepted(request("snakemake", url, "targets: [bad]")))
        #expect(bad.session.phase == .failed)
        #expect(bad.texts.contains("The rule bad failed; its output is in the log."), "\(bad.texts)")
        await broker.stop()
    }

    @Test func nodesWithoutTheEngineSayNo() async throws {
        let broker = try await broker("without") { $0.programs.snakemake = "/nowhere/snakemake" }
        let url = documents.put("/s/Snakefile", "rule all:\n    shell: \"true\"\n")
        let texts = try await refusal(broker, request("snakemake", url))
        #expect(
            texts.contains("snakemake-workflow takes snakemake, which the nodes of the cluster do not have"),
            "\(texts)")
        await broker.stop()
    }
}
