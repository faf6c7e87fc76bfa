import BerthHost
import BerthModel
import BerthPlatform

extension CloudName {
    static func volume(_ session: UUID, _ index: Int, instance: String) -> String {
        "\(name(session, instance: instance))-\(index)"
    }
}

/// Storage of a session: a volume for each.
extension OpenStackPlatform {
    /// Makes a volume and waits until a machine can have it. Done when it is there.
    func makeVolume(_ index: Int, of work: Work) async throws(PlatformError) {
        let name = CloudName.volume(work.session, index, instance: settings.instance)
        let end = ContinuousClock.now + .seconds(OpenStackPlatform.deletingSeconds)
        var isMade = false
        while ContinuousClock.now < end {
            let volume = try await cloud.volumes(name).first
            switch volume?.status {
            case "available"?, "in-use"?: return
            case "error"?:
                throw PlatformError(
                    .refused, "The cloud could not make the volume of storage[\(index)].", subject: name,
                    detail: "Cinder says error; look at it with openstack volume show")
            case nil where !isMade:
                isMade = true
                let gibibytes = (work.plan.storageBytes(index) ?? bytesPerGibibyte) / bytesPerGibibyte
                let metadata = [("berth-session", "\(work.session)"), ("berth-broker", settings.instance)]
                try await steps.carryOutWhole(work.session) { [cloud] () async throws(PlatformError) in
                    try await cloud.makeVolume(name, gibibytes: gibibytes, metadata: metadata)
                }
            default: try await rest()
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

    /// Deletes what has this name, and waits until it is gone.
    func deleteVolume(_ name: String) async throws(PlatformError) {
        let end = ContinuousClock.now + .seconds(OpenStackPlatform.deletingSeconds)
        var asked: Set<String> = []
        while ContinuousClock.now < end {
            let volumes = try await cloud.volumes(name)
            if volumes.isEmpty { return }
            // One that is being made or detached cannot go yet.
            for volume in volumes where ["available", "error"].contains(volume.status) {
                if asked.insert(volume.id).inserted { try await cloud.delete(volume: volume.id) }
            }
            try await rest()
        }
        throw PlatformError(
            .refused, "The cloud has not deleted the volume.", subject: name,
            detail:
                "it is still there after \(OpenStackPlatform.deletingSeconds) s; look at it with openstack volume show")
    }

    private func rest() async throws(PlatformError) {
        do { try await Task.sleep(for: .milliseconds(500)) } catch {
            throw PlatformError(.cancelled, "The session was cancelled.")
        }
    }
}
