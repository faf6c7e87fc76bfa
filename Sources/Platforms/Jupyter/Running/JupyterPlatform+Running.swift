import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

extension JupyterPlatform {
    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await host.steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let details = try work.plan.details(as: JupyterPlan.self)
            if settings.isInteractive { return try await serve(work, details) }
            try execute(work, details)
            return .done
        }
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let state = try await host.observe(work, after: seen, memoryBytes: work.plan.demand[.memory])
        guard case .finished(var outcome) = state, !settings.isInteractive else { return state }
        let file = outcomeFile(work.session)
        guard let bytes = try? Files.read(file, from: 0, limit: NotebookOutcome.maximumBytes),
            let said = NotebookOutcome(bytes)
        else { return state }
        said.tell(&outcome, limit: settings.logBytes, wasCancelled: host.steps.isCancelled(work.session))
        return .finished(outcome)
    }

    // MARK: headless

    private func outcomeFile(_ session: UUID) -> String { host.folders.directory(session) + "/outcome.json" }

    private func execute(_ work: Work, _ details: JupyterPlan) throws(PlatformError) {
        let session = work.session
        let runner = host.folders.directory(session) + "/runner.py"
        try Files.write(Array(NotebookRunner.script.utf8), to: runner)
        let words = NotebookRunner.words(
            details.notebook, python: settings.python, runner: runner, result: host.logs.folder(session) + "/result",
            outcome: outcomeFile(session), resultBytes: settings.logBytes, startSeconds: settings.startSeconds)
        try host.start(work, words, environment: try environment(session), cores: work.plan.demand[.cores])
    }

    /// Jupyter keeps what it makes for itself out of sight of the notebook.
    private func environment(_ session: UUID) throws(PlatformError) -> [String: String] {
        let own = host.folders.directory(session) + "/tmp/jupyter"
        try Files.makeDirectory(own + "/ipython")
        return NotebookRunner.environment(own)
    }

    // MARK: interactive

    private func serverFile(_ session: UUID) -> String { host.folders.directory(session) + "/server" }

    /// Starts the server of a session, or finds it, and waits until it answers.
    private func serve(_ work: Work, _ details: JupyterPlan) async throws(PlatformError) -> Progress {
        let session = work.session
        let server = try server(session)
        var environment = try environment(session)
        environment["MPLBACKEND"] = nil
        environment["JUPYTER_TOKEN"] = server.token
        try host.start(
            work, server.words(python: settings.python, root: host.workplace(session)), environment: environment,
            cores: work.plan.demand[.cores])
        let end = ContinuousClock.now + .seconds(settings.startSeconds)
        while !(await server.isAvailable()) {
            // How it ended is told by whoever observes it.
            if case .finished = try await host.observe(work, after: nil, memoryBytes: work.plan.demand[.memory]) {
                return .done
            }
            if ContinuousClock.now > end {
                throw PlatformError(
                    .overLimit, "The Jupyter server did not answer within \(settings.startSeconds) seconds.")
            }
            // It tells nobody when it begins to listen.
            do { try await Task.sleep(for: .milliseconds(100)) } catch {
                throw PlatformError(.cancelled, "Starting the Jupyter server was cancelled.")
            }
        }
        let page = JupyterServer.page(
            of: details.notebook.file, packages: try await installation.packages(of: settings.python))
        return Progress(
            notes: [Note(.info, "The Jupyter server answers; the connector opens it.")],
            connectors: [Connector(status: .available, protocol: "http", location: server.url(page))])
    }

    /// Port and token of the server of a session, the same ones whenever it is asked.
    private func server(_ session: UUID) throws(PlatformError) -> JupyterServer {
        let file = serverFile(session)
        let words = String(decoding: try Files.read(file, from: 0, limit: 1000), as: UTF8.self).split(separator: " ")
        if words.count == 2, let port = UInt16(words[0]) {
            ports.keep(port, for: session)
            return JupyterServer(address: settings.listen, port: port, token: String(words[1]))
        }
        let port = try ports.take(for: session)
        let token = JupyterServer.newToken()
        try Files.makeDirectory(host.folders.directory(session))
        // Nobody but the broker may read it.
        try Files.write(Array("\(port) \(token)".utf8), to: file)
        return JupyterServer(address: settings.listen, port: port, token: token)
    }
}
