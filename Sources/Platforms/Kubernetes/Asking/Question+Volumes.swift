import BerthDocument
import BerthModel
import BerthPlatform

extension Question {
    /// Every reason against the volumes.
    func volumeObstacles() -> [Obstacle] {
        guard let compute = compute.basic else { return [] }
        var obstacles: [Obstacle] = []
        var seen: Set<String> = []
        let known = Set((storage.map(\.uuid) + data.map(\.uuid)).compactMap { $0?.description })
        for (index, volume) in compute.volumes.enumerated() {
            guard case .simple(let simple) = volume else { continue }
            let path: DocumentPath = ["compute", "volumes", .index(index)]
            let place = simple.path ?? ""
            if let fault = MountPath.fault(of: place) {
                obstacles.append(
                    Obstacle(
                        .contradictory, path.appending("path"), "{path}: {wanted} cannot be mounted at: {fault}.",
                        ["wanted": place, "fault": fault]))
            } else if !seen.insert(MountPath.canonical(place)).inserted {
                obstacles.append(
                    Obstacle(
                        .contradictory, path.appending("path"), "{path}: two volumes cannot both be at {wanted}.",
                        ["wanted": place]))
            }
            if !known.contains(simple.resource ?? "") {
                obstacles.append(
                    Obstacle(
                        .contradictory, path.appending("resource"),
                        "{path}: {wanted} names neither storage nor data of this request.",
                        ["wanted": simple.resource ?? "nothing"]))
            }
        }
        return obstacles
    }
}

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
        let place = canonical(path)
        if taken.contains(place) || ["/proc/", "/sys/", "/dev/", "/var/run/secrets/"].contains(where: place.hasPrefix) {
            return "the container needs it itself"
        }
        return nil
    }

    static func canonical(_ path: String) -> String {
        "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
