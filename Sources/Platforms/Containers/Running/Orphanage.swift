import BerthHost
import BerthModel
import BerthPlatform
import Synchronization

/// Releases what belongs to no session: the containers and directories of sessions that are over, or that nobody knows.
/// What cannot be released now is tried again, with gaps that grow.
final class Orphanage: Sendable {
    private struct Waiting {
        /// Sessions that this process carries out: never orphans.
        var begun: Set<UUID> = []
        /// Sessions that are over, and have something left.
        var sessions: Set<UUID> = []
        /// The sessions that were kept when the engine could not list its containers.
        var kept: Set<UUID>?
        var isTrying = false

        var isEmpty: Bool { sessions.isEmpty && kept == nil }
    }

    private let engine: DockerEngine
    private let folders: SessionFolders
    private let firstGap: Duration
    private static let longestGap = Duration.seconds(900)
    private let waiting = Mutex(Waiting())

    init(engine: DockerEngine, folders: SessionFolders, firstGap: Duration = .seconds(5)) {
        self.engine = engine
        self.folders = folders
        self.firstGap = firstGap
    }

    /// A session is carried out here from now on.
    func began(_ session: UUID) {
        waiting.withLock { _ = $0.begun.insert(session) }
    }

    /// Nothing of a session can be left any more.
    func forget(_ session: UUID) {
        waiting.withLock { _ = $0.begun.remove(session) }
    }

    /// Whether something of a session is left: its directory then stays, because it tells the name of its container.
    func isWaiting(_ session: UUID) -> Bool {
        waiting.withLock { $0.sessions.contains(session) }
    }

    /// Something of a session that is over could not be released.
    func tryLater(_ session: UUID) {
        waiting.withLock { _ = $0.sessions.insert(session) }
        tryLater()
    }

    /// Releases everything that belongs to none of these sessions.
    ///
    /// - Throws: what kept the first of them from being released, when all that can be released has been.
    func release(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        let directories = Files.names(in: folders.sessions).compactMap { UUID($0) }.filter { !sessions.contains($0) }
        var orphans = Set(directories)
        var faults: [PlatformError] = []
        do throws(PlatformError) {
            orphans.formUnion(try await listed(keeping: sessions))
        } catch {
            // The directories tell the names of those containers at least.
            faults.append(error)
            waiting.withLock { $0.kept = sessions }
        }
        var released: [UUID] = []
        for session in orphans.sorted() {
            do throws(PlatformError) {
                try await release(session)
                released.append(session)
            } catch {
                faults.append(error)
                waiting.withLock { _ = $0.sessions.insert(session) }
            }
        }
        guard let first = faults.first else { return released }
        tryLater()
        throw PlatformError(
            first.code,
            "\(faults.count) of the things that belong to no session could not be released; it is tried again.",
            subject: first.subject, detail: first.fullDescription)
    }

    /// The sessions of all containers that carry the name of this instance and are not kept.
    private func listed(keeping sessions: Set<UUID>) async throws(PlatformError) -> Set<UUID> {
        let label = "\(ContainerPlatform.instanceLabel)=\(folders.instance)"
        let found = try await engine.containers(label: label).compactMap {
            $0.labels[ContainerPlatform.sessionLabel].flatMap { UUID($0) }
        }
        return Set(found).subtracting(sessions)
    }

    /// The directory stays as long as the container does: it may be mounted there, and it tells the container's name.
    private func release(_ session: UUID) async throws(PlatformError) {
        try await engine.remove(folders.container(session))
        if !Files.remove(folders.directory(session)) { throw .file(folders.directory(session), "deleted") }
    }

    private func tryLater() {
        let isTrying = waiting.withLock { waiting in
            defer { waiting.isTrying = true }
            return waiting.isTrying
        }
        if isTrying { return }
        Task {
            var gap = firstGap
            while true {
                try? await Task.sleep(for: gap)
                gap = min(gap * 2, Orphanage.longestGap)
                if await isAllReleased() { return }
            }
        }
    }

    /// Tries what is waiting once more.
    private func isAllReleased() async -> Bool {
        if let kept = waiting.withLock({ $0.kept }), let found = try? await listed(keeping: kept) {
            waiting.withLock { waiting in
                waiting.kept = nil
                // Asked after the list was made: who has a container in it had begun before.
                waiting.sessions.formUnion(found.subtracting(waiting.begun))
            }
        }
        for session in waiting.withLock({ $0.sessions.sorted() }) where (try? await release(session)) != nil {
            waiting.withLock { _ = $0.sessions.remove(session) }
        }
        return waiting.withLock { waiting in
            if waiting.isEmpty { waiting.isTrying = false }
            return waiting.isEmpty
        }
    }
}
