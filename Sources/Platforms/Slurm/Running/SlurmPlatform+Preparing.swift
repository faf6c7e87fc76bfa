import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks
import Glibc

extension SlurmPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            switch part {
            case .storage(let index):
                try storage.make(index, of: work, mode: 0o700)
                try Files.makeDirectory(folders.work(work.session))
                let name = work.plan.storageNames[index]
                try Files.link("../storage-\(index)", at: folders.work(work.session) + "/" + name)
                return .done
            case .data(let index):
                return try await storage.fetch(index, of: work, try work.plan.details(as: SlurmPlan.self).staged)
            // Slurm sets cores and memory aside.
            case .compute: return .done
            case .executable:
                return try await prepareExecutable(work)
            }
        }
    }

    /// Writes what is to be run, and what is handed to Slurm.
    private func prepareExecutable(_ work: Work) async throws(PlatformError) -> Progress {
        let session = work.session
        for directory in [
            folders.work(session), folders.state(session), folders.temporary(session), logs.folder(session),
        ] {
            try Files.makeDirectory(directory)
        }
        for name in ["out", "err"] {
            let pipe = folders.pipes(session) + "/" + name
            if mkfifo(pipe, 0o600) != 0 && errno != EEXIST { throw .file(pipe, "made") }
        }
        let details = try work.plan.details(as: SlurmPlan.self)
        var progress = Progress.done
        var job: JobScript
        switch work.plan.executable {
        case .jupyterNotebook(let notebook)?:
            (progress, job) = try await prepare(notebook, details, work)
        case .cwlWorkflow?, .snakemakeWorkflow?: job = try await prepareWorkflow(details, work)
        case .dockerContainer?, .singularityContainer?: job = try await prepareContainer(details, work)
        default:
            guard let script = Script(work.plan.executable, python: settings.python) else {
                throw PlatformError(.broken, "The plan of the session has nothing that a job could run.")
            }
            let file = folders.script(session)
            try await bring(script, to: file)
            if chmod(file, 0o700) != 0 { throw .file(file, "made executable") }
            let begin = try Files.read(file, from: 0, limit: 2)
            job = try jobScript(work.plan, session: session, words: script.words(file: file, begin: begin))
            job.environment = script.environment.entries.map { ($0.name, $0.text) }
        }
        try Files.write(Array(job.text.utf8), to: folders.job(session))
        if settings.rest.isSet {
            try Files.write(Array(JobOrder.order(job).asJSON.utf8), to: folders.order(session))
        }
        return progress
    }

    private func prepare(
        _ notebook: JupyterNotebook, _ details: SlurmPlan, _ work: Work
    ) async throws(PlatformError) -> (Progress, JobScript) {
        let session = work.session
        guard let plan = details.notebook, let python = details.program, let url = notebook.location else {
            throw PlatformError(.broken, "The plan of the session has no notebook.")
        }
        let progress = try await notebooks.bring(plan, from: url, to: folders.work(session))
        try Files.write(Array(NotebookRunner.script.utf8), to: folders.runner(session))
        let own = folders.temporary(session) + "/jupyter"
        try Files.makeDirectory(own + "/ipython")
        let words = NotebookRunner.words(
            plan, python: python, runner: folders.runner(session), result: logs.folder(session) + "/result",
            outcome: folders.outcome(session), resultBytes: settings.logBytes,
            startSeconds: SlurmPlatform.kernelSeconds)
        var job = try jobScript(work.plan, session: session, words: words)
        job.environment = NotebookRunner.environment(own).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return (progress, job)
    }

    /// Seconds in which a kernel must be ready: a node may have to load it from far away.
    private static let kernelSeconds: Int64 = 120

    private func prepareWorkflow(_ details: SlurmPlan, _ work: Work) async throws(PlatformError) -> JobScript {
        let session = work.session
        guard let plan = details.workflow, let program = details.program else {
            throw PlatformError(.broken, "The plan of the session has no workflow.")
        }
        let run = WorkflowRun(
            plan, work.plan.executable, workplace: folders.work(session),
            storage: work.plan.storage.isEmpty ? nil : folders.storage(session, 0),
            cores: max(1, work.plan.demand[.cores]), memoryBytes: work.plan.demand[.memory])
        try await run.bring(workflows) { name in
            guard let index = work.plan.data.firstIndex(where: { $0.name == name }),
                let (storage, file) = details.staged[index]
            else { return nil }
            return folders.storage(session, storage) + "/" + file
        }
        var job = try jobScript(
            work.plan, session: session, words: try run.words(cwltool: program, snakemake: program))
        job.environment = run.environment.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return job
    }

    private func bring(_ script: Script, to file: String) async throws(PlatformError) {
        if let text = script.text { return try Files.write(Array(text.utf8), to: file) }
        do {
            guard let source = try script.source() else {
                throw PlatformError(.broken, "The plan of the session has no script.")
            }
            if source.isHostFile, let url = source.copies.first?.url {
                guard let host = HostFile(url, allowed: storage.hostPaths) else {
                    throw PlatformError(.refused, "This site does not let \(url) be read.", subject: url)
                }
                _ = try await Files.copy(
                    host.descriptor, called: host.path, to: file, by: file + ".part",
                    maximumBytes: settings.scriptBytes)
            } else {
                _ = try await storage.stager.stage(
                    source, to: file, by: file + ".part", maximumBytes: settings.scriptBytes)
            }
        } catch let error as PlatformError {
            throw error
        } catch {
            throw PlatformError(.refused, "The script cannot be fetched any more.", subject: "executable.location")
        }
    }

    /// The job of a plan.
    ///
    /// - Throws: `broken` for a plan of another platform.
    func jobScript(_ plan: Plan, session: UUID, words: [String]) throws(PlatformError) -> JobScript {
        let details = try plan.details(as: SlurmPlan.self)
        return JobScript(
            name: JobName.name(session, instance: settings.instance), partition: settings.partition,
            account: settings.account, cores: max(1, plan.demand[.cores]), memoryBytes: plan.demand[.memory],
            seconds: details.seconds, gres: details.gres, features: details.features, excluded: details.excluded,
            directory: folders.work(session),
            state: folders.state(session), pipes: folders.pipes(session), logs: logs.folder(session),
            temporary: folders.temporary(session), logBytes: settings.logBytes, words: words)
    }
}
