package import BerthDocument
package import BerthModel
package import BerthPlatform

extension Question {
    /// One obstacle for every volume: a program of the machine itself has nothing mounted for it.
    package var obstaclesOfMounts: [Obstacle] {
        guard let simple = compute.basic else { return [] }
        return simple.volumes.indices.map { index in
            let path: DocumentPath = ["compute", "volumes", .index(index)]
            return Obstacle(
                .never, path,
                "{path}: nothing can be mounted for what runs here; leave it out: storage and its data are found by "
                    + "the name of the storage where the program runs.",
                change: Change(path: path, to: .null, range: .absent))
        }
    }

    /// Every reason against the volumes of a container.
    ///
    /// - Parameter fault: why nothing can be mounted at a path, `nil` when it can.
    package func obstaclesOfVolumes(fault: (String) -> String?) -> [Obstacle] {
        guard let compute = compute.basic else { return [] }
        var obstacles: [Obstacle] = []
        var seen: Set<String> = []
        let mountable = mountable
        for (index, volume) in compute.volumes.enumerated() {
            guard case .simple(let simple) = volume else { continue }
            let path: DocumentPath = ["compute", "volumes", .index(index)]
            let place = simple.path ?? ""
            if let fault = fault(place) {
                obstacles.append(
                    Obstacle(
                        .contradictory, path.appending("path"), "{path}: {wanted} cannot be mounted at: {fault}.",
                        ["wanted": place, "fault": fault]))
            } else if !seen.insert(MountPoint.canonical(place)).inserted {
                obstacles.append(
                    Obstacle(
                        .contradictory, path.appending("path"), "{path}: two volumes cannot both be at {wanted}.",
                        ["wanted": place]))
            }
            if !mountable.contains(simple.resource ?? "") { obstacles.append(.unknownResource(of: simple, path)) }
        }
        return obstacles
    }

    /// What a volume can name: storage and data of the request.
    package var mountable: Set<String> {
        Set((storage.map(\.uuid) + data.map(\.uuid)).compactMap { $0?.description })
    }

    /// Whether a storage was not asked for: then the reason against it is that against the data that it was made for.
    package func isMadeForData(_ storage: StorageResource, _ index: Int) -> Bool {
        storage.isMade && storageOfData.contains(index)
    }
}

extension StorageResource {
    /// Whether it was made for data that names none. Source: WIRE.md §3.5.
    package var isMade: Bool {
        guard case .simple(let simple) = self else { return false }
        return simple.component.meta?.name?.hasPrefix("storage-for-") ?? false
    }
}

extension Obstacle {
    /// A volume of what is not in the request.
    ///
    /// - Parameter path: that of the volume.
    package static func unknownResource(of volume: SimpleVolume, _ path: DocumentPath) -> Obstacle {
        Obstacle(
            .contradictory, path.appending("resource"),
            "{path}: {wanted} names neither storage nor data of this request.",
            ["wanted": volume.resource ?? "nothing"])
    }
}

/// Places inside a container.
package enum MountPoint {
    /// Each place in one way: without what stands for the same directory, and without a slash at its end.
    package static func canonical(_ path: String) -> String {
        "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
