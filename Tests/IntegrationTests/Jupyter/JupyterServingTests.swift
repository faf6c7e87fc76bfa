import BerthJupyter
import BerthModel
import BerthPlatform
import BerthTasks
import Testing

/// Notebooks on a real Jupyter server for people.
@Suite("Notebooks are opened on a server for people", .serialized)
struct JupyterServingTests {
    private let jupyter: TestJupyter
    private let platform: JupyterPlatform

    init() throws {
        jupyter = try TestJupyter()
        platform = try jupyter.platform { $0.mode = .interactive }
    }

    private func run() async throws -> JupyterRun {
        try await JupyterRun(
            platform, TestJupyter.request(jupyter.notebooks.put("/a.ipynb", cells: ["print('one')"])))
    }

    /// Where the server is, and its token.
    private func opened(_ progress: Progress) throws -> (origin: String, token: String) {
        let connector = try #require(progress.connectors?.first)
        #expect(connector.status == .available)
        let location = try #require(connector.location)
        let parts = location.split(separator: "?token=")
        try #require(parts.count == 2)
        return (String(parts[0].dropLast()), String(parts[1]))
    }

    private func status(_ method: String, _ url: String, token: String?) async -> Int? {
        var arguments = ["curl", "-s", "-m", "10", "-o", "/dev/null", "-w", "%{http_code}", "-X", method, url]
        if let token { arguments += ["-H", "Authorization: token \(token)"] }
        return (try? await runProgram(arguments)).flatMap { Int($0.output) }
    }

    @Test("reached with its token, refused without, and gone after the release")
    func reached() async throws {
        let run = try await run()
        let (origin, token) = try await run.released { run in
            try await run.prepare()
            let (origin, token) = try opened(try await run.start())
            #expect(await status("GET", origin + "/api/contents/a.ipynb", token: token) == 200)
            #expect(await status("GET", origin + "/api/contents/a.ipynb", token: nil) == 403)
            #expect(await status("GET", origin + "/api/contents/a.ipynb", token: "wrong") == 403)
            #expect(await status("POST", origin + "/api/kernels", token: token) == 201)
            #expect(try await platform.observe(run.work, after: nil) == .running)
            // Nobody else on the machine reads the token.
            let (_, processes) = try await runProgram(["ps", "-eo", "args"])
            #expect(processes.contains("jupyter_server") && !processes.contains(token))
            return (origin, token)
        }
        #expect(await status("GET", origin + "/api/status", token: token) == 0)
        #expect(try await !run.output(.stderr).contains(token))
        #expect(try await !run.output(.stdout).contains(token))
        let (_, marked) = try await runProgram(
            ["sh", "-c", "grep -lz 'BERTH_PROGRAM=\(run.work.session)' /proc/[0-9]*/environ 2>/dev/null || true"])
        #expect(marked == "", "the server or a kernel of it still runs")
        #expect(jupyter.files("sessions") == [])
    }

    @Test("whoever shuts the server down has completed it")
    func shutDown() async throws {
        let run = try await run()
        try await run.released { run in
            try await run.prepare()
            let (origin, token) = try opened(try await run.start())
            #expect(await status("POST", origin + "/api/shutdown", token: token) == 200)
            let outcome = try await run.outcome()
            #expect(outcome.isSuccess, "\(outcome)")
        }
    }

    @Test("a broker that comes back finds the server that it left, with the same token")
    func foundAgain() async throws {
        let run = try await run()
        try await run.released { run in
            try await run.prepare()
            let first = try opened(try await run.start())
            let second = JupyterRun(try jupyter.platform { $0.mode = .interactive }, run.work)
            #expect(try await second.platform.observe(run.work, after: nil) == .running)
            let again = try opened(try await second.start())
            #expect(again.origin == first.origin && again.token == first.token)
            try await second.platform.cancel(run.work)
            #expect(try await !second.outcome().isSuccess)
            #expect(await status("GET", first.origin + "/api/status", token: first.token) == 0)
        }
    }
}
