import BerthDocument
import BerthModel
import BerthPlatform

extension Question {
    /// One obstacle for every piece of data, every storage and every volume: a server of a hub has the files of its
    /// user, and nothing is made for it.
    var obstaclesOfPlaces: [Obstacle] {
        var obstacles: [Obstacle] = []
        func refuse(_ path: DocumentPath, _ why: String) {
            obstacles.append(
                Obstacle(.never, path, "{path}: \(why)", change: Change(path: path, to: .null, range: .absent)))
        }
        for index in data.indices {
            refuse(
                ["data", .index(index)],
                "no data is brought to servers of this hub; leave it out, and fetch it in the notebook.")
        }
        for (index, storage) in storage.enumerated() where !isMadeForData(storage, index) {
            refuse(
                ["storage", .index(index)],
                "servers of this hub have the files of their user and no other storage; leave it out.")
        }
        for index in (compute.basic?.volumes ?? []).indices {
            refuse(["compute", "volumes", .index(index)], "nothing is mounted for servers of this hub; leave it out.")
        }
        return obstacles
    }

    /// Whether the request does not have it: then the reason is the data that it was made for.
    private func isMadeForData(_ storage: StorageResource, _ index: Int) -> Bool {
        guard case .simple(let simple) = storage, simple.component.meta?.name?.hasPrefix("storage-for-") == true else {
            return false
        }
        return storageOfData.contains(index)
    }
}
