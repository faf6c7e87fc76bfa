import BerthJupyter
import BerthPlatform
import Testing

/// Notebooks that are executed from the first to the last cell by a real Jupyter.
@Suite("Notebooks run from the first to the last cell", .serialized)
struct JupyterRunningTests {
    private let jupyter: TestJupyter
    private let platform: JupyterPlatform

    init() throws {
        jupyter = try TestJupyter()
        platform = try jupyter.platform()
    }

    @Test("what cells write is output, and the notebook with its outputs is kept, also after the release")
    func result() async throws {
        let url = jupyter.notebooks.put(
            "/a.ipynb",
            cells: [
                "import sys\nprint('to stdout')\nprint('to stderr', file=sys.stderr)", "open('disk/data.txt').read()",
            ])
        let data = jupyter.notebooks.put("/data.txt", "from a file")
        let run = try await JupyterRun(
            platform,
            TestJupyter.request(
                url,
                "data: [{kind: simple-data-resource, location: \"\(data)\", storage: disk}]\n"
                    + "storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]"))
        #expect(try await run.whole().isSuccess)
        #expect(try await run.output(.stdout) == "to stdout\n'from a file'\n")
        #expect(try await run.output(.stderr).contains("to stderr\n"))
        let kept = try await run.output(.result)
        #expect(kept.contains("'from a file'") && kept.contains("\"execution_count\": 2"), "\(kept)")
        #expect(jupyter.files("sessions") == [])
        await platform.forget(run.work.session)
        #expect(jupyter.files("logs") == [])
    }

    @Test("a cell that fails is named, and what there is of the result is kept")
    func failingCell() async throws {
        let url = jupyter.notebooks.put("/a.ipynb", cells: ["print('one')", "1/0", "print('never')"])
        let run = try await JupyterRun(platform, TestJupyter.request(url))
        let outcome = try await run.whole()
        #expect(!outcome.isSuccess)
        #expect(outcome.exitCode == 1)
        #expect(
            JupyterRun.sentences(outcome).first
                == "Cell 2 of the notebook failed: ZeroDivisionError: division by zero")
        #expect(try await run.output() == "one\n")
        #expect(try await run.output(.stderr).contains("ZeroDivisionError"))
        #expect(try await run.output(.result).contains("ZeroDivisionError"))
    }

    @Test("a kernel that dies is named with the cell")
    func dyingKernel() async throws {
        let url = jupyter.notebooks.put("/a.ipynb", cells: ["import os; os._exit(3)"])
        let outcome = try await JupyterRun(platform, TestJupyter.request(url)).whole()
        #expect(
            JupyterRun.sentences(outcome).first == "Cell 1 of the notebook failed: DeadKernel: the kernel died")
    }

    @Test("a notebook that was changed after the offer is not run")
    func changed() async throws {
        let url = jupyter.notebooks.put("/a.ipynb", cells: ["1"])
        let run = try await JupyterRun(platform, TestJupyter.request(url))
        jupyter.notebooks.put("/a.ipynb", cells: ["2"])
        try await run.released { run in
            let error = await #expect(throws: PlatformError.self) { try await run.prepare() }
            #expect(error?.code == .mismatch)
            #expect(error?.message.hasPrefix("The notebook \(url) is not the one that was offered any more") == true)
        }
        #expect(jupyter.files("sessions") == [])
    }

    @Test("a result that is too large is not kept, and that is said")
    func largeResult() async throws {
        let small = try jupyter.platform { $0.logBytes = 100 }
        let url = jupyter.notebooks.put("/a.ipynb", cells: ["print('x' * 50)"])
        let run = try await JupyterRun(small, TestJupyter.request(url))
        let outcome = try await run.whole()
        #expect(outcome.isSuccess)
        #expect(JupyterRun.sentences(outcome).first?.hasSuffix("and 100 are kept here.") == true)
        #expect(try await run.output(.result) == "")
    }

    @Test("a broker that comes back finds the notebook that it left running, and its end")
    func foundAgain() async throws {
        let url = jupyter.notebooks.put(
            "/a.ipynb", cells: ["print('one', flush=True)", "open('go').close()\nimport time; time.sleep(600)"])
        let run = try await JupyterRun(platform, TestJupyter.request(url))
        try await run.released { run in
            try await run.prepare()
            _ = try await run.start()
            _ = try await run.platform.log(.stdout, of: run.work, from: 0, limit: 10, waiting: true)
            let second = JupyterRun(try jupyter.platform(), run.work)
            #expect(try await second.platform.observe(run.work, after: nil) == .running)
            _ = try await second.start()
            try await second.platform.cancel(run.work)
            let outcome = try await second.outcome()
            #expect(!outcome.isSuccess)
            #expect(
                JupyterRun.sentences(outcome).contains("The program was stopped because the session was cancelled."))
        }
        #expect(try await run.output() == "one\n")
    }
}
