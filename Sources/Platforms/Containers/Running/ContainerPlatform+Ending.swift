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

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        var released: Set<UUID> = []
        for container in try await engine.containers(label: "\(Self.instanceLabel)=\(settings.instance)") {
            guard let session = container.labels[Self.sessionLabel].flatMap({ UUID($0) }), !sessions.contains(session)
            else { continue }
            try await engine.remove(container.id)
            released.insert(session)
        }
        for name in Files.names(in: directory + "/sessions") {
            guard let session = UUID(name), !sessions.contains(session) else { continue }
            try remove(directory + "/sessions/" + name)
            released.insert(session)
        }
        return released.sorted()
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
