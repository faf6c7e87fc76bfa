import BerthHost
package import BerthModel
package import BerthPlatform

extension JupyterHubPlatform {
    package func cancel(_ work: Work) async throws(PlatformError) {
        let session = work.session
        steps.cancel(session)
        // A server that the hub is just asked for could not be stopped.
        await steps.settled(session)
        guard let user = user(of: session) else { return }
        try Files.touch(folders.stopped(session))
        await keepResult(of: work, user)
        try await stop(session, of: user)
    }

    /// Keeps the notebook as it was saved last. What cannot be had is not kept: the server may be at its end.
    private func keepResult(of work: Work, _ user: String) async {
        let session = work.session
        let file = logs.folder(session) + "/" + LogStream.result.rawValue
        guard !Files.exists(file), let details = try? work.plan.details(as: JupyterHubPlan.self),
            let token = token(of: session), let server = try? await hub.servers(of: user)?[serverName(session)],
            server.stage == .ready
        else { return }
        let notebook = NotebookServer(server.url, token: token, hub: hub)
        let bytes = try? await notebook.file(
            details.file, in: folder(session), maximumBytes: settings.notebookBytes)
        if let bytes, !bytes.isEmpty { try? Files.write(bytes, to: file) }
    }

    /// Stops the server of a session and waits until there is none.
    private func stop(_ session: UUID, of user: String) async throws(PlatformError) {
        let name = serverName(session)
        let end = ContinuousClock.now + .seconds(settings.stopSeconds)
        while let server = try await hub.servers(of: user)?[name] {
            if ContinuousClock.now >= end {
                throw PlatformError(
                    .overLimit, "The hub was asked to stop the server, and has not within \(settings.stopSeconds) s.",
                    subject: name)
            }
            switch server.stage {
            // The hub stops nothing that it is just starting.
            case .starting: _ = try await hub.progress(of: name, user, seconds: Double(settings.pollSeconds))
            case .stopping: try? await Task.sleep(for: .milliseconds(500))
            case .ready, .stopped: try await hub.stop(name, of: user)
            }
            if Task.isCancelled { throw PlatformError(.cancelled, "Stopping the server was cancelled.") }
        }
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        let session = work.session
        switch part {
        case .executable:
            await steps.settled(session)
            if let user = user(of: session) {
                await keepResult(of: work, user)
                try await stop(session, of: user)
                try await hub.deleteTokens(noted: tokenNote(session), of: user)
            }
            try logs.end(session)
            try folders.remove(session)
        case .compute: steps.forget(session)
        case .data, .storage: break
        }
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        var users: [UUID: String] = [:]
        for session in Files.names(in: folders.sessions).compactMap({ UUID($0) }) {
            users[session] = user(of: session) ?? ""
        }
        for (user, servers) in try await servers() {
            for name in servers.keys {
                if let session = ServerName.session(name, instance: settings.instance) { users[session] = user }
            }
        }
        var released: [UUID] = []
        for (session, user) in users.sorted(by: { $0.key < $1.key }) where !sessions.contains(session) {
            if !user.isEmpty {
                try await stop(session, of: user)
                try await hub.deleteTokens(noted: tokenNote(session), of: user)
            }
            try folders.remove(session)
            released.append(session)
        }
        return released
    }

    /// The servers of those who may have one from here.
    private func servers() async throws(PlatformError) -> [String: [String: HubServer]] {
        if settings.users == .asker { return try await hub.usersWithServers() }
        return [settings.user: try await hub.servers(of: settings.user) ?? [:]]
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        try await logs.read(stream, of: work.session, from: offset, limit: limit, waiting: waiting)
    }

    package func forget(_ session: UUID) async {
        logs.forget(session)
        steps.forget(session)
    }
}
