import BerthModel
import BerthPlatform

extension PythonPlatform {
    private static let byPlugin = Abilities.Answer.partly("what the plugin makes use of")

    static let abilities = Abilities(
        executables: PythonPlatform.executables,
        [
            .holds: .partly("within the cores, memory and storage that the plugin names"), .data: byPlugin,
            .storage: byPlugin, .volumes: byPlugin, .ports: byPlugin, .accelerators: byPlugin, .output: .yes,
            .limits: byPlugin, .prices: .partly("what the plugin quotes"),
            .restart: .partly("work that the plugin hands over to others; its own run ends with it"),
        ])

    /// What a plugin may be asked for: it says itself what it does not know.
    static let executables: [Kind] = [
        .dockerContainer, .singularityContainer, .jupyterNotebook, .cwlWorkflow, .snakemakeWorkflow, .wesWorkflow,
        .batchScript, .pythonProgram,
    ]
}
