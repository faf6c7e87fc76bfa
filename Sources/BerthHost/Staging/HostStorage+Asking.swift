package import BerthData
import BerthDocument
import BerthModel
package import BerthPlatform

extension HostStorage {
    /// Where all data comes from.
    ///
    /// - Throws: every reason why some of it cannot come, without any input or output but for files of this machine.
    package func sources(of question: Question) throws(Obstacles) -> [DataSource] {
        var sources: [DataSource] = []
        var obstacles: [Obstacle] = []
        for (index, data) in question.data.enumerated() {
            let path: DocumentPath = ["data", .index(index)]
            do throws(Obstacles) {
                let source = try DataSource.reading(data, at: path)
                for copy in source.copies where DataURL.scheme(of: copy.url) == "file" {
                    guard HostFile(copy.url, allowed: hostPaths) == nil else { continue }
                    obstacles.append(
                        Obstacle(
                            .notAllowed, copy.path,
                            "{path}: this site does not let {location} be read, or it is no ordinary file.",
                            ["location": copy.url], couldChange: "the site"))
                }
                sources.append(source)
            } catch {
                obstacles += error.all
            }
        }
        if !obstacles.isEmpty { throw Obstacles(obstacles) }
        return sources
    }

    /// Asks where the data is how large it is, and adds what that says to the estimate and the reasons against.
    package func look(
        at sources: [DataSource], of question: Question, _ estimate: inout StagingEstimate,
        _ obstacles: inout [Obstacle]
    ) async {
        let rooms = question.roomsOfData
        for (index, source) in sources.enumerated() {
            let path: DocumentPath = source.copies.first?.path ?? ["data", .index(index)]
            var bytes = source.bytes
            do throws(PlatformError) {
                if source.isHostFile {
                    bytes = source.copies.lazy.compactMap { HostFile($0.url, allowed: hostPaths)?.bytes }.first
                } else if case .bytes(let found) = try await stager.size(of: source) {
                    bytes = found
                }
            } catch {
                obstacles.append(
                    Obstacle(.dataUnreachable, path, "{path}: {problem}", ["problem": error.description]))
                continue
            }
            let limit = min(rooms[index], stager.limits.maximumBytes)
            if let bytes, bytes > limit {
                obstacles.append(
                    Obstacle(
                        .never, path, "{path}: the data has {wanted} bytes, there is room for {available}.",
                        ["wanted": "\(bytes)", "available": "\(limit)", "unit": "byte"]))
            }
            estimate.add(data: bytes, index, question.now)
        }
    }

    /// Which file each piece of data becomes.
    package func staged(_ sources: [DataSource], of question: Question) -> StagedFiles {
        StagedFiles(sources.map(\.fileName), storages: question.storageOfData.map { Int64($0 ?? 0) })
    }
}

extension Question {
    /// For each piece of data the size of the storage that it goes to.
    fileprivate var roomsOfData: [Int64] {
        storageOfData.map { index in
            guard let index, case .simple(let simple) = storage[index] else { return 0 }
            return (simple.size?.min ?? 0).gibibytesInBytes
        }
    }
}
