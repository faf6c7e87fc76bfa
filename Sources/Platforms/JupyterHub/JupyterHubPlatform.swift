import BerthData
import BerthHost
import BerthModel
package import BerthPlatform
import Glibc

/// Opens notebooks on servers of a JupyterHub: a session is a named server of a user of the hub.
///
/// The hub has its own limits: nothing is held here, and the start of an offer is an estimate. Servers have names from
/// `ServerName`, and tokens and the directory of the notebook `berth-<instance>-<session>`; the state directory keeps
/// notebook and token in `<instance>/sessions/<session>`, and what was last saved in `<instance>/logs/<session>`.
package struct JupyterHubPlatform: LogProviding, OrphanFinding {
    package let settings: JupyterHubSettings
    package let profile: PlatformProfile
    let hub: HubService
    let facts: HubFacts
    let notebooks: SmallFile
    let watch: ServerWatch
    let folders: SessionFolders
    let logs: LogShelf
    let steps = RunningSteps()

    /// - Throws: `refused` for settings that cannot be meant, with the key.
    package init(_ settings: JupyterHubSettings) throws(PlatformError) {
        try settings.check()
        self.settings = settings
        let kind = JupyterHubSettings.kind
        let state = settings.stateDirectory ?? Machine.stateDirectory(of: kind, Machine.environment)
        folders = SessionFolders(state: state + "/" + settings.instance, instance: settings.instance)
        hub = HubService(settings)
        facts = HubFacts(hub, settings)
        notebooks = SmallFile(
            "notebook", bytes: settings.notebookBytes, seconds: settings.notebookSeconds,
            AddressRule(settings: settings.dataAddresses))
        logs = LogShelf(directory: folders.logs, limitBytes: settings.notebookBytes)
        let hub = hub
        watch = ServerWatch(settings) { user async throws(PlatformError) in try await hub.servers(of: user) ?? [:] }
        profile = PlatformProfile(
            name: settings.name, kind: kind, summary: "Servers of a JupyterHub.", executables: [.jupyterNotebook],
            capacity: nil, prices: settings.priceList)
    }

    /// The clock by which tokens end.
    static func clock() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

extension SessionFolders {
    func notebook(_ session: UUID) -> String { directory(session) + "/notebook" }
    /// The user of the hub; somebody is about to start a server of theirs, or has.
    func user(_ session: UUID) -> String { directory(session) + "/user" }
    func token(_ session: UUID) -> String { directory(session) + "/token" }
    /// The server was asked to end.
    func stopped(_ session: UUID) -> String { directory(session) + "/stopped" }
}
