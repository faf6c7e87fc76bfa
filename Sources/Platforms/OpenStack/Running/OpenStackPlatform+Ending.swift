import BerthHost
package import BerthModel
package import BerthPlatform

extension OpenStackPlatform {
    /// Seconds in which a cloud has deleted a machine or a volume.
    static let deletingSeconds: Int64 = 300

    package func cancel(_ work: Work) async throws(PlatformError) {
        let session = work.session
        steps.cancel(session)
        // A machine whose id nobody has yet could not be deleted.
        await steps.settled(session)
        guard Files.exists(folders.ordering(session)) || serverID(session) != nil else { return }
        for server in try await cloud.servers(session) {
            if shelf.end(of: session) == nil, server.stage == .running { try? await look(at: server, session) }
            // What ended by itself was not stopped.
            if shelf.end(of: session) == nil { try Files.touch(folders.stopped(session)) }
            try await cloud.delete(server: server.id)
        }
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        let session = work.session
        switch part {
        case .executable:
            await steps.settled(session)
            if Files.exists(folders.ordering(session)) { try await delete(session) }
            try logs.end(session)
            // The marker last: what is left is found by it.
            for path in [
                folders.script(session), folders.told(session), folders.end(session), folders.stopped(session),
                folders.directory(session) + "/added", folders.server(session), folders.ordering(session),
            ] {
                try storage.remove(path)
            }
        case .compute:
            steps.forget(session)
            if work.plan.storage.isEmpty { try storage.remove(folders.directory(session)) }
        case .data: break
        case .storage(let index):
            try await deleteVolume(index, of: session)
            if index == 0 { try storage.remove(folders.directory(session)) }
        }
    }

    /// Deletes every machine of a session, and waits until there is none: until then its volumes cannot go.
    private func delete(_ session: UUID) async throws(PlatformError) {
        let end = ContinuousClock.now + .seconds(OpenStackPlatform.deletingSeconds)
        var asked: Set<String> = []
        var pauses = CloudPauses()
        while ContinuousClock.now < end {
            let servers = try await cloud.servers(session)
            // A machine that was ordered by a call without an answer may come a moment later.
            let isSure = serverID(session) != nil || !isOrdered(folders.ordering(session))
            if servers.isEmpty && isSure { return }
            for server in servers where asked.insert(server.id).inserted {
                try await cloud.delete(server: server.id)
            }
            try await pauses.next()
        }
        throw PlatformError(
            .refused, "The cloud has not deleted the machine.",
            subject: CloudName.name(session, instance: settings.instance),
            detail:
                "it is still there after \(OpenStackPlatform.deletingSeconds) s; look at it with openstack server show")
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        var orphans = Set(Files.names(in: folders.sessions).compactMap { UUID($0) })
        let servers = try await cloud.servers()
        orphans.formUnion(servers.compactMap { CloudName.session($0.name, instance: settings.instance) })
        let volumes = try await ownVolumes()
        orphans.formUnion(volumes.compactMap { CloudName.session($0.name, instance: settings.instance) })
        let lost = orphans.subtracting(sessions).sorted()
        for session in lost {
            try await delete(session)
            let own = volumes.filter { CloudName.session($0.name, instance: settings.instance) == session }
            let indices = own.compactMap { CloudName.index(ofVolume: $0.name) } + folders.orderedVolumes(session)
            for index in Set(indices).sorted() { try await deleteVolume(index, of: session) }
            try logs.end(session)
            try storage.remove(folders.directory(session))
        }
        return lost
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        let session = work.session
        if !waiting {
            return try await logs.read(stream, of: session, from: offset, limit: limit, waiting: false)
        }
        // Nobody is told when there is more on a console.
        let looking = Task {
            while !Task.isCancelled, !logs.isEnded(session) {
                if !observers.isLooking(session), let server = try? await watch.servers()[session],
                    server.stage == .running
                {
                    try? await look(at: server, session)
                }
                try? await Task.sleep(for: .seconds(settings.pollSeconds))
            }
        }
        defer { looking.cancel() }
        return try await logs.read(stream, of: session, from: offset, limit: limit, waiting: true)
    }

    package func forget(_ session: UUID) async {
        logs.forget(session)
        steps.forget(session)
    }
}
