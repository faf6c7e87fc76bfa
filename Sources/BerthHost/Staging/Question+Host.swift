import BerthDocument
import BerthModel
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
}
