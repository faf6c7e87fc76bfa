import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

extension Question {
    /// One obstacle for every piece of data and every storage that was asked for: a service has places of its own,
    /// which a request cannot have made.
    var obstaclesOfPlaces: [Obstacle] {
        var obstacles: [Obstacle] = []
        for index in data.indices {
            let path: DocumentPath = ["data", .index(index)]
            obstacles.append(
                Obstacle(
                    .never, path,
                    "{path}: no data is brought to this service; write the address of the file where the parameters "
                        + "of the workflow name it, and the service fetches it.",
                    change: Change(path: path, to: .null, range: .absent)))
        }
        for (index, storage) in storage.enumerated() where !isMadeForData(storage, index) {
            let path: DocumentPath = ["storage", .index(index)]
            obstacles.append(
                Obstacle(
                    .never, path,
                    "{path}: this service has no storage to give; it keeps what its runs write, and the result of "
                        + "the session says where.",
                    change: Change(path: path, to: .null, range: .absent)))
        }
        return obstacles
    }

    /// Why nothing can be mounted.
    var obstaclesOfVolumes: [Obstacle] {
        (compute.basic?.volumes ?? []).indices.map { index in
            let path: DocumentPath = ["compute", "volumes", .index(index)]
            return Obstacle(
                .never, path, "{path}: nothing is mounted for what this service runs; leave it out.",
                change: Change(path: path, to: .null, range: .absent))
        }
    }
}
