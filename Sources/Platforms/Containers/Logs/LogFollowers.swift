import BerthData
import BerthModel
import BerthPlatform
import Synchronization

/// Copies what running containers write into the log files, one follower a session.
final class LogFollowers: Sendable {
    private let engine: DockerEngine
    private let logs: LogShelf
    private let tasks = Mutex<[UUID: Task<PlatformError?, Never>]>([:])

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
                do throws(PlatformError) {
                    try await LogFollowers.copy(session, container, engine, logs)
                    return nil
                } catch {
                    return error
                }
            }
        }
    }

    /// Waits until everything that the container wrote is in the files. Follows again from the beginning where the
    /// engine was away: what is kept already is left out.
    func finish(_ session: UUID, container: String) async throws(PlatformError) {
        follow(session, container: container)
        guard let task = tasks.withLock({ $0[session] }) else { return }
        let error = await task.value
        tasks.withLock { $0[session] = nil }
        if error == nil { return try logs.end(session) }
        try await LogFollowers.copy(session, container, engine, logs)
        try logs.end(session)
    }

    /// Stops following, for a session that is released.
    func stop(_ session: UUID) async {
        guard let task = tasks.withLock({ $0.removeValue(forKey: session) }) else { return }
        task.cancel()
        _ = await task.value
    }

    private static func copy(_ session: UUID, _ container: String, _ engine: DockerEngine, _ logs: LogShelf)
        async throws(PlatformError)
    {
        let writer = try logs.writer(session)
        let parser = Mutex(LogFrameParser())
        let fault = Mutex<PlatformError?>(nil)
        let head = try await engine.stream(
            "GET", "/containers/\(container)/logs?follow=1&stdout=1&stderr=1", seconds: nil
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
        if head.status == 200 || head.status == 404 { return }
        throw PlatformError(
            .broken, "The log of the container cannot be read.", subject: container, cause: "status \(head.status)")
    }
}
