import BerthData
import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

extension Question {
    /// Every reason against the executable that can be told without input or output.
    func obstacles(of container: DockerContainer, _ settings: ContainerSettings) -> [Obstacle] {
        var obstacles = imageObstacles(container.image, settings)
        if container.privileged == true && !settings.privileged {
            obstacles.append(
                Obstacle(
                    .notAllowed, ["executable", "privileged"],
                    "{path}: this site runs no containers with the privileges of the host.",
                    ["wanted": "true", "available": "false"], couldChange: "the site",
                    change: Change(path: ["executable", "privileged"], to: false, range: .words(["false"]))))
        }
        for entry in container.environment.entries
        where entry.name.isEmpty || entry.name.contains("=") || (entry.name + entry.text).utf8.contains(0) {
            obstacles.append(
                Obstacle(
                    .contradictory, ["executable", "environment"],
                    "{path}: {name} cannot be the name of an environment variable.", ["name": entry.name]))
        }
        for (index, port) in (container.network?.ports ?? []).enumerated() {
            obstacles += portObstacles(port, ["executable", "network", "ports", .index(index)], settings)
        }
        return obstacles
    }

    private func imageObstacles(_ image: ContainerImage?, _ settings: ContainerSettings) -> [Obstacle] {
        let path: DocumentPath = ["executable", "image"]
        guard let image, !image.locations.isEmpty else {
            return [
                Obstacle(
                    .contradictory, path.appending("locations"), "{path} is missing: it says where the image is.")
            ]
        }
        var obstacles: [Obstacle] = []
        for (index, location) in image.locations.enumerated() {
            let place = path.appending("locations").appending(index)
            do throws(ImageReference.Fault) {
                let reference = try ImageReference(reading: location)
                if !settings.registries.isEmpty && !settings.names(reference.registry) {
                    obstacles.append(
                        Obstacle(
                            .notAllowed, place,
                            "{path}: this site takes no images from {wanted}, only from {available}.",
                            [
                                "wanted": reference.registry.text,
                                "available": settings.registries.joined(separator: ", "),
                            ], couldChange: "the site"))
                } else if reference.registry.isInside && !settings.names(reference.registry) {
                    obstacles.append(.insideRegistry(reference.registry, place))
                }
            } catch {
                obstacles.append(
                    Obstacle(
                        .contradictory, place, "{path}: {location} does not name an image: {fault}.",
                        ["location": location, "fault": error.message]))
            }
        }
        if let digest = image.digest, let fault = ImageReference.fault(ofDigest: digest) {
            obstacles.append(
                Obstacle(
                    .contradictory, path.appending("digest"), "{path}: {fault}.", ["fault": fault]))
        }
        for (member, wanted, available) in [
            ("architecture", image.platform?.architecture, Machine.architecture), ("os", image.platform?.os, "linux"),
        ] where wanted != nil && wanted != available {
            let place = path.appending("platform").appending(member)
            obstacles.append(
                Obstacle(
                    .never, place, "{path}: {wanted} cannot be run here, this machine is {available}.",
                    ["wanted": wanted ?? "", "available": available],
                    change: Change(path: place, to: .text(available), range: .words([available]))))
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

extension Obstacle {
    /// A registry inside the site that the site does not name.
    static func insideRegistry(_ registry: Registry, _ path: DocumentPath) -> Obstacle {
        Obstacle(
            .notAllowed, path,
            "{path}: the registry {wanted} lies inside this site, which is not allowed; the site can name it in "
                + "registries.", ["wanted": registry.text], couldChange: "the site")
    }
}
