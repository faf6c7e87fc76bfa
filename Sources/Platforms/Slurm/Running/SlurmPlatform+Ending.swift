import BerthHost
package import BerthModel
package import BerthPlatform
import BerthTasks

extension SlurmPlatform {
    package func cancel(_ work: Work) async throws(PlatformError) {
        let session = work.session
        steps.cancel(session)
        // A job whose number nobody has yet could not be stopped.
        await steps.settled(session)
        guard Files.exists(folders.submitting(session)) else { return }
        try Files.touch(folders.stopped(session))
        try await stop(session, graceSeconds: settings.stopSeconds)
    }

    /// Asks every job of a session to end, kills what does not, and waits until nothing runs any more.
    private func stop(_ session: UUID, graceSeconds: Int64) async throws(PlatformError) {
        let name = JobName.name(session, instance: settings.instance)
        try await commands.cancel(named: name)
        let grace = ContinuousClock.now + .seconds(graceSeconds)
        var isKilled = false
        while let job = try await watch.jobs()[session], job.stage != .ended {
            if ContinuousClock.now >= grace, !isKilled {
                isKilled = true
                // It may have ended a moment ago.
                try? await commands.cancel(named: name, isKilled: true)
            }
            // Of what is being stopped the end comes soon.
            watch.hurry()
        }
        end(session)
    }

    /// Nothing is to be stopped any more. Of one that may have been handed over twice nobody is sure.
    func end(_ session: UUID) {
        if !Files.exists(folders.again(session)) { watch.end(session) }
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        let session = work.session
        switch part {
        case .executable:
            await steps.settled(session)
            if Files.exists(folders.submitting(session)), !watch.isOver(session) {
                try await stop(session, graceSeconds: 0)
            }
            if let name = reservation(of: work.plan) { try await give(back: name) }
            try logs.end(session)
            // The marker last: what is left is found by it.
            for path in [
                folders.work(session), folders.state(session), folders.temporary(session), folders.script(session),
                folders.runner(session), folders.pipes(session) + "/out", folders.pipes(session) + "/err",
                folders.image(session), folders.job(session), folders.order(session), folders.number(session),
                folders.stopped(session), folders.again(session), folders.submitting(session),
            ] {
                try storage.remove(path)
            }
        case .compute:
            steps.forget(session)
            watch.forget(session)
            if work.plan.storage.isEmpty { try storage.remove(folders.directory(session)) }
        case .data(let index):
            try storage.release(data: index, of: work, try work.plan.details(as: SlurmPlan.self).staged)
        case .storage(let index):
            try storage.release(storage: index, of: work)
            if index == 0 { try storage.remove(folders.directory(session)) }
        }
    }

    /// Takes the reservation of a session back. While Slurm clears up after its job it cannot be; Slurm takes it away
    /// by itself then.
    private func give(back reservation: String) async throws(PlatformError) {
        do throws(PlatformError) { try await commands.delete(reservation: reservation) } catch {
            guard error.code == .refused else { throw error }
            Task { [commands] in await commands.letGo(reservation, tries: 10) }
        }
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        notebooks.removeLeftovers(olderThan: 2 * settings.documentSeconds)
        var orphans = Set(Files.names(in: folders.sessions).compactMap { UUID($0) })
        orphans.formUnion(try await watch.jobs().filter { $0.value.stage != .ended }.keys)
        var released: [UUID] = []
        for session in orphans.subtracting(sessions).sorted() {
            try await stop(session, graceSeconds: 0)
            try storage.remove(folders.directory(session))
            released.append(session)
        }
        return released
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        let (session, logs) = (work.session, logs)
        if !waiting {
            return try await logs.read(stream, of: session, from: offset, limit: limit, waiting: false)
        }
        // What nodes write to a file system that they share tells nobody here.
        let looking = Task { [settings] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(settings.pollSeconds))
                logs.changed(session)
            }
        }
        defer { looking.cancel() }
        return try await logs.read(stream, of: session, from: offset, limit: limit, waiting: true)
    }

    package func forget(_ session: UUID) async {
        logs.forget(session)
        steps.forget(session)
        watch.forget(session)
    }
}
