import BerthData
import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

/// Runs notebooks with the Jupyter that is installed on this machine: from the first to the last cell, or opened on a
/// server for people.
///
/// A notebook runs with the rights of the broker: what must be walled in belongs in a container. Everything of a
/// session is below the state directory, in `<instance>/sessions/<session>` and `<instance>/logs/<session>`.
package struct JupyterPlatform: LogProviding, OrphanFinding {
    package let settings: JupyterSettings
    package let profile: PlatformProfile
    let host: ProgramHost
    let asking: NotebookAsking
    let installation: JupyterInstallation
    let ports: PortShelf

    /// Notebooks that are being fetched to be looked at.
    private static let askedFolder = "/asked"

    /// - Throws: `refused` for settings that cannot be meant, with the key.
    package init(_ settings: JupyterSettings) throws(PlatformError) {
        try settings.check()
        self.settings = settings
        let state = settings.stateDirectory ?? Machine.stateDirectory(of: "jupyter", Machine.environment)
        let folders = SessionFolders(state: state + "/" + settings.instance, instance: settings.instance)
        let addresses = AddressRule(settings: settings.dataAddresses)
        let storage = HostStorage(
            folders: folders,
            limits: StagingLimits(
                maximumBytes: settings.stagingBytes, maximumSeconds: Int(settings.stagingSeconds),
                addresses: addresses),
            hostPaths: settings.hostPaths)
        var limits = ProgramHost.Limits()
        limits.logBytes = settings.logBytes
        limits.stopSeconds = settings.stopSeconds
        host = try ProgramHost(storage, limits: limits)
        let shelf = NotebookShelf(
            folder: folders.state + Self.askedFolder,
            limits: StagingLimits(
                maximumBytes: settings.notebookBytes, maximumSeconds: Int(settings.notebookSeconds),
                addresses: addresses),
            hostPaths: settings.hostPaths)
        installation = JupyterInstallation(python: settings.python)
        asking = NotebookAsking(shelf, kernels: installation)
        ports = PortShelf(address: settings.listen, ports: settings.ports)
        let capacity = Machine.offered(
            cores: settings.cores, memory: settings.memory, storage: settings.storage, at: state)
        profile = PlatformProfile(
            name: settings.name, kind: "jupyter",
            summary: settings.isInteractive
                ? "Notebooks on a Jupyter server for people." : "Notebooks from the first to the last cell.",
            executables: [.jupyterNotebook],
            capacity: Capacity(capacity, closures: Maintenance.closures(settings.maintenance)),
            prices: settings.priceList)
    }
}
