import BerthModel
import BerthPlatform
import Glibc

/// Where the engines of a machine are.
struct WorkflowEngines: Sendable {
    let cwltool: String
    let snakemake: String

    /// - Parameter path: where programs are looked for that nobody named, as in `PATH`.
    init(_ programs: WorkflowPrograms, path: String) {
        func found(_ name: String) -> String {
            let places = path.split(separator: ":").map { "\($0)/\(name)" }
            return places.first { $0.hasPrefix("/") && access($0, X_OK) == 0 } ?? "/usr/bin/\(name)"
        }
        cwltool = programs.cwltool ?? found("cwltool")
        snakemake = programs.snakemake ?? found("snakemake")
    }

    /// The kinds of executable whose engine is there now.
    var kinds: [Kind] {
        [(Kind.cwlWorkflow, cwltool), (.snakemakeWorkflow, snakemake)].filter { access($0.1, X_OK) == 0 }.map(\.0)
    }
}
