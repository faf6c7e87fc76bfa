import BerthData
import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks
import Glibc

/// Runs scripts, containers, notebooks and workflows as jobs of a Slurm cluster, through slurmrestd where the site has
/// one, else through commands.
///
/// The queue is Slurm's: a plan says when Slurm would begin, and Slurm holds that as a reservation where the site wants
/// it and Slurm lets the broker make one. Everything that is made carries the name of the instance and the session: the
/// job `berth-<instance>-<session>`, and below the state directory, which the nodes share,
/// `<instance>/sessions/<session>` and `<instance>/logs/<session>`.
package struct SlurmPlatform: LogProviding, OrphanFinding {
    package let settings: SlurmSettings
    let commands: SlurmCommands
    let known: Remembered<SlurmFacts>
    let programs: Remembered<NodePrograms>
    let notebooks: NotebookAsking
    let workflows: WorkflowShelf
    let watch: JobWatch
    let storage: HostStorage
    let images: ImageTools
    let logs: LogShelf
    let steps = RunningSteps()
    var folders: SessionFolders { storage.folders }

    /// - Throws: `refused` for settings that cannot be meant, with the key.
    package init(_ settings: SlurmSettings) throws(PlatformError) {
        var checked = settings
        checked.stateDirectory =
            settings.stateDirectory ?? Machine.stateDirectory(of: SlurmSettings.kind, Machine.environment)
        try checked.check()
        self.settings = settings
        let state = checked.stateDirectory ?? ""
        let folders = SessionFolders(state: state + "/" + settings.instance, instance: settings.instance)
        commands = SlurmCommands(settings)
        known = Remembered(for: .seconds(settings.factsSeconds)) { [commands] () async throws(PlatformError) in
            try await commands.facts(partition: settings.partition)
        }
        programs = Remembered(for: .seconds(settings.programsSeconds)) {
            [commands] () async throws(PlatformError) in
            try await commands.programs(settings)
        }
        watch = JobWatch(commands, settings)
        images = ImageTools(settings)
        logs = LogShelf(directory: folders.logs, limitBytes: settings.logBytes)
        let addresses = AddressRule(settings: settings.dataAddresses)
        storage = HostStorage(
            folders: folders,
            limits: StagingLimits(
                maximumBytes: settings.stagingBytes, maximumSeconds: Int(settings.stagingSeconds),
                addresses: addresses),
            hostPaths: settings.hostPaths)
        func limits(_ bytes: Int64) -> StagingLimits {
            StagingLimits(
                maximumBytes: bytes, maximumSeconds: Int(settings.documentSeconds), addresses: addresses)
        }
        let asked = folders.state + "/asked"
        notebooks = NotebookAsking(
            NotebookShelf(
                folder: asked + "/notebooks", limits: limits(settings.notebookBytes), hostPaths: settings.hostPaths),
            kernels: NodeKernels(programs: programs))
        workflows = WorkflowShelf(
            folder: asked + "/workflows", staging: limits(settings.documentBytes), hostPaths: settings.hostPaths,
            limits: WorkflowShelf.Limits(
                documents: settings.documents, fetchSeconds: settings.documentSeconds,
                checkSeconds: settings.checkSeconds, checksAtOnce: 2),
            // What the nodes have is often on this machine at the same place.
            cwltool: settings.programs.cwltool.flatMap { access($0, X_OK) == 0 ? $0 : nil })
    }

    /// Containers, notebooks and workflows are offered where a node said that it has what runs them, or the site does.
    package var profile: PlatformProfile {
        PlatformProfile(
            name: settings.name, kind: "slurm", summary: "Jobs of a Slurm cluster.", executables: kinds,
            capacity: nil, prices: settings.priceList)
    }

    private var kinds: [Kind] {
        let found = programs.last
        let named: [Kind: String?] = [
            .jupyterNotebook: settings.programs.jupyter, .cwlWorkflow: settings.programs.cwltool,
            .snakemakeWorkflow: settings.programs.snakemake, .dockerContainer: settings.programs.bwrap,
            .singularityContainer: settings.programs.bwrap,
        ]
        return [.batchScript, .pythonProgram]
            + NodePrograms.kinds.map(\.kind).filter { kind in
                if let found { return found.program(for: kind) != nil }
                return (named[kind] ?? nil) != nil
            }
    }

    /// The clock that Slurm's times are held against.
    static func clock() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

extension SessionFolders {
    /// Where the program of a session runs.
    func work(_ session: UUID) -> String { directory(session) + "/work" }
    func state(_ session: UUID) -> String { directory(session) + "/state" }
    func temporary(_ session: UUID) -> String { directory(session) + "/tmp" }
    /// What executes a notebook.
    func runner(_ session: UUID) -> String { directory(session) + "/runner.py" }
    /// The pipes that the outputs of the program go through.
    func pipes(_ session: UUID) -> String { directory(session) }
    /// The unpacked image of a container.
    func image(_ session: UUID) -> String { directory(session) + "/image" }
    /// How a notebook ended.
    func outcome(_ session: UUID) -> String { state(session) + "/outcome.json" }
    /// What is to be run.
    func script(_ session: UUID) -> String { directory(session) + "/script" }
    /// What `sbatch` is given.
    func job(_ session: UUID) -> String { directory(session) + "/job.sh" }
    /// What slurmrestd is given, where the site has one.
    func order(_ session: UUID) -> String { directory(session) + "/order.json" }
    /// Somebody is about to hand over the job, or has.
    func submitting(_ session: UUID) -> String { directory(session) + "/submitting" }
    /// The number of the job.
    func number(_ session: UUID) -> String { directory(session) + "/number" }
    /// It was handed over a second time, because nobody knew whether the first had come through.
    func again(_ session: UUID) -> String { directory(session) + "/again" }
    /// The job began.
    func begun(_ session: UUID) -> String { state(session) + "/begun" }
    /// The exit code of the program, when it has ended.
    func exit(_ session: UUID) -> String { state(session) + "/exit" }
    /// The job was stopped because this storage was too full.
    func overStorage(_ session: UUID, _ index: Int) -> String { "\(directory(session))/over-storage-\(index)" }
    /// The job was asked to end.
    func stopped(_ session: UUID) -> String { directory(session) + "/stopped" }
}
