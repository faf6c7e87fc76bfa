import BerthBroker
import BerthModel
import BerthPlatform
import BerthSlurm
import Foundation
import Testing

/// Notebooks that are executed on the nodes of a real cluster, by the Jupyter that those have.
@Suite("Notebooks run on the nodes of a cluster", .serialized)
struct SlurmNotebookTests {
    private let notebooks: NotebookServer

    init() throws { notebooks = try NotebookServer() }

    private func broker(_ instance: String, _ change: (inout SlurmSettings) -> Void = { _ in }) async throws
        -> BrokerOnEngine
    {
        let cluster = try TestCluster.tasks.get()
        let platform = try cluster.platform("notebooks-" + instance) {
            $0.programs.jupyter = TestJupyter.python
            change(&$0)
        }
        return try await BrokerOnEngine(platform, database: cluster.directory + "/notebooks-\(instance).db")
    }

    /// What is said to a request that nobody grants.
    private func refusal(_ broker: BrokerOnEngine, _ yaml: String) async throws -> String {
        let answer = try await broker.broker.ask(try BrokerOnEngine.request(yaml), as: .anonymous)
        #expect(answer.result == .no)
        return (answer.meta?.messages ?? []).compactMap(\.message).joined(separator: "\n")
    }

    @Test func whatCellsWriteIsOutputAndTheResultIsKept() async throws {
        let broker = try await broker("result")
        let url = notebooks.put(
            "/a.ipynb",
            cells: [
                "import os, sys\nprint('on', os.environ['SLURMD_NODENAME'])\nprint('to stderr', file=sys.stderr)",
                "open('disk/data.txt').read()",
            ])
        let data = notebooks.put("/data.txt", "from a file")
        notebooks.put("/requirements.txt", "nbclient>=0.1\n")
        let id = try await broker.accepted(
            TestJupyter.request(
                url,
                "data: [{kind: simple-data-resource, location: \"\(data)\", storage: disk}]\n"
                    + "storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]"))
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(view.texts.contains("2 cells of code; the kernel python3 runs it."), "\(view.texts)")
        #expect(view.texts.contains("The notebook a.ipynb is in place (SHA-256 "), "\(view.texts)")
        #expect(view.texts.contains("The notebook with its outputs is kept as the output result"), "\(view.texts)")
        #expect(view.texts.contains("The job ") && view.texts.contains(" ran for "), "\(view.texts)")
        let output = try await broker.output(id)
        #expect(output.hasPrefix("on n") && output.hasSuffix("\n'from a file'\n"), "\(output)")
        #expect(try await broker.output(id, .stderr).contains("to stderr\n"))
        let kept = try await broker.output(id, .result)
        #expect(kept.contains("'from a file'") && kept.contains("\"execution_count\": 2"), "\(kept)")
        let cluster = try TestCluster.tasks.get()
        #expect(cluster.files("sessions/notebooks-result/sessions").isEmpty)
        #expect(cluster.files("sessions/notebooks-result/asked/notebooks").isEmpty)
        await broker.stop()
    }

    @Test func aCellThatFailsIsNamed() async throws {
        let broker = try await broker("failing")
        let url = notebooks.put("/a.ipynb", cells: ["print('one')", "1/0", "print('never')"])
        let id = try await broker.accepted(TestJupyter.request(url))
        let view = try await broker.session(id)
        #expect(view.session.phase == .failed)
        #expect(
            view.texts.contains("Cell 2 of the notebook failed: ZeroDivisionError: division by zero"), "\(view.texts)")
        #expect(!view.texts.contains("exit code"), "\(view.texts)")
        #expect(try await broker.output(id) == "one\n")
        #expect(try await broker.output(id, .result).contains("ZeroDivisionError"))
        await broker.stop()
    }

    @Test func aNotebookThatRunsIsStopped() async throws {
        let broker = try await broker("cancel")
        let url = notebooks.put("/a.ipynb", cells: ["print('up', flush=True)\nimport time; time.sleep(600)"])
        let id = try await broker.accepted(TestJupyter.request(url))
        _ = try await broker.session(id, in: [.running])
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.cancelled), as: .anonymous)
        let view = try await broker.session(id)
        #expect(view.session.phase == .cancelled, "\(view.texts)")
        #expect(try TestCluster.tasks.get().jobs("notebooks-cancel").isEmpty)
        await broker.stop()
    }

    @Test func whatTheNotebookWantsAndTheNodesHaveNotIsAReason() async throws {
        let broker = try await broker("wanting")
        let strange = notebooks.put("/strange.ipynb", cells: ["1"], kernel: "cobol")
        let kernel = try await refusal(broker, TestJupyter.request(strange))
        #expect(
            kernel.contains("the notebook wants the kernel cobol, which is not here; there is: python3 (python)"),
            "\(kernel)")
        let url = notebooks.put("/w/a.ipynb", cells: ["1"])
        notebooks.put("/w/requirements.txt", "no-such-package>=2\n")
        let package = try await refusal(broker, TestJupyter.request(url))
        #expect(
            package.contains("wants no-such-package>=2, which the kernel python3 does not have"), "\(package)")
        await broker.stop()
    }

    @Test func aNotebookThatChangesAfterTheOfferIsNotRun() async throws {
        let broker = try await broker("changed")
        let url = notebooks.put("/a.ipynb", cells: ["print('one')"])
        let answer = try await broker.broker.ask(
            try BrokerOnEngine.request(TestJupyter.request(url)), as: .anonymous)
        let id = try #require(answer.offers.first?.component.meta?.uuid)
        notebooks.put("/a.ipynb", cells: ["print('two')"])
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.accepted), as: .anonymous)
        let view = try await broker.session(id)
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("is not the one that was offered any more"), "\(view.texts)")
        await broker.stop()
    }

    @Test func aNotebookThatIsTooLargeIsAReason() async throws {
        let broker = try await broker("large") { $0.notebookBytes = 1000 }
        let url = notebooks.put("/a.ipynb", cells: [String(repeating: "1 + ", count: 1000) + "1"])
        let texts = try await refusal(broker, TestJupyter.request(url))
        #expect(texts.contains("executable.location: ") && texts.contains("1000"), "\(texts)")
        await broker.stop()
    }

    @Test func nodesWithoutJupyterSayNo() async throws {
        let broker = try await broker("without") { $0.programs.jupyter = "/nowhere/python" }
        let url = notebooks.put("/a.ipynb", cells: ["1"])
        let texts = try await refusal(broker, TestJupyter.request(url))
        #expect(
            texts.contains(
                "jupyter-notebook takes Jupyter (nbclient and a kernel), which the nodes of the cluster do not have"),
            "\(texts)")
        // Scripts run nevertheless.
        let view = try await broker.session(try await broker.accepted(SlurmRun.script("true")))
        #expect(view.session.phase == .completed, "\(view.texts)")
        await broker.stop()
    }

    @Test func nodesThatAreBusyCannotBeAsked() async throws {
        let cluster = try TestCluster.tasks.get()
        let full = try cluster.run([
            "sbatch", "--parsable", "--exclusive", "--partition=single", "--time=8", "--output=/dev/null",
            "--wrap=sleep 600",
        ])
        while try cluster.run(["squeue", "-h", "-j", full, "-o", "%T"]) != "RUNNING" { usleep(100_000) }
        let broker = try await broker("busy") {
            $0.partition = "single"
            $0.lookSeconds = 6
        }
        let url = notebooks.put("/a.ipynb", cells: ["1"])
        let texts = try await refusal(
            broker, TestJupyter.request(url, "schedule: {requested: {duration: PT5M}}"))
        #expect(texts.contains("no node could be asked whether it has what runs it: "), "\(texts)")
        try cluster.run(["scancel", full])
        await broker.stop()
    }

    @Test func aCheckSaysWhatTheNodesHave() async throws {
        let cluster = try TestCluster.tasks.get()
        let well = await cluster.platformFindings("check-programs") { $0.programs.jupyter = TestJupyter.python }
        let found = well.first { $0.subject == "programs on nodes" }
        #expect(found?.isWell == true)
        #expect(found?.found.contains("jupyter-notebook by \(TestJupyter.python)") == true, "\(well)")
        let missing = await cluster.platformFindings("check-programs") { $0.programs.cwltool = "/nowhere/cwltool" }
        let fault = missing.first { $0.subject == "programs on nodes" }
        #expect(
            fault?.remedy == "install on the nodes what programs names, or leave it out: cwltool", "\(missing)")
    }

    @Test func theProfileSaysWhatWasFound() async throws {
        let cluster = try TestCluster.tasks.get()
        let platform = try cluster.platform("profile") { $0.programs.jupyter = TestJupyter.python }
        #expect(platform.profile.executables == [.batchScript, .pythonProgram, .jupyterNotebook])
        let strange = try cluster.platform("profile") { $0.programs.jupyter = "/nowhere/python" }
        #expect(strange.profile.executables == [.batchScript, .pythonProgram, .jupyterNotebook])
        let url = notebooks.put("/a.ipynb", cells: ["1"])
        _ = await strange.canIDoThis(try TestJupyter.question(TestJupyter.request(url)))
        #expect(!strange.profile.executables.contains(.jupyterNotebook))
    }

    @Test func aNodeThatDisappearsFailsItsSession() async throws {
        let cluster = try TestCluster.tasks.get()
        let broker = try await broker("vanished") { $0.partition = "single" }
        let url = notebooks.put("/a.ipynb", cells: ["print('up', flush=True)\nimport time; time.sleep(600)"])
        let id = try await broker.accepted(
            TestJupyter.request(url, "schedule: {requested: {duration: PT5M}}"))
        _ = try await broker.session(id, in: [.running])
        try cluster.run(["scontrol", "update", "NodeName=n3", "State=DOWN", "Reason=test"])
        let view = try await broker.session(id)
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("The node n3 failed while the job was on it."), "\(view.texts)")
        #expect(cluster.files("sessions/notebooks-vanished/sessions").isEmpty)
        await broker.stop()
        // It may have come back by itself.
        _ = try? cluster.run(["scontrol", "update", "NodeName=n3", "State=RESUME"])
        while try cluster.run(["sinfo", "-h", "-p", "single", "-o", "%T"]) != "idle" { usleep(100_000) }
    }
}
