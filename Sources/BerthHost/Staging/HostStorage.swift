package import BerthData
import BerthDocument
import BerthModel
package import BerthPlatform

/// Storage and data of sessions as directories and files of this machine, for every platform whose work finds them
/// there.
package struct HostStorage: Sendable {
    package let folders: SessionFolders
    package let stager: Stager
    /// Directories that `file://` data may come from.
    package let hostPaths: [String]

    package init(folders: SessionFolders, limits: StagingLimits, hostPaths: [String]) {
        self.folders = folders
        stager = Stager(limits: limits)
        self.hostPaths = hostPaths
    }

    /// Makes the directory of a storage.
    ///
    /// - Parameter mode: who may write; the directories above are closed to others.
    package func make(_ index: Int, of work: Work, mode: UInt32) throws(PlatformError) {
        try Files.makeDirectory(folders.storage(work.session, index), mode: mode)
    }

    /// Brings a piece of data into its storage.
    ///
    /// - Throws: what `Stager.stage` throws; `overLimit` too when the storage is too small.
    package func fetch(_ index: Int, of work: Work, _ staged: StagedFiles) async throws(PlatformError) -> Progress {
        guard let (storage, name) = staged[index] else {
            throw PlatformError(.broken, "The plan of the session does not know data[\(index)].")
        }
        let source: DataSource
        do throws(Obstacles) {
            source = try DataSource.reading(work.plan.data[index], at: ["data", .index(index)])
        } catch {
            throw PlatformError(.refused, "data[\(index)] cannot be fetched any more.")
        }
        let room = try room(in: storage, of: work)
        let file = folders.storage(work.session, storage) + "/" + name
        let part = folders.part(work.session, index)
        let bytes: Int64
        if let copy = source.copies.first, source.isHostFile {
            guard let host = HostFile(copy.url, allowed: hostPaths) else {
                throw PlatformError(.refused, "This site does not let \(copy.url) be read.", subject: copy.url)
            }
            bytes = try await Files.copy(
                host.descriptor, called: host.path, to: file, by: part,
                maximumBytes: min(room, stager.limits.maximumBytes))
        } else {
            bytes = try await stager.stage(source, to: file, by: part, maximumBytes: room)
        }
        return Progress(notes: [
            Note(
                .info, "data[{index}]: {bytes} bytes are in place as {name}.",
                ["index": "\(index)", "bytes": "\(bytes)", "name": name])
        ])
    }

    /// Bytes that are left of a storage.
    private func room(in storage: Int, of work: Work) throws(PlatformError) -> Int64 {
        guard let size = work.plan.storageBytes(storage) else {
            throw PlatformError(.broken, "The plan of the session has no storage[\(storage)].")
        }
        guard let used = Files.bytes(in: folders.storage(work.session, storage)) else {
            throw PlatformError(.broken, "The broker has too many files open to look at storage[\(storage)].")
        }
        return max(0, size - min(size, used))
    }

    /// The first storage that holds more than was promised, or what cannot be counted.
    package func overfull(of work: Work) -> Int? {
        work.plan.storage.indices.first { index in
            guard let size = work.plan.storageBytes(index) else { return false }
            return (Files.bytes(in: folders.storage(work.session, index)) ?? 0) > size
        }
    }

    package func release(data index: Int, of work: Work, _ staged: StagedFiles) throws(PlatformError) {
        guard let (storage, name) = staged[index] else { return }
        try remove(folders.storage(work.session, storage) + "/" + name)
        try remove(folders.part(work.session, index))
    }

    package func release(storage index: Int, of work: Work) throws(PlatformError) {
        try remove(folders.storage(work.session, index))
    }

    /// - Throws: `broken` when something is left.
    package func remove(_ path: String) throws(PlatformError) {
        if !Files.remove(path) { throw .file(path, "deleted") }
    }
}

extension Plan {
    /// The promised size of a storage in bytes.
    package func storageBytes(_ index: Int) -> Int64? {
        guard storage.indices.contains(index), case .simple(let simple) = storage[index] else { return nil }
        return (simple.size?.min ?? 0).gibibytesInBytes
    }
}
