import BerthModel
package import BerthPlatform

extension ContainerPlatform {
    package static let abilities = Abilities(
        executables: [.dockerContainer],
        [
            .holds: .yes,
            .data: .partly("http, https, S3 and IVOA addresses; files of the host where the site lets it"),
            .storage: .partly("directories; the size is looked at every few seconds"), .volumes: .yes,
            .ports: .partly("published on the host; numbers of the host where the site lets it"),
            .accelerators: .no("the engine is not asked for them"), .output: .yes,
            .limits: .partly("cores, memory, processes and time by the engine; storage by looking"), .prices: .yes,
            .restart: .yes,
        ])
}
