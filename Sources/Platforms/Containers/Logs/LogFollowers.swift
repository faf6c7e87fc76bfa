import BerthData
import BerthHost
import BerthModel
import BerthPlatform
import Synchronization

/// Copies what running containers write into the log files, one follower a session.
final class LogFollowers: Sendable {
    private let engine: DockerEngine
    private let logs: LogShelf
    private let tasks = Mutex<[UUID: Task<Void, Never>]>([:])

    init(engine: DockerEngine, logs: LogShelf) {
        self.engine = engine
        self.logs = logs
    }

    /// Begins to follow, unless it does already.
    func follow(_ session: UUID, container: String) {
        let (engine, logs) = (engine, logs)
        tasks.withLock { tasks in
            if tasks[session] != nil || logs.isEnded(session) { return }
            tasks[session] = Task {
                // What an engine that goes away leaves out is read in the end.
                try? await LogFollowers.copy(session, container, engine, logs, following: true)
            }
        }
    }

    /// Waits until everything that the container wrote is in the files. The container has ended.
    ///
    /// Podman ends the answer to `follow` when the container ends, also when what was written has not all been sent;
    /// and the engine may have been away. So the log is read once more from its beginning, and what is kept already is
    /// left out. The engine's own log has a bound (`engineLogBytes`); what it dropped before it was read is missing.
    func finish(_ session: UUID, container: String) async throws(PlatformError) {
        if logs.isEnded(session) { return }
        if let task = tasks.withLock({ $0[session] }) {
            await task.value
            tasks.withLock { $0[session] = nil }
        }
        try await LogFollowers.copy(session, container, engine, logs, following: false)
        try logs.end(session)
    }

    /// Stops following, for a session that is released.
    func stop(_ session: UUID) async {
        guard let task = tasks.withLock({ $0.removeValue(forKey: session) }) else { return }
        task.cancel()
        await task.value
    }

    private static func copy(
        _ session: UUID, _ container: String, _ engine: DockerEngine, _ logs: LogShelf, following: Bool
    ) async throws(PlatformError) {
        let writer = try logs.writer(session)
        let parser = Mutex(LogFrameParser())
        let fault = Mutex<PlatformError?>(nil)
        let head = try await engine.stream(
            "GET", "/containers/\(container)/logs?follow=\(following ? 1 : 0)&stdout=1&stderr=1", seconds: nil
        ) { bytes, head in
            if head.status != 200 { return false }
            do throws(PlatformError) {
                try parser.withLock { parser throws(PlatformError) in
                    try parser.feed(bytes) { writer.append($0, $1) }
                }
                return true
            } catch {
                fault.withLock { $0 = error }
                return false
            }
        }
        if let error = fault.withLock({ $0 }) { throw error }
        // The container is gone: what was kept is all there is.
        if head.status == 200 && !following { writer.complete() }
        if head.status == 200 || head.status == 404 { return }
        throw PlatformError(
            .broken, "The log of the container cannot be read.", subject: container, cause: "status \(head.status)")
    }
}
