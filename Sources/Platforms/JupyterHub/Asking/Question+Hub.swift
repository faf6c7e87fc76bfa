import BerthDocument
import BerthHost
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
}
