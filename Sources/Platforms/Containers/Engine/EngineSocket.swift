import Glibc

/// Finds the socket of a container engine.
package enum EngineSocket {
    /// The places that are looked at, in order: what the environment names, then where engines put their sockets.
    ///
    /// - Parameter environment: the value of an environment variable.
    package static func candidates(_ environment: (String) -> String?) -> [String] {
        var candidates: [String] = []
        for name in ["DOCKER_HOST", "CONTAINER_HOST"] {
            if let host = environment(name), let path = path(of: host) { candidates.append(path) }
        }
        if let runtime = environment("XDG_RUNTIME_DIR"), !runtime.isEmpty {
            candidates += [runtime + "/podman/podman.sock", runtime + "/docker.sock"]
        }
        return candidates + ["/run/podman/podman.sock", "/var/run/docker.sock"]
    }

    /// `unix:///run/x.sock`, or a path alone; `nil` for anything else.
    package static func path(of host: String) -> String? {
        if host.hasPrefix("/") { return host }
        guard host.hasPrefix("unix://") else { return nil }
        let path = host.dropFirst("unix://".count)
        return path.hasPrefix("/") ? String(path) : nil
    }

    /// The first candidate that is a socket; the last one when there is none, so that errors name a place.
    package static func found() -> String {
        let candidates = candidates { name in getenv(name).map { String(cString: $0) } }
        return candidates.first { isSocket($0) } ?? candidates[candidates.count - 1]
    }

    private static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }
}
