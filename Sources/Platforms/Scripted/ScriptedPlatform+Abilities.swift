import BerthModel
package import BerthPlatform

extension ScriptedPlatform {
    package static let abilities = Abilities(
        executables: Kind.known.filter { $0.family == "executable" },
        [
            .holds: .yes, .data: .no("it runs nothing"), .storage: .partly("counted, not made"), .volumes: .yes,
            .ports: .partly("connectors that the script names"), .accelerators: .yes,
            .output: .partly("what the script says"), .limits: .partly("time"), .prices: .yes,
            .restart: .partly("where its state is kept in files"),
        ])
}
