import BerthData
import BerthDocument
import BerthHost
package import BerthModel
package import BerthPlatform

/// One run of a workflow by its engine, in a directory of its own.
package struct WorkflowRun: Sendable {
    package var plan: WorkflowPlan
    package var executable: Executable?
    /// Where the engine is started.
    package var workplace: String
    /// Of the first storage, where there is one: outputs go there, and what is temporary beside them, so that the
    /// storage bounds them together.
    package var storage: String?
    package var cores: Int64
    package var memoryBytes: Int64
    /// Variables that the engine hands on to the steps of CWL.
    package var handedOn: [String] = []
    /// Whether the steps of CWL run in containers of Podman.
    package var hasContainers = false

    /// Where in the workplace the files of a workflow are; no storage has such a name.
    private static let documents = ".workflow"
    private static let values = ".values.json"

    package init(
        _ plan: WorkflowPlan, _ executable: Executable?, workplace: String, storage: String?, cores: Int64,
        memoryBytes: Int64
    ) {
        self.plan = plan
        self.executable = executable
        self.workplace = workplace
        self.storage = storage
        self.cores = cores
        self.memoryBytes = memoryBytes
    }

    /// Fetches every file of the workflow again: what was read when it was asked for is what runs.
    ///
    /// - Parameter place: where a piece of data is, by its name.
    /// - Throws: `mismatch` when somebody changed a file since, and what fetching throws.
    package func bring(_ shelf: WorkflowShelf, place: (String) -> String?) async throws(PlatformError) {
        let directory = workplace + "/" + Self.documents
        let address = WorkflowAddress(plan.location)
        let limit = Int(clamping: shelf.fetcher.stager.limits.maximumBytes)
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
        if case .cwlWorkflow? = executable { places = .inFiles }
        try Files.write(Array(places.placed(values, place).asJSON.utf8), to: workplace + "/" + Self.values)
        if case .cwlWorkflow? = executable { try Files.makeDirectory(outputs) }
    }

    /// The engine and its arguments.
    ///
    /// - Parameters:
    ///   - cwltool: where it is, as is `snakemake`.
    /// - Throws: `broken` for what is no workflow.
    package func words(cwltool: String, snakemake: String) throws(PlatformError) -> [String] {
        switch executable {
        case .cwlWorkflow?: return words(cwltool: cwltool)
        case .snakemakeWorkflow(let workflow)?: return words(snakemake: snakemake, workflow.targets)
        default: throw PlatformError(.broken, "The plan of the session holds no workflow.")
        }
    }

    /// What the engine has of variables: what cwltool would fetch by itself goes nowhere.
    package var environment: [String: String] {
        if case .cwlWorkflow? = executable { return CWLCheck.nowhere }
        return [:]
    }

    /// A directory that is deleted with the session where there is no storage.
    private var outputs: String { storage ?? workplace + "/outputs" }

    private func words(cwltool: String) -> [String] {
        let address = WorkflowAddress(plan.location)
        let temporary = outputs + "/.temporary/"
        let document = address.name + (address.fragment.map { "#" + $0 } ?? "")
        return [
            cwltool, "--outdir", outputs, "--tmpdir-prefix", temporary, "--tmp-outdir-prefix", temporary,
            "--disable-color", "--skip-schemas", "--no-doc-cache",
        ] + handedOn.flatMap { ["--preserve-environment", $0] } + [
            hasContainers ? "--podman" : "--no-container", "\(Self.documents)/\(document)", Self.values,
        ]
    }

    private func words(snakemake: String, _ targets: [String]) -> [String] {
        let documents = workplace + "/" + Self.documents
        var words = [
            snakemake, "--snakefile", documents + "/" + WorkflowAddress(plan.location).name, "--directory",
            storage ?? workplace, "--cores", "\(cores)", "--resources", "mem_mb=\(memoryBytes >> 20)", "--configfile",
        ]
        // The later ones win.
        words += plan.configurations.map { documents + "/" + $0 } + [workplace + "/" + Self.values, "--nocolor"]
        return targets.isEmpty ? words : words + ["--"] + targets
    }
}
