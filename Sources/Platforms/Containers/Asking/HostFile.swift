import Glibc

/// Files of the host that a site lets be read.
enum HostFile {
    /// The path of a `file://` URL, with every link followed, when it is a file below an allowed directory.
    static func path(of url: String, allowed: [String]) -> String? {
        guard url.hasPrefix("file:///") else { return nil }
        guard let real = resolved(String(url.dropFirst("file://".count))) else { return nil }
        let isAllowed = allowed.contains { directory in
            guard let directory = resolved(directory) else { return false }
            return real.hasPrefix(directory == "/" ? "/" : directory + "/")
        }
        return isAllowed ? real : nil
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
