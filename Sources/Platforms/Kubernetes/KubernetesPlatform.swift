import BerthData
import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

/// Runs containers, and notebooks in an image of the site's, as Jobs of a Kubernetes cluster, through its API.
///
/// Others use the cluster as well, so nothing is held here: an offer is an estimate, and the cluster's scheduler
/// decides. Everything that is made carries the session and the name of the instance as labels: the Job
/// `berth-<session>` with its pod, the Service of the same name, and claims and Secrets
/// `berth-<session>-<index>`. Output is kept
/// below the state directory, `<instance>/logs/<session>`.
package struct KubernetesPlatform: LogProviding, OrphanFinding {
    package let settings: KubernetesSettings
    package let profile: PlatformProfile
    let api: KubernetesAPI
    let known: Remembered<ClusterFacts>
    let board: SessionBoard
    let logs: LogShelf
    let followers: PodLogs
    /// Asks how large data is; nothing of a session is kept on this machine.
    let storage: HostStorage
    /// `nil` where the site runs no notebooks.
    let notebooks: NotebookRoom?
    let steps = RunningSteps()

    /// Notebooks that are being fetched.
    static let askedFolder = "/asked"

    /// - Throws: `refused` for settings that cannot be meant, with the key.
    package init(_ settings: KubernetesSettings) throws(PlatformError) {
        var checked = settings
        checked.stateDirectory =
            settings.stateDirectory ?? Machine.stateDirectory(of: "kubernetes", Machine.environment)
        try checked.check()
        self.settings = checked
        let folders = SessionFolders(
            state: (checked.stateDirectory ?? "") + "/" + settings.instance, instance: settings.instance)
        let api = KubernetesAPI(checked)
        self.api = api
        known = Remembered(for: .seconds(settings.factsSeconds)) { [api] () async throws(PlatformError) in
            try await ClusterFacts.ask(api)
        }
        board = SessionBoard(awaySeconds: settings.awaySeconds) { board, kind in
            Task { await ObjectWatch(api: api, kind: kind).run(board) }
        }
        logs = LogShelf(directory: folders.logs, limitBytes: settings.logBytes)
        followers = PodLogs(api: api, logs: logs, board: board)
        let rule = AddressRule(settings: settings.dataAddresses)
        storage = HostStorage(
            folders: folders,
            limits: StagingLimits(maximumBytes: settings.stagingBytes, maximumSeconds: 3600, addresses: rule),
            hostPaths: [])
        let whole = checked
        notebooks = checked.notebooks.map { notebooks in
            let look = ImageLook(api: api, settings: whole, notebooks: notebooks)
            let programs = Remembered<NodePrograms>(for: .seconds(NotebookRoom.programsSeconds)) {
                () async throws(PlatformError) in
                try await look.programs()
            }
            let shelf = NotebookShelf(
                folder: folders.state + Self.askedFolder,
                limits: StagingLimits(
                    maximumBytes: notebooks.notebookBytes, maximumSeconds: Int(notebooks.notebookSeconds),
                    addresses: rule),
                hostPaths: [])
            return NotebookRoom(
                settings: notebooks, asking: NotebookAsking(shelf, kernels: NodeKernels(programs: programs)),
                look: look, programs: programs)
        }
        profile = PlatformProfile(
            name: settings.name, kind: "kubernetes", summary: "Containers as Jobs of a Kubernetes cluster.",
            executables: checked.notebooks == nil ? [.dockerContainer] : [.dockerContainer, .jupyterNotebook],
            capacity: nil, prices: settings.priceList)
    }

    /// Where objects of the API group of Jobs, or of the core, are.
    func jobs() throws(PlatformError) -> String { "/apis/batch/v1/namespaces/\(try api.namespace())/jobs" }
    func core(_ kind: String) throws(PlatformError) -> String { "/api/v1/namespaces/\(try api.namespace())/\(kind)" }
}
