package import BerthModel
package import BerthPlatform
import Synchronization

/// What sessions wrote, in files that outlive their containers and this program; wakes those who wait for more.
package final class LogShelf: Sendable {
    private struct Watch {
        /// Grows with each change.
        var version = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let directory: String
    private let limitBytes: Int64
    private let watches = Mutex<[UUID: Watch]>([:])
    private let nextWaiter = Atomic<Int>(0)

    /// - Parameter limitBytes: what is kept of one stream.
    package init(directory: String, limitBytes: Int64) {
        self.directory = directory
        self.limitBytes = limitBytes
    }

    /// Where the outputs of a session are kept, as `stdout` and `stderr`.
    package func folder(_ session: UUID) -> String { directory + "/" + session.description }

    /// Opens the files of a session for writing; what is in them already is skipped when it is written again.
    package func writer(_ session: UUID) throws(PlatformError) -> LogWriter {
        let folder = folder(session)
        try Files.makeDirectory(folder)
        return try LogWriter(folder: folder, limitBytes: limitBytes) { [weak self] in self?.changed(session) }
    }

    /// Says that nothing more will be written.
    package func end(_ session: UUID) throws(PlatformError) {
        let folder = folder(session)
        try Files.makeDirectory(folder)
        try Files.touch(folder + "/end")
        changed(session)
    }

    package func isEnded(_ session: UUID) -> Bool { Files.exists(folder(session) + "/end") }

    package func forget(_ session: UUID) {
        Files.remove(folder(session))
        changed(session)
    }

    /// Reads what there is; waits for more when asked to.
    package func read(
        _ stream: LogStream, of session: UUID, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        while true {
            let version = watches.withLock { $0[session]?.version ?? 0 }
            // Asked before the bytes are read: what is written before the end is then surely seen.
            let isEnded = isEnded(session)
            let file = folder(session) + "/" + stream.rawValue
            let bytes = try Files.read(file, from: offset, limit: limit)
            if !bytes.isEmpty || isEnded {
                let size = Files.size(file)
                return LogPiece(bytes: bytes, isEnd: isEnded && offset + Int64(bytes.count) >= size)
            }
            if !waiting { return LogPiece(bytes: [], isEnd: false) }
            await change(of: session, after: version)
            if Task.isCancelled { throw PlatformError(.cancelled, "Reading the log was cancelled.") }
        }
    }

    /// Somebody else wrote to the files of a session: those who wait look again.
    package func changed(_ session: UUID) {
        let waiters = watches.withLock { watches in
            var watch = watches[session] ?? Watch()
            watch.version += 1
            let waiters = Array(watch.waiters.values)
            watch.waiters = [:]
            watches[session] = watch
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func change(of session: UUID, after version: Int) async {
        let id = nextWaiter.add(1, ordering: .relaxed).newValue
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isLate = watches.withLock { watches in
                    if Task.isCancelled || (watches[session]?.version ?? 0) != version { return true }
                    watches[session, default: Watch()].waiters[id] = continuation
                    return false
                }
                if isLate { continuation.resume() }
            }
        } onCancel: {
            watches.withLock { $0[session]?.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
