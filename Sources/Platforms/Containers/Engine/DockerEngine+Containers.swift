import BerthDocument
package import BerthPlatform

/// What the engine says about a container.
package struct EngineContainer: Sendable, Hashable {
    package enum Status: Sendable, Hashable {
        /// Made and never started.
        case created
        case running
        case ended
    }

    package var id: String
    package var status: Status
    package var exitCode: Int64
    package var isOutOfMemory: Bool
    /// Why it could not be started.
    package var fault: String?
    package var labels: [String: String]
    /// Port of the host by `8080/tcp`.
    package var ports: [String: Int64]
    /// What of the host is mounted in it, as the engine understood it.
    package var mounts: [Mount]

    /// A directory, a file or a volume in the container.
    package struct Mount: Sendable, Hashable {
        /// `bind`, `volume`, `tmpfs`.
        package var type: String
        package var source: String
        package var target: String
        package var isReadOnly: Bool
    }

    init(_ document: Document) {
        let state = document["State"] ?? .null
        id = document["Id"]?.text ?? ""
        switch state["Status"]?.text {
        case "created", "configured", "initialized": status = .created
        case "running", "paused", "restarting", "removing", "stopping": status = .running
        default: status = .ended
        }
        exitCode = state["ExitCode"]?.integer ?? 0
        isOutOfMemory = state["OOMKilled"]?.isTrue ?? false
        fault = state["Error"]?.text.flatMap { $0.isEmpty ? nil : $0 }
        labels = [:]
        if case .map(let members)? = document["Config"]?["Labels"] {
            for member in members.members { labels[member.name] = member.value.text }
        }
        ports = [:]
        if case .map(let members)? = document["NetworkSettings"]?["Ports"] {
            for member in members.members {
                if let port = member.value.items.first?["HostPort"]?.text.flatMap({ Int64($0) }) {
                    ports[member.name] = port
                }
            }
        }
        mounts = (document["Mounts"] ?? .null).items.map { mount in
            Mount(
                type: mount["Type"]?.text ?? "", source: mount["Source"]?.text ?? "",
                target: mount["Destination"]?.text ?? "", isReadOnly: mount["RW"] == .bool(false))
        }
    }
}

extension DockerEngine {
    /// The container of a name, `nil` when there is none.
    package func container(_ name: String) async throws(PlatformError) -> EngineContainer? {
        let reply = try await call("GET", "/containers/\(name)/json")
        if reply.status == 404 { return nil }
        guard reply.status == 200 else { throw .engine(reply, "look up the container", subject: name) }
        return EngineContainer(reply.body)
    }

    /// Makes a container; one that is there already under the name stays.
    func create(_ name: String, _ configuration: Document) async throws(PlatformError) {
        let reply = try await call("POST", "/containers/create?name=\(name)", configuration, seconds: 600)
        if reply.status == 201 || reply.status == 409 { return }
        throw .engine(reply, "make the container", subject: name)
    }

    package func start(_ name: String) async throws(PlatformError) {
        let reply = try await call("POST", "/containers/\(name)/start", seconds: 120)
        if [204, 304].contains(reply.status) { return }
        throw .engine(reply, "start the container", subject: name)
    }

    /// Returns when the container does not run any more.
    package func wait(_ name: String) async throws(PlatformError) {
        let reply = try await call("POST", "/containers/\(name)/wait?condition=not-running", seconds: nil)
        if [200, 404].contains(reply.status) { return }
        throw .engine(reply, "wait for the container", subject: name)
    }

    /// Asks the container to stop, and kills it after the grace. Done when it does not run.
    package func stop(_ name: String, graceSeconds: Int64) async throws(PlatformError) {
        let reply = try await call(
            "POST", "/containers/\(name)/stop?t=\(graceSeconds)", seconds: Int(graceSeconds) + DockerEngine.callSeconds)
        if [204, 304, 404].contains(reply.status) { return }
        throw .engine(reply, "stop the container", subject: name)
    }

    /// Kills and deletes the container. Done when there is none.
    package func remove(_ name: String) async throws(PlatformError) {
        let reply = try await call("DELETE", "/containers/\(name)?force=1&v=1", seconds: 120)
        if [200, 204, 404].contains(reply.status) { return }
        throw .engine(reply, "delete the container", subject: name)
    }

    /// Names or IDs of all containers with a label and its value, running or not.
    func containers(label: String) async throws(PlatformError) -> [(id: String, labels: [String: String])] {
        let filter = DockerEngine.encodedQuery("{\"label\":[\"\(label)\"]}")
        let reply = try await call("GET", "/containers/json?all=1&filters=\(filter)")
        guard reply.status == 200 else { throw .engine(reply, "list the containers", subject: label) }
        return reply.body.items.map { item in
            var labels: [String: String] = [:]
            if case .map(let members)? = item["Labels"] {
                for member in members.members { labels[member.name] = member.value.text }
            }
            return (item["Id"]?.text ?? "", labels)
        }
    }
}
