import BerthData
import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

extension Question {
    /// Every reason against the executable that can be told without input or output.
    func obstacles(of container: DockerContainer, _ settings: ContainerSettings) -> [Obstacle] {
        var obstacles = self.obstacles(of: container.image, registries: settings.registries)
        if container.privileged == true && !settings.privileged {
            obstacles.append(
                Obstacle(
                    .notAllowed, ["executable", "privileged"],
                    "{path}: this site runs no containers with the privileges of the host.",
                    ["wanted": "true", "available": "false"], couldChange: "the site",
                    change: Change(path: ["executable", "privileged"], to: false, range: .words(["false"]))))
        }
        obstacles += container.obstaclesOfVariables
        for (index, port) in (container.network?.ports ?? []).enumerated() {
            obstacles += portObstacles(port, ["executable", "network", "ports", .index(index)], settings)
        }
        return obstacles
    }

    private func portObstacles(_ port: NetworkPort, _ path: DocumentPath, _ settings: ContainerSettings) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        let number = port.internal?.port ?? 0
        if !(1...65535).contains(number) {
            obstacles.append(
                Obstacle(
                    .contradictory, path.appending("internal").appending("port"),
                    "{path}: a port is a number from 1 to 65535.", ["wanted": "\(number)"]))
        }
        if let external = port.external, external.port != nil || !external.addresses.isEmpty, !settings.externalPorts {
            obstacles.append(
                Obstacle(
                    .notAllowed, path.appending("external"),
                    "{path}: this site chooses the ports of the host itself; leave it out.", couldChange: "the site"))
        }
        if settings.externalPorts, let address = port.external?.addresses.first, NetworkAddress(address) == nil {
            obstacles.append(
                Obstacle(
                    .contradictory, path.appending("external").appending("addresses"),
                    "{path}: {wanted} is not an address of the host.", ["wanted": address]))
        }
        if settings.externalPorts, let number = port.external?.port, !(1...65535).contains(number) {
            obstacles.append(
                Obstacle(
                    .contradictory, path.appending("external").appending("port"),
                    "{path}: a port is a number from 1 to 65535.", ["wanted": "\(number)"]))
        }
        if let obstacle = PortProtocol.obstacle(of: port, path) { obstacles.append(obstacle) }
        return obstacles
    }
}
