import BerthData
import BerthHost
import BerthModel
package import BerthPlatform

extension JupyterHubPlatform {
    func serverName(_ session: UUID) -> String { ServerName.name(session, instance: settings.instance) }
    /// By which the tokens of a session are found again.
    func tokenNote(_ session: UUID) -> String { ServerName.words(session, instance: settings.instance) }
    /// Where the notebook is among the files of its user.
    func folder(_ session: UUID) -> String { ServerName.words(session, instance: settings.instance) }

    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let session = work.session
            let details = try work.plan.details(as: JupyterHubPlan.self)
            let user = details.user
            // Who comes to release it has to know whose server it is.
            if !Files.exists(folders.user(session)) {
                try Files.write(Array(user.utf8), to: folders.user(session))
                try await begin(session, user)
            } else if try await hub.servers(of: user)?[serverName(session)] == nil, token(of: session) == nil {
                // Whoever asked for it did not live to see that.
                try await begin(session, user)
            }
            guard let server = try await readied(session, user) else { return .done }
            let token = try await madeToken(work, user)
            let notebook = NotebookServer(server.url, token: token, hub: hub)
            let bytes = try Files.read(
                folders.notebook(session), from: 0, limit: Int(clamping: settings.notebookBytes))
            try await notebook.put(bytes, as: details.file, in: folder(session))
            return await opened(notebook, details, session)
        }
    }

    /// Asks the hub for the server.
    private func begin(_ session: UUID, _ user: String) async throws(PlatformError) {
        let (hub, settings, name) = (hub, settings, serverName(session))
        // A call that is ended in the middle may have done its work.
        try await steps.carryOutWhole(session) { () async throws(PlatformError) in
            if try await hub.servers(of: user) == nil { try await hub.make(user: user) }
            try await hub.start(name, of: user, options: settings.options)
        }
    }

    /// Waits until the server is ready.
    ///
    /// - Returns: `nil` when it was ready before and has ended: that is told by whoever observes it.
    /// - Throws: `refused` when it could not be started, `overLimit`, and what calls throw.
    private func readied(_ session: UUID, _ user: String) async throws(PlatformError) -> HubServer? {
        let name = serverName(session)
        let end = ContinuousClock.now + .seconds(settings.startSeconds)
        var said = ""
        while true {
            let server = try await hub.servers(of: user)?[name]
            switch server?.stage {
            case .ready?: return server
            case .starting?: break
            case .stopping?, .stopped?, nil:
                if token(of: session) != nil { return nil }
                throw PlatformError(
                    .refused, "The hub could not start the server; ask those who run it why.", detail: said)
            }
            let left = end - ContinuousClock.now
            if left <= .zero {
                throw PlatformError(
                    .overLimit, "The hub did not have the server ready within \(settings.startSeconds) seconds.")
            }
            let event = try await hub.progress(of: name, user, seconds: Double(left.components.seconds))
            if case .failed(let words) = event { said = words }
            // The hub ends the stream a moment before it says so elsewhere.
            if event != .ready { try? await Task.sleep(for: .milliseconds(500)) }
            if Task.isCancelled { throw PlatformError(.cancelled, "Starting the server was cancelled.") }
        }
    }

    /// The token of a session that was made before.
    func token(of session: UUID) -> String? {
        guard let bytes = try? Files.read(folders.token(session), from: 0, limit: 4096), !bytes.isEmpty else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The token of a session, the same one whenever it is asked.
    private func madeToken(_ work: Work, _ user: String) async throws(PlatformError) -> String {
        let session = work.session
        if let token = token(of: session) { return token }
        // One that was made and not kept is of no use to anybody.
        try await hub.deleteTokens(noted: tokenNote(session), of: user)
        let left = (work.end - JupyterHubPlatform.clock()).secondsRoundedUp
        let token = try await hub.makeToken(
            for: serverName(session), of: user, seconds: max(60, min(left, settings.tokenSeconds)),
            note: tokenNote(session))
        // Nobody but the broker may read it.
        try Files.write(Array(token.utf8), to: folders.token(session))
        return token
    }

    private func opened(
        _ notebook: NotebookServer, _ details: JupyterHubPlan, _ session: UUID
    ) async -> Progress {
        let page = notebook.address + (await notebook.page(of: details.file, in: folder(session)))
        let takesToken = await notebook.takesTokenInAddress()
        let connector = Connector(
            status: .available, protocol: DataURL.scheme(of: page) ?? "https",
            location: takesToken ? page + "?token=" + notebook.token : page)
        let note =
            takesToken
            ? Note(.info, "The server is ready; the connector opens it.")
            : Note(
                .warn,
                "The server is ready; the connector opens it for who is logged in at the hub as {user}: this hub takes "
                    + "no token in an address.", ["user": details.user])
        return Progress(notes: [note], connectors: [connector])
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let session = work.session
        guard let user = user(of: session) else {
            if seen == nil && Files.exists(folders.directory(session)) { return .waiting }
            throw PlatformError(.lost, "The server of the session was never started.", subject: "\(session)")
        }
        while true {
            let servers = try await patiently { () async throws(PlatformError) in try await watch.servers(of: user) }
            switch servers[serverName(session)]?.stage {
            case .starting?: if seen == nil { return .waiting }
            case .ready?, .stopping?: if seen != .running { return .running }
            case .stopped?, nil:
                try logs.end(session)
                return .finished(outcome(session))
            }
        }
    }

    private func outcome(_ session: UUID) -> Outcome {
        if Files.exists(folders.stopped(session)) || steps.isCancelled(session) {
            return Outcome(
                isSuccess: false, exitCode: nil,
                notes: [Note(.error, "The server was stopped because the session was cancelled.")])
        }
        return Outcome(
            isSuccess: true, exitCode: nil,
            notes: [Note(.info, "The server was stopped, by whoever used it or by the hub.")])
    }

    /// Whose server a session is; `nil` when none was started.
    func user(of session: UUID) -> String? {
        guard let bytes = try? Files.read(folders.user(session), from: 0, limit: 4096), !bytes.isEmpty else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Asks again when the hub is away, until the patience of the settings is at its end: servers go on meanwhile.
    private func patiently<Value>(_ call: () async throws(PlatformError) -> Value) async throws(PlatformError) -> Value
    {
        let end = ContinuousClock.now + .seconds(settings.awaySeconds)
        while true {
            do throws(PlatformError) { return try await call() } catch {
                guard error.code == .unreachable, !Task.isCancelled, ContinuousClock.now < end else { throw error }
                try? await Task.sleep(for: .seconds(settings.pollSeconds))
            }
        }
    }
}
