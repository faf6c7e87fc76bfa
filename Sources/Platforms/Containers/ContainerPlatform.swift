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
        try settings.check()
        self.settings = settings
        let state = settings.stateDirectory ?? Machine.stateDirectory(of: "containers", Machine.environment)
        if let fault = ContainerPath.faultOfCharacters(state) {
            throw PlatformError(
                .refused, "The state directory \(state) cannot be mounted in containers: \(fault).",
                subject: "stateDirectory")
        }
        folders = SessionFolders(state: state + "/" + settings.instance, instance: settings.instance)
        engine = DockerEngine(socket: settings.engine.flatMap { EngineSocket.path(of: $0) } ?? EngineSocket.found())
        logs = LogShelf(directory: folders.logs, limitBytes: settings.logBytes)
        orphanage = Orphanage(engine: engine, folders: folders)
        followers = LogFollowers(engine: engine, logs: logs)
        storage = HostStorage(
            folders: folders,
            limits: StagingLimits(
                maximumBytes: settings.stagingBytes, maximumSeconds: Int(settings.stagingSeconds),
                addresses: AddressRule(allowed: settings.dataAddresses.compactMap { AddressRange($0) })),
            hostPaths: settings.hostPaths)
        let gibibytes = max(1, Machine.memoryBytes / bytesPerGibibyte - 1)
        let capacity = Resources(
            cores: settings.cores ?? Machine.cores,
            memoryBytes: (settings.memory ?? gibibytes).gibibytesInBytes,
            storageBytes: settings.storage?.gibibytesInBytes ?? Machine.freeBytes(at: state))
        profile = PlatformProfile(
            name: settings.name, kind: "containers", summary: "Containers on this machine.",
            executables: [.dockerContainer],
            capacity: Capacity(capacity, closures: Maintenance.closures(settings.maintenance)))
    }

    static let sessionLabel = "org.berth.session"
    static let instanceLabel = "org.berth.instance"
}

extension SessionFolders {
    /// The container on the engine.
    func container(_ session: UUID) -> String { "berth-\(instance)-\(session)" }
}

extension ContainerSettings {
    /// - Throws: `refused`, with the key and what would be right.
    func check() throws(PlatformError) {
        func refuse(_ key: String, _ message: String, item: Int? = nil) throws(PlatformError) {
            let subject = item.map { "\(key)[\($0)]" } ?? key
            throw PlatformError(.refused, "The setting \(key) \(message).", subject: subject)
        }
        for (index, range) in dataAddresses.enumerated() where AddressRange(range) == nil {
            try refuse("dataAddresses", "has \(range), which is no address or range such as 10.0.0.0/8", item: index)
        }
        if let engine, EngineSocket.path(of: engine) == nil {
            try refuse("engine", "is \(engine), which is no path and does not begin with unix:///")
        }
        if let stateDirectory, !stateDirectory.hasPrefix("/") {
            try refuse("stateDirectory", "is \(stateDirectory), which is not an absolute path")
        }
        for (index, path) in hostPaths.enumerated() where !path.hasPrefix("/") {
            try refuse("hostPaths", "has \(path), which is not an absolute path", item: index)
        }
        for (index, registry) in registries.enumerated() where Registry(registry) == nil {
            try refuse(
                "registries", "has \(registry), which is no host such as docker.io or registry.example.org:5000",
                item: index)
        }
        // An engine is told both as they are, and would say something else about each.
        if !Self.isWord(portNetwork) { try refuse("portNetwork", "is \(portNetwork), which is no name of a network") }
        if let user, !user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).allSatisfy(Self.isWord)
        {
            try refuse("user", "is \(user), which is no user or user:group, such as 1000:1000")
        }
        if let fault = Maintenance.fault(maintenance) { try refuse("maintenance" + fault.key, fault.message) }
        if let fault = PriceList(costs: prices, metrics: footprint).fault { try refuse(fault.key, fault.message) }
        let isName =
            !instance.isEmpty && instance.utf8.count <= 40
            && instance.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
            }
        if !isName { try refuse("instance", "is \(instance); it takes 1 to 40 lower-case letters, digits and -") }
        for (key, value) in [
            ("cores", cores), ("memory", memory), ("storage", storage), ("stagingBytes", stagingBytes),
            ("stagingSeconds", stagingSeconds), ("pullSeconds", pullSeconds), ("logBytes", logBytes),
            ("temporaryBytes", temporaryBytes), ("processes", processes),
            ("storageCheckSeconds", storageCheckSeconds), ("engineSeconds", engineSeconds),
        ] {
            if let value, value < 1 { try refuse(key, "is \(value); it must be at least 1") }
        }
        if stopSeconds < 0 { try refuse("stopSeconds", "is \(stopSeconds); it must be at least 0") }
    }

    /// Letters, digits and the marks that names of users and networks have.
    private static func isWord(_ text: some StringProtocol) -> Bool { text.isWord(with: "_-.:=,$") }
}
