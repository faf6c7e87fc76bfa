package import BerthModel
package import BerthPlatform

extension ScriptedPlatform {
    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        let run = settings.run(of: work)
        while true {
            let version = naps.version
            let life = ScriptedLife(run, shelf.thing(work.session) ?? ScriptedThing())
            let now = clock.now()
            let written = life.written(stream, at: now)
            let rest = written.dropFirst(Int(clamping: max(0, offset)))
            let piece = rest.prefix(max(0, limit))
            let isSilent = life.isSilent(at: now)
            if !piece.isEmpty || isSilent || !waiting {
                return LogPiece(bytes: Array(piece), isEnd: isSilent && piece.count == rest.count)
            }
            if Task.isCancelled { throw PlatformError(.cancelled, "Reading the log was cancelled.") }
            await naps.wait(for: work.session, after: version, until: life.nextChange(after: now) ?? .latest)
        }
    }

    package func forget(_ session: UUID) async {
        // What is still there has to be released, by name.
        if sessions.contains(session) { return }
        shelf.forget(session)
        naps.wake(session)
    }
}
