import BerthModel
package import BerthPlatform

extension WorkflowPlatform {
    package static let abilities = Abilities(
        executables: [.cwlWorkflow, .snakemakeWorkflow],
        [
            .holds: .yes,
            .data: .partly("http, https, S3 and IVOA addresses; files of the host where the site lets it"),
            .storage: .partly("directories; the size is looked at every few seconds"),
            .volumes: .no("storage is found by its name where the workflow runs"),
            .ports: .no("a workflow serves nothing"), .accelerators: .no("the engines are not told of them"),
            .output: .yes,
            .limits: .partly("memory and storage by looking every few seconds, time; cores are told to the engine"),
            .prices: .yes, .restart: .yes,
        ])
}
