package import BerthModel
package import BerthPlatform

extension ContainerPlatform {
    package func cancel(_ work: Work) async throws(PlatformError) {
        steps.cancel(work.session)
        try await engine.stop(containerName(work.session), graceSeconds: settings.stopSeconds)
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        let session = work.session
        switch part {
        case .executable:
            try await engine.remove(containerName(session))
            await followers.stop(session)
            try logs.end(session)
        case .compute:
            steps.forget(session)
            if work.plan.storage.isEmpty { try remove(sessionDirectory(session)) }
        case .data(let index):
            let details = try ContainerPlan.of(work)
            guard details.files.indices.contains(index), details.storages.indices.contains(index) else { return }
            let file = storageDirectory(session, Int(details.storages[index])) + "/" + details.files[index]
            try remove(file)
            try remove(file + ".part")
        case .storage(let index):
            try remove(storageDirectory(session, index))
            if index == 0 { try remove(sessionDirectory(session)) }
        }
    }

    private func remove(_ path: String) throws(PlatformError) {
        if !Files.remove(path) { throw .file(path, "deleted") }
    }

    /// One thing that cannot be released keeps no other from being released.
    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        var released: Set<UUID> = []
        var faults: [PlatformError] = []
        // The directory of a session stays as long as its container does: it may be mounted there, and is what tells
        // its name.
        var stuck: Set<UUID> = []
        let directories = Files.names(in: directory + "/sessions").compactMap { UUID($0) }.filter {
            !sessions.contains($0)
        }
        for (session, container) in await orphanedContainers(directories, keeping: sessions, &faults) {
            do throws(PlatformError) {
                try await engine.remove(container)
                released.insert(session)
            } catch {
                stuck.insert(session)
                faults.append(error)
            }
        }
        for session in directories where !stuck.contains(session) {
            if Files.remove(sessionDirectory(session)) {
                released.insert(session)
            } else {
                faults.append(.file(sessionDirectory(session), "deleted"))
            }
        }
        guard let first = faults.first else { return released.sorted() }
        throw PlatformError(
            first.code, "\(faults.count) of the things that belong to no session could not be released.",
            subject: first.subject, cause: first.description)
    }

    /// The containers that belong to no session, by name or ID. An engine that cannot list its containers is asked for
    /// those that the directories of sessions tell the names of.
    private func orphanedContainers(
        _ directories: [UUID], keeping sessions: Set<UUID>, _ faults: inout [PlatformError]
    ) async -> [(session: UUID, container: String)] {
        do throws(PlatformError) {
            return try await engine.containers(label: "\(Self.instanceLabel)=\(settings.instance)").compactMap {
                guard let session = $0.labels[Self.sessionLabel].flatMap({ UUID($0) }), !sessions.contains(session)
                else { return nil }
                return (session, $0.id)
            }
        } catch {
            faults.append(error)
            return directories.map { ($0, containerName($0)) }
        }
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        try await logs.read(stream, of: work.session, from: offset, limit: limit, waiting: waiting)
    }

    package func forget(_ session: UUID) async {
        logs.forget(session)
        steps.forget(session)
    }
}
