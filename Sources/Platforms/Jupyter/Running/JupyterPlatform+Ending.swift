import BerthHost
package import BerthModel
package import BerthPlatform
import BerthTasks

extension JupyterPlatform {
    package func cancel(_ work: Work) async throws(PlatformError) { await host.cancel(work) }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        try await host.release(part, of: work, try work.plan.details(as: JupyterPlan.self).staged)
        if part == .executable {
            ports.giveBack(work.session)
            for name in ["server", "runner.py", "outcome.json"] {
                try host.storage.remove(host.folders.directory(work.session) + "/" + name)
            }
        }
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        // A broker that was killed while it was asked left what it had fetched.
        asking.removeLeftovers(olderThan: 2 * settings.notebookSeconds)
        return try await host.releaseOrphans(keeping: sessions)
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        try await host.log(stream, of: work, from: offset, limit: limit, waiting: waiting)
    }

    package func forget(_ session: UUID) async { host.forget(session) }
}
