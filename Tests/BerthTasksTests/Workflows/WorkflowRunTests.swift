import BerthData
import BerthModel
import BerthPlatform
import Testing

@testable import BerthTasks

@Suite struct WorkflowRunTests {
    private func run(_ executable: Executable, storage: String? = nil) -> WorkflowRun {
        var plan = WorkflowPlan()
        plan.location = "http://a/w/main.cwl#second"
        plan.configurations = ["config.yaml"]
        return WorkflowRun(
            plan, executable, workplace: "/w", storage: storage, cores: 2, memoryBytes: 3 << 30)
    }

    @Test func cwltoolIsToldWhereOutputsGo() throws {
        var run = run(.cwlWorkflow(CWLWorkflow()))
        #expect(
            try run.words(cwltool: "/c", snakemake: "/s") == [
                "/c", "--outdir", "/w/outputs", "--tmpdir-prefix", "/w/outputs/.temporary/", "--tmp-outdir-prefix",
                "/w/outputs/.temporary/", "--disable-color", "--skip-schemas", "--no-doc-cache", "--no-container",
                ".workflow/main.cwl#second", ".values.json",
            ])
        run.storage = "/disk"
        run.handedOn = ["MARK"]
        run.hasContainers = true
        let words = try run.words(cwltool: "/c", snakemake: "/s")
        #expect(words.contains("/disk") && !words.contains("/w/outputs"))
        #expect(words.suffix(5).first == "--preserve-environment" || words.contains("MARK"))
        #expect(words.contains("--podman") && !words.contains("--no-container"))
        #expect(run.environment["http_proxy"] == "http://127.0.0.1:9")
    }

    @Test func snakemakeIsToldWhatItMayTake() throws {
        var workflow = SnakemakeWorkflow()
        workflow.targets = ["all"]
        let run = run(.snakemakeWorkflow(workflow), storage: "/disk")
        #expect(
            try run.words(cwltool: "/c", snakemake: "/s") == [
                "/s", "--snakefile", "/w/.workflow/main.cwl", "--directory", "/disk", "--cores", "2", "--resources",
                "mem_mb=3072", "--configfile", "/w/.workflow/config.yaml", "/w/.values.json", "--nocolor", "--", "all",
            ])
        #expect(run.environment.isEmpty)
    }

    @Test func whatIsNoWorkflowIsNotRun() throws {
        let run = run(.batchScript(BatchScript()))
        #expect(throws: PlatformError(.broken, "The plan of the session holds no workflow.")) {
            try run.words(cwltool: "/c", snakemake: "/s")
        }
    }

    @Test func whatWasChangedSinceIsNotRun() async throws {
        let folder = try WorkflowFolder(["main.cwl": "new"])
        let shelf = WorkflowShelf(
            folder: folder.path + "/asked",
            staging: .init(maximumBytes: 1000, maximumSeconds: 5, addresses: .init(allowed: [])),
            hostPaths: [folder.path + "/documents"],
            limits: .init(documents: 8, fetchSeconds: 5, checkSeconds: 5, checksAtOnce: 1), cwltool: nil)
        var plan = WorkflowPlan()
        plan.location = folder.url("main.cwl")
        plan.files = [WorkflowFile("main.cwl", Array("old".utf8))]
        let run = WorkflowRun(
            plan, .cwlWorkflow(CWLWorkflow()), workplace: folder.path + "/work", storage: nil, cores: 1,
            memoryBytes: 1)
        let error = await #expect(throws: PlatformError.self) { try await run.bring(shelf) { _ in nil } }
        #expect(error?.code == .mismatch)
        #expect(
            error?.message == "main.cwl is not what it was when the offer was made: somebody changed the workflow "
                + "since; ask again.")
    }
}
