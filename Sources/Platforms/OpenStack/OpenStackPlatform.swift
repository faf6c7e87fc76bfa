import BerthData
import BerthHost
import BerthModel
package import BerthPlatform

/// Runs scripts, Python programs and containers, each on a machine of its own in an OpenStack cloud.
///
/// The cloud decides what is had: nothing is held here, and a plan says what quota and Placement say now. Everything
/// that is made carries the name of the instance and the session: the machine `berth-<instance>-<session>`, its volumes
/// `berth-<instance>-<session>-<index>`, and below the state directory `<instance>/sessions/<session>` and
/// `<instance>/logs/<session>`.
package struct OpenStackPlatform: LogProviding, OrphanFinding {
    package let settings: OpenStackSettings
    package let profile: PlatformProfile
    let cloud: Cloud
    let known: Remembered<CloudFacts>
    let watch: ServerWatch
    let storage: HostStorage
    let logs: LogShelf
    let shelf: ConsoleShelf
    let steps = RunningSteps()
    let observers = Observers()
    var folders: SessionFolders { storage.folders }

    /// - Throws: `refused` for settings that cannot be meant, with the key.
    package init(
        _ settings: OpenStackSettings,
        environment: @escaping @Sendable (String) -> String? = { Machine.environment($0) }
    ) throws(PlatformError) {
        var checked = settings
        checked.stateDirectory = settings.stateDirectory ?? Machine.stateDirectory(of: "openstack", environment)
        try checked.check()
        self.settings = settings
        let folders = SessionFolders(
            state: (checked.stateDirectory ?? "") + "/" + settings.instance, instance: settings.instance)
        cloud = Cloud(settings, environment: environment)
        known = Remembered(for: .seconds(settings.factsSeconds)) { [cloud] () async throws(PlatformError) in
            try await cloud.facts()
        }
        watch = ServerWatch(cloud)
        logs = LogShelf(directory: folders.logs, limitBytes: settings.logBytes)
        shelf = ConsoleShelf(folders, logs, limitBytes: settings.logBytes)
        storage = HostStorage(
            folders: folders,
            limits: StagingLimits(
                maximumBytes: 1 << 50, maximumSeconds: Int(settings.callSeconds),
                addresses: AddressRule(settings: settings.dataAddresses)),
            hostPaths: [])
        profile = PlatformProfile(
            name: settings.name, kind: "openstack", summary: "Machines of an OpenStack cloud.",
            executables: [.batchScript, .pythonProgram, .dockerContainer], capacity: nil, prices: settings.priceList)
    }
}
