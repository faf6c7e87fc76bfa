import BerthData
import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

/// Runs workflows with engines of this machine: CWL with cwltool, Snakemake with snakemake.
///
/// Everything it makes carries the name of the instance and the session: below the state directory
/// `<instance>/sessions/<session>` and `<instance>/logs/<session>`, and the processes by a mark in their environment.
/// What is read to answer a question is in `<instance>/asked` for seconds.
package struct WorkflowPlatform: LogProviding, OrphanFinding {
    package let settings: WorkflowSettings
    let engines: WorkflowEngines
    let host: ProgramHost
    let shelf: WorkflowShelf
    private let capacity: Capacity

    /// - Throws: `refused` for settings that cannot be meant, with the key.
    package init(_ settings: WorkflowSettings) throws(PlatformError) {
        try settings.check()
        self.settings = settings
        let state = settings.stateDirectory ?? Machine.stateDirectory(of: "workflows", Machine.environment)
        let addresses = AddressRule(settings: settings.dataAddresses)
        let folders = SessionFolders(state: state + "/" + settings.instance, instance: settings.instance)
        let storage = HostStorage(
            folders: folders,
            limits: StagingLimits(
                maximumBytes: settings.stagingBytes, maximumSeconds: Int(settings.stagingSeconds),
                addresses: addresses),
            hostPaths: settings.hostPaths)
        var limits = ProgramHost.Limits()
        limits.logBytes = settings.logBytes
        limits.stopSeconds = settings.stopSeconds
        limits.lookSeconds = settings.lookSeconds
        host = try ProgramHost(storage, limits: limits)
        engines = WorkflowEngines(settings.programs, path: Machine.environment("PATH") ?? "")
        shelf = WorkflowShelf(
            folder: folders.state + "/asked",
            staging: StagingLimits(
                maximumBytes: settings.documentBytes, maximumSeconds: Int(settings.documentSeconds),
                addresses: addresses),
            hostPaths: settings.hostPaths,
            limits: WorkflowShelf.Limits(
                documents: settings.documents, fetchSeconds: settings.documentSeconds,
                checkSeconds: settings.checkSeconds, checksAtOnce: settings.checksAtOnce),
            cwltool: engines.cwltool)
        let all = Machine.offered(
            cores: settings.cores, memory: settings.memory, storage: settings.storage, at: state)
        capacity = Capacity(all, closures: Maintenance.closures(settings.maintenance))
    }

    /// A kind is offered as long as its engine is there.
    package var profile: PlatformProfile {
        let kinds = engines.kinds
        return PlatformProfile(
            name: settings.name, kind: "workflows", summary: "Workflows on this machine.", executables: kinds,
            capacity: capacity,
            outage: kinds.isEmpty
                ? "Neither cwltool nor snakemake is on this machine; an administrator sets programs." : nil,
            prices: settings.priceList)
    }
}
