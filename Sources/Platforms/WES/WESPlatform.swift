import BerthData
import BerthHost
import BerthModel
package import BerthPlatform

/// Hands workflows to a GA4GH Workflow Execution Service.
///
/// The service keeps its own queue: nothing is held here, and the start of an offer is an estimate. A run carries the
/// instance and the session as tags, and the state directory keeps the name of the run from before it is handed over:
/// `<instance>/sessions/<session>` and `<instance>/logs/<session>`.
package struct WESPlatform: LogProviding, OrphanFinding {
    package let settings: WESSettings
    let service: WESService
    let known: Remembered<ServiceFacts>
    let watch: RunWatch
    let documents: SmallFile
    let folders: SessionFolders
    let logs: LogShelf
    let mirror: OutputMirror
    let steps = RunningSteps()

    /// - Throws: `refused` for settings that cannot be meant, with the key.
    package init(_ settings: WESSettings) throws(PlatformError) {
        try settings.check()
        self.settings = settings
        let state = settings.stateDirectory ?? Machine.stateDirectory(of: WESSettings.kind, Machine.environment)
        folders = SessionFolders(state: state + "/" + settings.instance, instance: settings.instance)
        service = WESService(settings)
        documents = SmallFile(
            "workflow", bytes: settings.documentBytes, seconds: settings.documentSeconds,
            AddressRule(settings: settings.dataAddresses))
        logs = LogShelf(directory: folders.logs, limitBytes: settings.logBytes)
        mirror = OutputMirror(service, logs, settings)
        let service = service
        known = Remembered(for: .seconds(settings.factsSeconds)) { () async throws(PlatformError) in
            try await service.facts()
        }
        watch = RunWatch(settings) { run async throws(PlatformError) in try await service.state(of: run) }
    }

    /// A kind is offered as long as the service has its language; before its first answer all are.
    package var profile: PlatformProfile {
        PlatformProfile(
            name: settings.name, kind: WESSettings.kind, summary: "Runs of a workflow execution service.",
            executables: WESPlatform.kinds(known.last), capacity: nil, prices: settings.priceList)
    }

    static func kinds(_ facts: ServiceFacts?) -> [Kind] {
        guard let facts else { return [.wesWorkflow, .cwlWorkflow, .snakemakeWorkflow] }
        return [.wesWorkflow] + (facts.language("CWL") == nil ? [] : [.cwlWorkflow])
            + (facts.language("SMK") == nil ? [] : [.snakemakeWorkflow])
    }
}

extension SessionFolders {
    /// Somebody is about to hand over the workflow, or has.
    func submitting(_ session: UUID) -> String { directory(session) + "/submitting" }
    /// The name of the run.
    func run(_ session: UUID) -> String { directory(session) + "/run" }
    /// The run was asked to end.
    func stopped(_ session: UUID) -> String { directory(session) + "/stopped" }
}
