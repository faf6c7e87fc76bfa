import BerthDocument
import BerthHTTP
import BerthHost
package import BerthModel
package import BerthPlatform
import BerthTasks

extension KubernetesPlatform {
    /// A Job that wants no pods any more lets its pod go, with the grace that it has, and makes no other.
    package func cancel(_ work: Work) async throws(PlatformError) {
        let name = ObjectNames.job(work.session)
        steps.cancel(work.session)
        await steps.settled(work.session)
        let reply = try await api.call(
            .patch, try jobs() + "/" + name,
            [
                "metadata": ["annotations": [ObjectNames.stoppedAnnotation: "cancelled"]],
                "spec": ["parallelism": 0],
            ])
        if !reply.isSuccess && reply.status != 404 { throw .api(reply, "stop the session", subject: name) }
    }

    private func pods(_ session: UUID) async throws(PlatformError) -> [PodState] {
        let selector = KubernetesAPI.encoded(ObjectNames.selector(session: session))
        return try await api.list(try core("pods") + "?labelSelector=" + selector).items.map(PodState.init)
    }

    /// Absence is no error.
    func delete(_ path: String, _ propagation: String) async throws(PlatformError) {
        let reply = try await api.call(.delete, path + "?propagationPolicy=" + propagation)
        if !reply.isSuccess && reply.status != 404 {
            throw .api(reply, "delete what belongs to the session", subject: path)
        }
    }

    // MARK: release

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        let session = work.session
        switch part {
        case .executable:
            await steps.settled(session)
            let manifest = try JobManifest(work, settings)
            if manifest.service != nil { try await releaseService(session) }
            if manifest.details.notebook != nil { try await releaseSecrets(session) }
            try await releaseJob(session)
            await followers.stop(session)
            try logs.end(session)
            board.forget(session)
        case .compute: steps.forget(session)
        // It went with the storage, and the storage with the pod.
        case .data: break
        case .storage(let index):
            if try work.plan.details(as: KubernetesPlan.self).storageClass == nil { return }
            try await releaseClaim(ObjectNames.claim(session, index))
        }
    }

    private func releaseService(_ session: UUID) async throws(PlatformError) {
        try await delete(try core("services") + "/" + ObjectNames.job(session), "Background")
    }

    /// Deletes the Job with its pods, and waits until nothing is left.
    private func releaseJob(_ session: UUID) async throws(PlatformError) {
        let path = try jobs() + "/" + ObjectNames.job(session)
        let end = ContinuousClock.now + .seconds(settings.releaseSeconds)
        // Some nodes never let go of a pod that is deleted while they stop it for its deadline, and tell nobody when
        // they have.
        if try await pods(session).contains(where: \.isOverdue) {
            try? await Task.sleep(for: .seconds(settings.stopSeconds.addingOrMost(5)))
        }
        try await delete(path, "Foreground")
        var seen: Int?
        while true {
            let reply = try await api.call(.get, path)
            if reply.status == 404, try await pods(session).isEmpty { return }
            let left = end - ContinuousClock.now
            if left <= .zero {
                throw PlatformError(
                    .overLimit,
                    "The cluster has not deleted the session's pod in \(settings.releaseSeconds) s; it does so when its"
                        + " node answers again.",
                    subject: ObjectNames.job(session))
            }
            seen = await change(of: session, after: seen, within: left) ?? seen
        }
    }

    /// The next version of a session on the board; `nil` when none came in time.
    func change(of session: UUID, after seen: Int?, within time: Duration) async -> Int? {
        let waiting = Task { [board] in try? await board.entry(session, after: seen).version }
        let clock = Task {
            try? await Task.sleep(for: time)
            waiting.cancel()
        }
        defer { clock.cancel() }
        return await withTaskCancellationHandler {
            await waiting.value
        } onCancel: {
            waiting.cancel()
        }
    }

    /// Deletes a claim, and follows it until it is gone.
    private func releaseClaim(_ name: String) async throws(PlatformError) {
        let claims = try core("persistentvolumeclaims")
        try await delete(claims + "/" + name, "Background")
        let path = "\(claims)?fieldSelector=\(KubernetesAPI.encoded("metadata.name=" + name))"
        let (items, version) = try await api.list(path)
        if items.isEmpty { return }
        let reply = try await api.stream(
            "\(path)&watch=1&timeoutSeconds=\(settings.releaseSeconds)&resourceVersion=\(version)",
            stalledSeconds: Double(settings.releaseSeconds.addingOrMost(5)))
        var lines = LineReader(limit: 8 << 20)
        do throws(HTTPError) {
            while let bytes = try await reply.next() {
                for line in (try? lines.feed(bytes)) ?? [] {
                    let event = try? Document.read(line, as: .json, limits: KubernetesAPI.limits)
                    if event?["type"]?.text == "DELETED" { return }
                }
            }
        } catch {
            throw .api(error)
        }
        if try await api.list(path).items.isEmpty { return }
        throw PlatformError(
            .overLimit, "The cluster has not deleted the session's storage in \(settings.releaseSeconds) s.",
            subject: name)
    }

    // MARK: orphans

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        let selector = "?labelSelector=" + KubernetesAPI.encoded(ObjectNames.selector(instance: settings.instance))
        let made = try await api.list(try jobs() + selector).items
        // Who may not see these has made none.
        let services = try await seen(try core("services") + selector)
        let claims = try await seen(try core("persistentvolumeclaims") + selector)
        let secrets = notebooks == nil ? [] : try await seen(try core("secrets") + selector)
        if let room = notebooks {
            room.asking.removeLeftovers(olderThan: 2 * room.settings.notebookSeconds)
            try await room.look.removeLeftover()
        }
        var released: Set<UUID> = []
        for service in services.compactMap(\.session) where !sessions.contains(service) {
            try await releaseService(service)
            released.insert(service)
        }
        for session in made.compactMap(\.session) where !sessions.contains(session) {
            try await releaseJob(session)
            released.insert(session)
        }
        for secret in secrets {
            guard let session = secret.session, !sessions.contains(session) else { continue }
            try await delete(try core("secrets") + "/" + secret.objectName, "Background")
            released.insert(session)
        }
        for claim in claims {
            guard let session = claim.session, !sessions.contains(session) else { continue }
            try await releaseClaim(claim.objectName)
            released.insert(session)
        }
        return released.sorted()
    }

    private func seen(_ path: String) async throws(PlatformError) -> [Document] {
        do throws(PlatformError) { return try await api.list(path).items } catch {
            if error.code == .refused && error.subject == path { return [] }
            throw error
        }
    }

    // MARK: output

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        try await logs.read(stream, of: work.session, from: offset, limit: limit, waiting: waiting)
    }

    package func forget(_ session: UUID) async {
        await followers.stop(session)
        logs.forget(session)
        board.forget(session)
        steps.forget(session)
    }
}
