import BerthModel
package import BerthPlatform

/// What a container finds at a path of its own.
package struct VolumeMount: Sendable, Hashable {
    /// Directory or file of the host.
    package var source: String
    package var target: String
    package var isReadOnly: Bool

    package init(source: String, target: String, isReadOnly: Bool) {
        (self.source, self.target, self.isReadOnly) = (source, target, isReadOnly)
    }
}

extension HostStorage {
    /// The volumes of a plan: storage is mounted whole; of data its file alone, below the path of the volume.
    ///
    /// - Throws: `broken` for a volume that belongs to nothing in the plan.
    package func mounts(of work: Work, _ staged: StagedFiles) throws(PlatformError) -> [VolumeMount] {
        guard let compute = work.plan.compute?.basic else { return [] }
        var mounts: [VolumeMount] = []
        for case .simple(let volume) in compute.volumes {
            let isReadOnly = volume.mode != .readWrite
            let target = MountPoint.canonical(volume.path ?? "")
            if let index = work.plan.storage.firstIndex(where: { $0.uuid?.description == volume.resource }) {
                mounts.append(
                    VolumeMount(
                        source: folders.storage(work.session, index), target: target, isReadOnly: isReadOnly))
            } else if let index = work.plan.data.firstIndex(where: { $0.uuid?.description == volume.resource }),
                let (storage, file) = staged[index]
            {
                mounts.append(
                    VolumeMount(
                        source: folders.storage(work.session, storage) + "/" + file, target: target + "/" + file,
                        isReadOnly: isReadOnly))
            } else {
                throw PlatformError(
                    .broken, "The volume at \(target) belongs to nothing in the plan.", subject: volume.resource)
            }
        }
        return mounts
    }
}
