package import BerthModel
package import BerthPlatform

extension ScriptedPlatform {
    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        while true {
            let record = state[work.session]
            let (bytes, next) = written(stream, record)
            let piece = Array(bytes.dropFirst(Int(clamping: max(0, offset))).prefix(max(0, limit)))
            let isEnd = next == nil && Int(clamping: offset) + piece.count >= bytes.count
            if !piece.isEmpty || isEnd || !waiting { return LogPiece(bytes: piece, isEnd: isEnd) }
            if Task.isCancelled { throw PlatformError(.cancelled, "Reading the output was cancelled.") }
            await state.wait(work.session, until: next ?? clock.now(), clock) { state[work.session] != record }
        }
    }

    /// What was written so far, and when the next line comes; `nil` when none will come.
    ///
    /// A session that is released or not yet started has written nothing that is kept.
    private func written(_ stream: LogStream, _ record: ScriptedRecord) -> (bytes: [UInt8], next: Instant?) {
        let lines = stream == .stdout ? settings.run.stdout : settings.run.stderr
        guard let started = record.started, let end = record.end else {
            // Before the start something may still come; the wait ends with the next change.
            return record.parts.isEmpty ? (text(lines), nil) : ([], clock.now() + TimeSpan(seconds: 3600))
        }
        let now = clock.now()
        var bytes: [UInt8] = []
        for (index, line) in lines.enumerated() {
            let share = settings.run.duration.milliseconds / Int64(lines.count) * Int64(index)
            let time = started + TimeSpan(milliseconds: share)
            if time >= end && record.isStopped { return (bytes, nil) }
            if time > now { return (bytes, time) }
            bytes += Array((line + "\n").utf8)
        }
        return (bytes, end > now ? end : nil)
    }

    private func text(_ lines: [String]) -> [UInt8] { lines.flatMap { Array(($0 + "\n").utf8) } }

    package func forget(_ session: UUID) async { state.forget(session) }
}
