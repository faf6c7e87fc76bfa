import BerthModel
import BerthPlatform

extension RemotePlatform {
    private static let byThere = Abilities.Answer.partly("what the other broker can do")

    static let abilities = Abilities(
        executables: RemotePlatform.executables,
        [
            .holds: .yes, .data: byThere, .storage: byThere, .volumes: byThere, .ports: byThere,
            .accelerators: byThere, .output: .partly("from brokers that hand it out"), .limits: byThere,
            .prices: byThere, .restart: .yes,
        ])

    /// What any broker may be asked for: it says itself what it does not know.
    static let executables: [Kind] = [
        .dockerContainer, .singularityContainer, .jupyterNotebook, .cwlWorkflow, .snakemakeWorkflow, .wesWorkflow,
        .batchScript, .pythonProgram,
    ]
}
