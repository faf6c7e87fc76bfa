import BerthHost

/// Paths inside a container.
enum MountPath {
    private static let taken = ["/", "/proc", "/sys", "/dev", "/tmp", "/var/run/secrets"]

    /// Why nothing can be mounted at a path, `nil` when it can.
    static func fault(of path: String) -> String? {
        if !path.hasPrefix("/") { return "it does not begin with /" }
        if path.utf8.count > 1024 { return "it is longer than 1024 bytes" }
        // The cluster's own rule; the others keep what reads lists of mounts from reading more than a path.
        if path.unicodeScalars.contains(where: {
            $0.value < 32 || $0.value == 127 || ":,\"'\\".unicodeScalars.contains($0)
        }) {
            return "it holds one of : , \" ' \\ or what cannot be seen"
        }
        if path.split(separator: "/").contains("..") { return "it holds .." }
        let place = MountPoint.canonical(path)
        if taken.contains(place) || ["/proc/", "/sys/", "/dev/", "/var/run/secrets/"].contains(where: place.hasPrefix) {
            return "the container needs it itself"
        }
        return nil
    }
}
