import BerthHost
import BerthModel
import BerthPlatform

extension CloudName {
    static func volume(_ session: UUID, _ index: Int, instance: String) -> String {
        "\(name(session, instance: instance))-\(index)"
    }

    /// Which storage of its session a volume is.
    static func index(ofVolume name: String) -> Int? { name.split(separator: "-").last.flatMap { Int($0) } }
}

/// Storage of a session: a volume for each.
extension OpenStackPlatform {
    /// Makes a volume and waits until a machine can have it. Done when it is there.
    func makeVolume(_ index: Int, of work: Work) async throws(PlatformError) {
        let name = CloudName.volume(work.session, index, instance: settings.instance)
        let marker = folders.orderingVolume(work.session, index)
        let end = ContinuousClock.now + .seconds(OpenStackPlatform.deletingSeconds)
        var isMade = false
        var pauses = CloudPauses()
        while ContinuousClock.now < end {
            let volume = try await cloud.volumes(name).first
            switch volume?.status {
            case "available"?, "in-use"?: return
            case "error"?:
                let words = await cloud.words(ofVolume: volume?.id ?? "")
                throw PlatformError(
                    .refused, "The cloud could not make the volume of storage[\(index)].", subject: name,
                    cause: "Cinder: " + (words ?? "error"),
                    detail: "look at it with openstack volume show, and openstack volume message list")
            // One that was ordered by a call without an answer may come a moment later.
            case nil where !isMade && !isOrdered(marker):
                isMade = true
                try Files.touch(marker)
                let gibibytes = max(1, (work.plan.storageBytes(index) ?? 0) / bytesPerGibibyte)
                let metadata = [("berth-session", "\(work.session)"), ("berth-broker", settings.instance)]
                try await steps.carryOutWhole(work.session) { [cloud, storage] () async throws(PlatformError) in
                    do throws(PlatformError) {
                        try await cloud.makeVolume(name, gibibytes: gibibytes, metadata: metadata)
                    } catch {
                        // What was refused does not come later.
                        if error.code == .refused { try storage.remove(marker) }
                        throw error
                    }
                    try storage.remove(marker)
                }
            default: try await pauses.next()
            }
        }
        throw PlatformError(
            .overLimit, "The cloud has not made the volume of storage[\(index)] in time.", subject: name)
    }

    /// Ids of the volumes of all storage, in its order.
    func volumes(of work: Work) async throws(PlatformError) -> [String] {
        var ids: [String] = []
        for index in work.plan.storage.indices {
            let name = CloudName.volume(work.session, index, instance: settings.instance)
            guard let volume = try await cloud.volumes(name).first else {
                throw PlatformError(.lost, "The volume of storage[\(index)] is not there any more.", subject: name)
            }
            ids.append(volume.id)
        }
        return ids
    }

    func ownVolumes() async throws(PlatformError) -> [CloudVolume] { try await cloud.volumes() }

    /// Whether a volume or a machine may come yet that nobody has seen.
    func isOrdered(_ marker: String) -> Bool {
        Files.secondsSinceChange(of: marker) <= settings.callSeconds
    }

    /// Deletes the volume of one storage, and waits until it is gone.
    func deleteVolume(_ index: Int, of session: UUID) async throws(PlatformError) {
        let name = CloudName.volume(session, index, instance: settings.instance)
        let marker = folders.orderingVolume(session, index)
        let end = ContinuousClock.now + .seconds(OpenStackPlatform.deletingSeconds)
        var asked: Set<String> = []
        var pauses = CloudPauses()
        while ContinuousClock.now < end {
            let volumes = try await cloud.volumes(name)
            if volumes.isEmpty && !isOrdered(marker) { return }
            // One that is being made or detached cannot go yet.
            for volume in volumes where ["available", "error"].contains(volume.status) {
                if asked.insert(volume.id).inserted { try await cloud.delete(volume: volume.id) }
            }
            try await pauses.next()
        }
        throw PlatformError(
            .refused, "The cloud has not deleted the volume.", subject: name,
            detail:
                "it is still there after \(OpenStackPlatform.deletingSeconds) s; look at it with openstack volume show")
    }
}

extension SessionFolders {
    /// Somebody is about to order the volume of a storage, or did and has no answer yet.
    fileprivate func orderingVolume(_ session: UUID, _ index: Int) -> String {
        directory(session) + "/volume-\(index)"
    }

    /// Storage whose volumes may have been ordered.
    func orderedVolumes(_ session: UUID) -> [Int] {
        Files.names(in: directory(session)).compactMap { name in
            name.hasPrefix("volume-") ? Int(name.dropFirst("volume-".count)) : nil
        }
    }
}
