import BerthModel
package import BerthPlatform

extension JupyterPlatform {
    package static let abilities = Abilities(
        executables: [.jupyterNotebook],
        [
            .holds: .yes,
            .data: .partly("http, https, S3 and IVOA addresses; files of the host where the site lets it"),
            .storage: .partly("directories; the size is looked at every few seconds"),
            .volumes: .no("storage is found by its name where the notebook runs"),
            .ports: .partly("an interactive server, opened with its own token"),
            .accelerators: .no("nothing of the kind is counted"),
            .output: .partly("as it comes; the notebook with its outputs at the end"),
            .limits: .partly("time; memory and storage by looking; cores as advice"), .prices: .yes,
            .restart: .yes,
        ])
}
