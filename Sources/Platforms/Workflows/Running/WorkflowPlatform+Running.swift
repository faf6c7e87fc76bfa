import BerthData
import BerthDocument
import BerthHost
package import BerthModel
package import BerthPlatform

extension WorkflowPlatform {
    /// Where in the workplace the files of a workflow are; no storage has such a name.
    private static let documents = ".workflow"
    private static let values = ".values.json"

    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await host.steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let plan = try work.plan.details(as: WorkflowPlan.self)
            let progress = try await host.prepare(part, of: work, plan.staged)
            if part == .executable { try await fetch(plan, work) }
            return progress
        }
    }

    /// Fetches every file of the workflow again: what was read when it was asked for is what runs.
    private func fetch(_ plan: WorkflowPlan, _ work: Work) async throws(PlatformError) {
        let workplace = host.workplace(work.session)
        let directory = workplace + "/" + Self.documents
        let address = WorkflowAddress(plan.location)
        let limit = Int(clamping: settings.documentBytes)
        for file in plan.files {
            try await shelf.fetcher.fetch(address.url(of: file.name), called: file.name, to: directory)
            let bytes = try Files.read(directory + "/" + file.name, from: 0, limit: limit)
            if Digest.sha256(of: bytes) != file.sha256 {
                throw PlatformError(
                    .mismatch,
                    "\(file.name) is not what it was when the offer was made: somebody changed the workflow since; "
                        + "ask again.", subject: file.name)
            }
        }
        let values: Document
        do throws(DocumentError) {
            values = try Document.read(Array(plan.values.utf8), as: .json)
        } catch {
            throw PlatformError(.broken, "The values of the session cannot be read.", cause: "\(error)")
        }
        var places = DataNames.anywhere
        if case .cwlWorkflow = work.plan.executable { places = .inFiles }
        let placed = places.placed(values) { name in
            guard let index = work.plan.data.firstIndex(where: { $0.name == name }),
                let (storage, file) = plan.staged[index]
            else { return nil }
            return host.folders.storage(work.session, storage) + "/" + file
        }
        try Files.write(Array(placed.asJSON.utf8), to: workplace + "/" + Self.values)
    }

    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await host.steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let plan = try work.plan.details(as: WorkflowPlan.self)
            let cores = work.plan.demand[.cores]
            switch work.plan.executable {
            case .cwlWorkflow:
                try Files.makeDirectory(outputs(work))
                try host.start(work, cwltool(plan, work), environment: CWLCheck.nowhere, cores: cores)
            case .snakemakeWorkflow(let workflow):
                try host.start(work, snakemake(plan, workflow, work), environment: [:], cores: cores)
            default:
                throw PlatformError(.broken, "The plan of the session holds no workflow.")
            }
            return .done
        }
    }

    /// Where outputs go: the first storage, else a directory that is deleted with the session.
    private func outputs(_ work: Work) -> String {
        work.plan.storage.isEmpty
            ? host.workplace(work.session) + "/outputs" : host.folders.storage(work.session, 0)
    }

    private func cwltool(_ plan: WorkflowPlan, _ work: Work) -> [String] {
        let address = WorkflowAddress(plan.location)
        // Beside the outputs, so that the storage bounds them together.
        let temporary = outputs(work) + "/.temporary/"
        let document = address.name + (address.fragment.map { "#" + $0 } ?? "")
        return [
            engines.cwltool, "--outdir", outputs(work), "--tmpdir-prefix", temporary, "--tmp-outdir-prefix", temporary,
            "--disable-color", "--skip-schemas", "--no-doc-cache",
            // What is told to steps by default has not the mark by which all processes of a session are found.
            "--preserve-environment", ProgramMark.name,
            settings.containers == .podman ? "--podman" : "--no-container", "\(Self.documents)/\(document)",
            Self.values,
        ]
    }

    private func snakemake(_ plan: WorkflowPlan, _ workflow: SnakemakeWorkflow, _ work: Work) -> [String] {
        let workplace = host.workplace(work.session)
        let documents = workplace + "/" + Self.documents
        let directory = work.plan.storage.isEmpty ? workplace : outputs(work)
        var words = [
            engines.snakemake, "--snakefile", documents + "/" + WorkflowAddress(plan.location).name, "--directory",
            directory, "--cores", "\(work.plan.demand[.cores])", "--resources",
            "mem_mb=\(work.plan.demand[.memory] >> 20)", "--configfile",
        ]
        // The later ones win.
        words += plan.configurations.map { documents + "/" + $0 } + [workplace + "/" + Self.values, "--nocolor"]
        return workflow.targets.isEmpty ? words : words + ["--"] + workflow.targets
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let state = try await host.observe(work, after: seen, memoryBytes: work.plan.demand[.memory])
        guard case .finished(var outcome) = state else { return state }
        let words = EngineWords(host.logs, work.session)
        switch work.plan.executable {
        case .cwlWorkflow: outcome.notes += words.notesOfCWL(outcome.isSuccess)
        case .snakemakeWorkflow: outcome.notes += words.notesOfSnakemake(outcome.isSuccess)
        default: break
        }
        return .finished(outcome)
    }

    package func cancel(_ work: Work) async throws(PlatformError) {
        await host.cancel(work)
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        try await host.release(part, of: work, (try? work.plan.details(as: WorkflowPlan.self))?.staged ?? StagedFiles())
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        try await host.releaseOrphans(keeping: sessions)
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        try await host.log(stream, of: work, from: offset, limit: limit, waiting: waiting)
    }

    package func forget(_ session: UUID) async {
        host.forget(session)
    }
}
