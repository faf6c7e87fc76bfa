import BerthData
import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// Brings documents of workflows to this machine, within the rules for data.
struct DocumentFetcher: Sendable {
    let stager: Stager
    let hostPaths: [String]

    init(limits: StagingLimits, hostPaths: [String]) {
        stager = Stager(limits: limits)
        self.hostPaths = hostPaths
    }

    static let path: DocumentPath = ["executable", "location"]

    /// Where a document is, when it can be read at all.
    ///
    /// - Throws: every reason against the address, without any input or output but for files of this machine.
    func source(_ url: String) throws(Obstacles) -> DataSource {
        var data = SimpleData()
        data.location = url
        let source = try DataSource.reading(.simple(data), at: ["executable"])
        if source.isHostFile && HostFile(url, allowed: hostPaths) == nil {
            throw Obstacles([
                Obstacle(
                    .notAllowed, Self.path,
                    "{path}: this site does not let {location} be read, or it is no ordinary file.",
                    ["location": url], couldChange: "the site")
            ])
        }
        return source
    }

    /// Writes a document to a file of a directory, with the directories on the way; done when it is there.
    ///
    /// - Throws: what `Stager.stage` throws, and `refused`.
    func fetch(_ url: String, called name: String, to directory: String) async throws(PlatformError) {
        let file = directory + "/" + name
        try Files.makeDirectory(file.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 })
        // No document has a blank in its name.
        let part = file + " part"
        if url.hasPrefix("file://") {
            guard let host = HostFile(url, allowed: hostPaths) else {
                throw PlatformError(.refused, "This site does not let \(url) be read.", subject: url)
            }
            _ = try await Files.copy(
                host.descriptor, called: url, to: file, by: part, maximumBytes: stager.limits.maximumBytes)
            return
        }
        let source: DataSource
        do throws(Obstacles) {
            source = try self.source(url)
        } catch {
            throw PlatformError(.refused, "\(url) cannot be fetched.", subject: url)
        }
        _ = try await stager.stage(source, to: file, by: part, maximumBytes: stager.limits.maximumBytes)
    }
}
