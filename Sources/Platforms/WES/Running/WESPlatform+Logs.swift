import BerthHost
package import BerthModel
package import BerthPlatform

extension WESPlatform {
    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        let session = work.session
        if logs.isEnded(session) {
            return try await logs.read(stream, of: session, from: offset, limit: limit, waiting: false)
        }
        if !waiting {
            if let run = run(of: session) { await mirror.refresh(session, run) }
            return try await logs.read(stream, of: session, from: offset, limit: limit, waiting: false)
        }
        // The service tells nobody that there is more.
        let looking = Task { [settings, mirror] in
            while !Task.isCancelled {
                if let run = run(of: session) { await mirror.refresh(session, run) }
                try? await Task.sleep(for: .seconds(settings.pollSeconds))
            }
        }
        defer { looking.cancel() }
        return try await logs.read(stream, of: session, from: offset, limit: limit, waiting: true)
    }

    package func forget(_ session: UUID) async {
        logs.forget(session)
        steps.forget(session)
        await mirror.forget(session)
    }
}
