import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform
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
                try await prepareExecutable(work)
                return .done
            }
        }
    }

    /// Writes the script and what is handed to Slurm.
    private func prepareExecutable(_ work: Work) async throws(PlatformError) {
        let session = work.session
        guard let script = Script(work.plan.executable, python: settings.python) else {
            throw PlatformError(.broken, "The plan of the session has nothing that a job could run.")
        }
        for directory in [
            folders.work(session), folders.state(session), folders.temporary(session), logs.folder(session),
        ] {
            try Files.makeDirectory(directory)
        }
        let file = folders.script(session)
        try await bring(script, to: file)
        if chmod(file, 0o700) != 0 { throw .file(file, "made executable") }
        let begin = try Files.read(file, from: 0, limit: 2)
        var job = try jobScript(work.plan, session: session, words: script.words(file: file, begin: begin))
        job.environment = script.environment.entries.map { ($0.name, $0.text) }
        try Files.write(Array(job.text.utf8), to: folders.job(session))
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
            state: folders.state(session), logs: logs.folder(session), temporary: folders.temporary(session),
            logBytes: settings.logBytes, words: words)
    }
}
