import BerthData
import BerthHost
import BerthModel
package import BerthPlatform
import Synchronization

/// Runs containers on an engine with the Docker API: Podman or Docker, on this machine.
///
/// Everything it makes carries the name of the instance and the session: the container `berth-<instance>-<session>`,
/// and below the state directory `<instance>/sessions/<session>` (storage) and `<instance>/logs/<session>`.
package struct ContainerPlatform: LogProviding, OrphanFinding {
    package let settings: ContainerSettings
    package let profile: PlatformProfile
    let engine: DockerEngine
    let logs: LogShelf
    let storage: HostStorage
    let steps = RunningSteps()
    let followers: LogFollowers
    let folders: SessionFolders
    let orphanage: Orphanage

    /// - Throws: `refused` for settings that cannot be meant, with the key.
    package init(_ settings: ContainerSettings) throws(PlatformError) {
        var checked = settings
        checked.stateDirectory =
            settings.stateDirectory ?? Machine.stateDirectory(of: ContainerSettings.kind, Machine.environment)
        try checked.check()
        self.settings = settings
        let state = checked.stateDirectory ?? ""
        folders = SessionFolders(state: state + "/" + settings.instance, instance: settings.instance)
        engine = DockerEngine(socket: settings.engine.flatMap { EngineSocket.path(of: $0) } ?? EngineSocket.found())
        logs = LogShelf(directory: folders.logs, limitBytes: settings.logBytes)
        orphanage = Orphanage(engine: engine, folders: folders)
        followers = LogFollowers(engine: engine, logs: logs)
        storage = HostStorage(
            folders: folders,
            limits: StagingLimits(
                maximumBytes: settings.stagingBytes, maximumSeconds: Int(settings.stagingSeconds),
                addresses: AddressRule(settings: settings.dataAddresses)),
            hostPaths: settings.hostPaths)
        let capacity = Machine.offered(
            cores: settings.cores, memory: settings.memory, storage: settings.storage, at: state)
        profile = PlatformProfile(
            name: settings.name, kind: "containers", summary: "Containers on this machine.",
            executables: [.dockerContainer],
            capacity: Capacity(capacity, closures: Maintenance.closures(settings.maintenance)),
            prices: settings.priceList)
    }

    static let sessionLabel = "org.berth.session"
    static let instanceLabel = "org.berth.instance"
}

extension SessionFolders {
    /// The container on the engine.
    func container(_ session: UUID) -> String { "berth-\(instance)-\(session)" }
}
