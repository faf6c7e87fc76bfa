import BerthModel
package import BerthPlatform

extension OpenStackPlatform {
    package static let abilities = Abilities(
        executables: [.batchScript, .pythonProgram, .dockerContainer],
        [
            .holds: .no("others use the same cloud; an offer says what quota and Placement say now"),
            .data: .partly("http and https addresses, fetched by the machine into a volume"),
            .storage: .partly("volumes, where the cloud has Cinder"),
            .volumes: .partly("storage and data in containers; scripts find them by name where they run"),
            .ports: .no("machines have no addresses that are told to others"),
            .accelerators: .partly("what flavors have of resource classes, PCI aliases and traits; images say CPUs"),
            .output: .partly("as the console shows it; what comes faster than it is read is lost, and a note says so"),
            .limits: .partly("cores, memory and disk are the machine's; time by the machine itself and by the broker"),
            .prices: .yes, .restart: .yes,
        ])
}
