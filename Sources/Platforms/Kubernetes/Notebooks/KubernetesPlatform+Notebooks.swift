import BerthData
import BerthDocument
import BerthHTTP
import BerthHost
import BerthModel
import BerthPlatform
import BerthTasks

/// What a platform has that runs notebooks.
struct NotebookRoom: Sendable {
    var settings: KubernetesNotebooks
    var asking: NotebookAsking
    var look: ImageLook
    /// What the image has.
    var programs: Remembered<NodePrograms>

    /// What an image has changes when the site names or makes another.
    static let programsSeconds: Int64 = 3600
}

extension KubernetesPlatform {
    /// Why the image does not run notebooks in the way of this site; `nil` when it does.
    func fault(_ found: NodePrograms, _ room: NotebookRoom) -> String? {
        guard let python = found.paths["jupyter"] else { return "the Python \(room.settings.python)" }
        if found.kernels.isEmpty { return "a kernel" }
        let wanted = room.settings.isInteractive ? ["jupyter-server"] : NodePrograms.executors
        return wanted.first { found.packages[python]?[$0] == nil }
    }

    /// Looks at a notebook, and at what the image has to run it with.
    ///
    /// - Throws: what nobody who asks could mend.
    func look(
        at notebook: JupyterNotebook, _ room: NotebookRoom, _ now: Instant, _ details: inout KubernetesPlan,
        _ estimate: inout StagingEstimate, _ obstacles: inout [Obstacle]
    ) async throws(PlatformError) {
        let found: NodePrograms
        do throws(PlatformError) { found = try await room.programs.facts() } catch {
            // What it said an hour ago is better than nothing; where no pod can be made now, a reason.
            guard [.refused, .notFound, .overLimit].contains(error.code) else { throw error }
            guard let last = room.programs.last else {
                obstacles.append(
                    Obstacle(
                        .notNow, ["executable", "kind"],
                        "{path}: the image for notebooks could not be asked what it has: {problem}",
                        ["problem": error.message], couldChange: "the site"))
                return
            }
            found = last
        }
        if let missing = fault(found, room) {
            obstacles.append(
                Obstacle(
                    .never, ["executable", "kind"],
                    "{path}: {kind} takes {wanted}, which the image for notebooks of this site does not have.",
                    ["kind": Kind.jupyterNotebook.name, "wanted": missing, "available": "nothing for it"],
                    couldChange: "the site"))
            return
        }
        details.notebook = try await room.asking.plan(notebook.location ?? "", at: now, &estimate, &obstacles)
        let packages = found.packages[found.paths["jupyter"] ?? ""] ?? [:]
        if room.settings.isInteractive { details.page = JupyterServer.page(of: "", packages: packages) }
    }

    // MARK: the way in

    /// Fetches the notebook and makes the Secrets that bring it to its pod.
    ///
    /// - Returns: what there is to tell, and how many Secrets there are.
    func bring(_ work: Work, _ manifest: JobManifest) async throws(PlatformError) -> (Progress, pieces: Int) {
        guard let room = notebooks, let plan = manifest.details.notebook,
            case .jupyterNotebook(let notebook)? = work.plan.executable
        else { return (.done, 0) }
        let folder = "\(storage.folders.state)\(KubernetesPlatform.askedFolder)/\(work.session)"
        defer { Files.remove(folder) }
        try Files.makeDirectory(folder)
        let progress = try await room.asking.bring(plan, from: notebook.location ?? "", to: folder)
        let bytes = try Files.read(
            folder + "/" + plan.file, from: 0, limit: Int(clamping: room.settings.notebookBytes))
        let token = room.settings.isInteractive ? JupyterServer.newToken() : nil
        let contents = NotebookPod.contents(bytes, token: token)
        for (index, content) in contents.enumerated() {
            try await make(
                manifest.secret(index, content), at: try core("secrets"), work, "hand the notebook to its pod")
        }
        return (progress, contents.count)
    }

    // MARK: interactive

    /// Waits until the server of a session answers.
    ///
    /// - Returns: `false` when it has ended: how is told by whoever observes it.
    /// - Throws: why it never will.
    func readied(_ work: Work, _ room: NotebookRoom) async throws(PlatformError) -> Bool {
        var version: Int?
        var failingSince: ContinuousClock.Instant?
        // Until when it has to answer.
        var end: ContinuousClock.Instant?
        while true {
            guard let (entry, next) = try await news(of: work.session, after: version, until: end) else {
                throw PlatformError(
                    .overLimit, "The Jupyter server did not answer within \(room.settings.startSeconds) seconds.")
            }
            version = next
            if entry.job?.isStopped == true || entry.job?.failure != nil { return false }
            guard let pod = entry.pod else {
                // Told as for all others.
                if let words = entry.notMade, !words.contains("exceeded quota") { return false }
                continue
            }
            if pod.hasEnded { return false }
            if pod.isReady { return true }
            try pod.check(&failingSince, patienceSeconds: settings.imageSeconds)
            if pod.main.isRunning { end = end ?? ContinuousClock.now + .seconds(room.settings.startSeconds) }
        }
    }

    /// The page of the notebook with the token that opens it.
    ///
    /// - Parameter connector: of the server.
    func opened(_ connector: Connector, _ work: Work) async throws(PlatformError) -> Connector {
        let details = try work.plan.details(as: KubernetesPlan.self)
        let name = ObjectNames.secret(work.session, 0)
        let reply = try await api.call(.get, try core("secrets") + "/" + name)
        let token = reply.body.at("data", NotebookPod.tokenKey)?.text.flatMap(Base64.decoded)
        guard reply.status == 200, let token else {
            throw .api(reply, "say what opens the Jupyter server", subject: name)
        }
        var connector = connector
        let page = details.page.isEmpty ? "" : details.page + DataURL.encoded(details.notebook?.file ?? "")
        connector.location =
            (connector.location ?? "") + "/" + page + "?token=" + String(decoding: token, as: UTF8.self)
        return connector
    }

    // MARK: the way out

    /// Adds what the runner of a notebook says of how it ended.
    func tell(_ outcome: inout Outcome, of work: Work, wasCancelled: Bool) {
        guard let limit = resultBytes(work),
            let bytes = try? Files.read(
                logs.folder(work.session) + PodLogs.outcomeFile, from: 0, limit: NotebookOutcome.maximumBytes),
            let said = NotebookOutcome(bytes)
        else { return }
        let placed = outcome.notes.filter { $0.level == .info }
        said.tell(&outcome, limit: limit, wasCancelled: wasCancelled)
        outcome.notes += placed.filter { !outcome.notes.contains($0) }
    }

    /// Most bytes of the result that the output of a session carries; `nil` when it carries none.
    func resultBytes(_ work: Work) -> Int64? {
        guard case .jupyterNotebook? = work.plan.executable, let room = notebooks, !room.settings.isInteractive else {
            return nil
        }
        return room.settings.resultBytes
    }

    func releaseSecrets(_ session: UUID) async throws(PlatformError) {
        let selector = "?labelSelector=" + KubernetesAPI.encoded(ObjectNames.selector(session: session))
        for secret in try await api.list(try core("secrets") + selector).items {
            try await delete(try core("secrets") + "/" + secret.objectName, "Background")
        }
    }
}
