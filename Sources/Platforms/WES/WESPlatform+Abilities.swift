import BerthModel
package import BerthPlatform

extension WESPlatform {
    package static let abilities = Abilities(
        executables: [.wesWorkflow, .cwlWorkflow, .snakemakeWorkflow],
        [
            .holds: .no("the service keeps a queue of its own; the start of an offer is an estimate"),
            .data: .no("the service fetches what the parameters name by their addresses"),
            .storage: .no("the service keeps what its runs write, and says where"),
            .volumes: .no("nothing is mounted"), .ports: .no("a workflow serves nothing"),
            .accelerators: .no("the service is not told of them"),
            .output: .partly("as the service hands it out; the outputs of the workflow at the end"),
            .limits: .partly("time; cores and memory where the engine has parameters for them"), .prices: .yes,
            .restart: .yes,
        ])
}
