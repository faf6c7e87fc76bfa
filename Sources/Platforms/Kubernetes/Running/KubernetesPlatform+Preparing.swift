import BerthDocument
import BerthHTTP
import BerthHost
import BerthModel
package import BerthPlatform

extension KubernetesPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            switch part {
            case .storage(let index):
                let manifest = try JobManifest(work, settings)
                // An emptyDir comes with the pod.
                if manifest.details.storageClass == nil { return .done }
                try await make(manifest.claim(index), at: try core("persistentvolumeclaims"), work, "make storage")
                return .done
            // Fetched by the pod before its container begins.
            case .data: return .done
            // The scheduler sets cores and memory aside.
            case .compute: return .done
            case .executable:
                var manifest = try JobManifest(work, settings)
                let (progress, pieces) = try await bring(work, manifest)
                manifest.pieces = pieces
                try await make(manifest.job, at: try jobs(), work, "make the Job of the session")
                if let service = manifest.service {
                    try await make(service, at: try core("services"), work, "publish the ports of the session")
                }
                return progress
            }
        }
    }

    /// Makes an object, unless it is there already.
    ///
    /// - Throws: `refused` when it is there and belongs to somebody else, and what calls throw.
    func make(
        _ object: Document, at path: String, _ work: Work, _ doing: String
    ) async throws(PlatformError) {
        // A cluster goes on with a call whose caller has hung up.
        try await steps.carryOutWhole(work.session) { [api, settings] () async throws(PlatformError) in
            let reply = try await api.call(.post, path, object)
            if reply.isSuccess { return }
            guard reply.status == 409, reply.reason == "AlreadyExists" else {
                throw .api(reply, doing, subject: object.objectName)
            }
            let there = try await api.call(.get, path + "/" + object.objectName)
            if there.body.label(ObjectNames.instanceLabel) == settings.instance { return }
            throw PlatformError(
                .refused, "The cluster could not \(doing): another broker has one of the same name.",
                subject: object.objectName, detail: "the label \(ObjectNames.instanceLabel) is not \(settings.instance)"
            )
        }
    }

    // MARK: start

    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let name = ObjectNames.job(work.session)
            let job = try await found(work.session)
            if job.isStopped { throw PlatformError(.cancelled, "The session was cancelled.") }
            // A Job that has ended does not begin again.
            if job.parallelism == 0 {
                try await steps.carryOutWhole(work.session) { [api] () async throws(PlatformError) in
                    let reply = try await api.call(
                        .patch, try jobs() + "/" + name, ["spec": ["parallelism": 1]])
                    if !reply.isSuccess { throw .api(reply, "start the Job of the session", subject: name) }
                }
            }
            followers.follow(work.session, resultBytes: resultBytes(work))
            var note = Note(
                .info, "The cluster has taken it as the Job {job} in the namespace {namespace}.",
                ["job": name, "namespace": try api.namespace()])
            var connectors = try await connectors(work)
            if let room = notebooks, case .jupyterNotebook? = work.plan.executable, room.settings.isInteractive {
                if !(try await readied(work, room)) { return Progress(notes: [note]) }
                note = Note(.info, "The Jupyter server answers; the connector opens it.")
                if let server = connectors?.first { connectors = [try await opened(server, work)] }
            }
            return Progress(notes: [note], connectors: connectors)
        }
    }

    /// The Job of a session.
    ///
    /// - Throws: `lost` when it is not there.
    func found(_ session: UUID) async throws(PlatformError) -> JobState {
        let name = ObjectNames.job(session)
        let reply = try await api.call(.get, try jobs() + "/" + name)
        if reply.status == 200 { return JobState(reply.body) }
        if reply.status != 404 { throw .api(reply, "look up the Job of the session", subject: name) }
        throw PlatformError(
            .lost, "The Job of the session is no longer in the cluster; somebody else deleted it.", subject: name)
    }

    private func connectors(_ work: Work) async throws(PlatformError) -> [Connector]? {
        let manifest = try JobManifest(work, settings)
        guard manifest.service != nil else { return nil }
        let name = ObjectNames.job(work.session)
        let reply = try await api.call(.get, try core("services") + "/" + name)
        guard reply.status == 200 else { throw .api(reply, "publish the ports of the session", subject: name) }
        let ports = reply.body.at("spec", "ports")?.items ?? []
        var host = "\(name).\(try api.namespace()).svc"
        if settings.ports == .nodePort {
            let node = try await known.facts().open(settings).first
            guard let address = settings.portHost ?? node?.addresses["ExternalIP"] ?? node?.addresses["InternalIP"]
            else { return nil }
            host = address
        }
        return manifest.published.compactMap { port in
            let made = ports.first {
                $0["port"]?.integer == port.number && $0["protocol"]?.text == port.spoken.transport.uppercased()
            }
            guard let number = settings.ports == .nodePort ? made?["nodePort"]?.integer : port.number else {
                return nil
            }
            return Connector(
                status: .available, protocol: port.spoken.rawValue,
                location: "\(port.spoken.rawValue)://\(host):\(number)\(port.path)")
        }
    }
}
