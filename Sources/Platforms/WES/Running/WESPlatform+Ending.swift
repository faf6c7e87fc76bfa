import BerthHost
package import BerthModel
package import BerthPlatform

extension WESPlatform {
    package func cancel(_ work: Work) async throws(PlatformError) {
        let session = work.session
        steps.cancel(session)
        // A run whose name nobody has yet could not be stopped.
        await steps.settled(session)
        guard Files.exists(folders.submitting(session)) else { return }
        try Files.touch(folders.stopped(session))
        try await stop(session)
    }

    /// Cancels the run of a session, if there is one, and waits until it has ended.
    private func stop(_ session: UUID) async throws(PlatformError) {
        if let run = run(of: session) { return try await stop(run) }
        if let run = try await search(session) { try await stop(run) }
    }

    private func stop(_ run: String) async throws(PlatformError) {
        do throws(PlatformError) {
            if try await service.state(of: run).stage == .ended { return }
            do throws(PlatformError) { try await service.cancel(run) } catch {
                // It may have ended a moment ago.
                if error.code != .refused { throw error }
                if try await service.state(of: run).stage != .ended { throw error }
            }
            let end = ContinuousClock.now + .seconds(settings.stopSeconds)
            while try await watch.state(of: run).stage != .ended {
                if ContinuousClock.now >= end {
                    throw PlatformError(
                        .overLimit,
                        "The service was asked to cancel the run \(run), and has not within \(settings.stopSeconds) s.",
                        subject: run)
                }
            }
        } catch {
            if error.code != .notFound { throw error }
        }
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        let session = work.session
        switch part {
        case .executable:
            await steps.settled(session)
            if Files.exists(folders.submitting(session)) {
                do throws(PlatformError) { try await stop(session) } catch {
                    // Who could not find it while it was to be started cannot now: the start has said so.
                    if error.code != .lost { throw error }
                }
            }
            try logs.end(session)
            try folders.remove(session)
        case .compute: steps.forget(session)
        case .data, .storage: break
        }
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        var orphans = Set(Files.names(in: folders.sessions).compactMap { UUID($0) })
        var runs: [UUID: [String]] = [:]
        // What is only known here is released also when the service lets nobody list its runs.
        if let listed = try? await runsOfHere(areActive: true) {
            for (run, session) in listed.found { runs[session, default: []].append(run) }
            orphans.formUnion(runs.keys)
        }
        var released: [UUID] = []
        for session in orphans.subtracting(sessions).sorted() {
            if let run = run(of: session), runs[session]?.contains(run) != true {
                runs[session, default: []].append(run)
            }
            for run in runs[session] ?? [] { try await stop(run) }
            try folders.remove(session)
            released.append(session)
        }
        return released
    }
}
