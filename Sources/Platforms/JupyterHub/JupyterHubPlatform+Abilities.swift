import BerthModel
package import BerthPlatform

extension JupyterHubPlatform {
    package static let abilities = Abilities(
        executables: [.jupyterNotebook],
        [
            .holds: .no("the hub has its own limits of servers; the start of an offer is an estimate"),
            .data: .no("servers have the files of their user"),
            .storage: .no("servers have the files of their user"),
            .volumes: .no("the hub mounts what its administrator set up"),
            .ports: .partly("the server of the session, opened with a token of its own or as the user of the hub"),
            .accelerators: .no("the hub is not asked for them"),
            .output: .partly("the notebook as it was last saved, at the end"),
            .limits: .partly("time; cores and memory as the hub bounds its servers"), .prices: .yes, .restart: .yes,
        ])
}
