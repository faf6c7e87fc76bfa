import BerthHost
package import BerthModel
package import BerthPlatform

extension ContainerPlatform {
    package func cancel(_ work: Work) async throws(PlatformError) {
        steps.cancel(work.session)
        try await engine.stop(folders.container(work.session), graceSeconds: settings.stopSeconds)
    }

    /// What cannot be released now is tried again later.
    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        do throws(PlatformError) {
            try await releaseOnce(part, of: work)
        } catch {
            orphanage.tryLater(work.session)
            throw error
        }
    }

    private func releaseOnce(_ part: Part, of work: Work) async throws(PlatformError) {
        let session = work.session
        switch part {
        case .executable:
            // Deleting while the engine still makes the container would delete nothing, or half of it.
            await steps.settled(session)
            try await engine.remove(folders.container(session))
            await followers.stop(session)
            try logs.end(session)
        case .compute:
            steps.forget(session)
            if work.plan.storage.isEmpty { try removeDirectory(session) }
        case .data(let index):
            try storage.release(data: index, of: work, try work.plan.details(as: ContainerPlan.self).staged)
        case .storage(let index):
            try storage.release(storage: index, of: work)
            if index == 0 { try removeDirectory(session) }
        }
    }

    private func removeDirectory(_ session: UUID) throws(PlatformError) {
        if !orphanage.isWaiting(session) { try storage.remove(folders.directory(session)) }
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        try await orphanage.release(keeping: sessions)
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        try await logs.read(stream, of: work.session, from: offset, limit: limit, waiting: waiting)
    }

    package func forget(_ session: UUID) async {
        logs.forget(session)
        orphanage.forget(session)
        steps.forget(session)
    }
}
