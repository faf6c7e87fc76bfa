import BerthData
import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

extension Question {
    /// Bytes of command and environment.
    private static let longestTexts = 32 << 10

    /// Every reason against the executable that can be told without input or output.
    func obstacles(of container: DockerContainer, _ facts: ClusterFacts, _ settings: KubernetesSettings) -> [Obstacle] {
        var obstacles = imageObstacles(container.image, facts, settings)
        if container.privileged == true && !settings.privileged {
            obstacles.append(
                Obstacle(
                    .notAllowed, ["executable", "privileged"],
                    "{path}: this site runs no containers with the privileges of the node.",
                    ["wanted": "true", "available": "false"], couldChange: "the site",
                    change: Change(path: ["executable", "privileged"], to: false, range: .words(["false"]))))
        }
        for entry in container.environment.entries
        where !entry.name.isWord(with: "_-.") || (48...57).contains(entry.name.utf8.first ?? 48) {
            obstacles.append(
                Obstacle(
                    .contradictory, ["executable", "environment"],
                    "{path}: {name} cannot be the name of an environment variable.", ["name": entry.name]))
        }
        // What the cluster keeps of a session is listed together with all others'.
        let bytes = container.environment.entries.reduce(container.command.reduce(0) { $0 + $1.utf8.count }) {
            $0 + $1.name.utf8.count + $1.text.utf8.count
        }
        if bytes > Self.longestTexts {
            obstacles.append(
                Obstacle(
                    .never, ["executable"],
                    "{path}: command and environment have {wanted} bytes together, {available} are the most; put them "
                        + "into a file of the image or of its data.",
                    ["wanted": "\(bytes)", "available": "\(Self.longestTexts)", "unit": "byte"]))
        }
        for (index, port) in (container.network?.ports ?? []).enumerated() {
            obstacles += portObstacles(port, ["executable", "network", "ports", .index(index)], settings)
        }
        return obstacles
    }

    private func imageObstacles(
        _ image: ContainerImage?, _ facts: ClusterFacts, _ settings: KubernetesSettings
    ) -> [Obstacle] {
        let path: DocumentPath = ["executable", "image"]
        guard let image, let location = image.locations.first else {
            return [
                Obstacle(
                    .contradictory, path.appending("locations"), "{path} is missing: it says where the image is.")
            ]
        }
        var obstacles: [Obstacle] = []
        let place = path.appending("locations").appending(0)
        if let name = ImageName(location) {
            let isNamed = settings.registries.contains { $0.lowercased() == name.registry }
            if !settings.registries.isEmpty && !isNamed {
                obstacles.append(
                    Obstacle(
                        .notAllowed, place, "{path}: this site takes no images from {wanted}, only from {available}.",
                        ["wanted": name.registry, "available": settings.registries.joined(separator: ", ")],
                        couldChange: "the site"))
            } else if name.isInside && !isNamed {
                obstacles.append(
                    Obstacle(
                        .notAllowed, place,
                        "{path}: the registry {wanted} lies inside this site, which is not allowed; the site can name"
                            + " it in registries.",
                        ["wanted": name.registry], couldChange: "the site"))
            }
        } else {
            obstacles.append(
                Obstacle(
                    .contradictory, place, "{path}: {location} does not name an image.", ["location": location]))
        }
        if let digest = image.digest, let fault = ImageName.fault(ofDigest: digest) {
            obstacles.append(
                Obstacle(.contradictory, path.appending("digest"), "{path}: {fault}.", ["fault": fault]))
        }
        return obstacles + platformObstacles(image, facts, settings)
    }

    private func platformObstacles(
        _ image: ContainerImage, _ facts: ClusterFacts, _ settings: KubernetesSettings
    ) -> [Obstacle] {
        let nodes = facts.open(settings)
        if nodes.isEmpty { return [] }
        let there = Set(nodes.map(\.architecture)).sorted()
        var obstacles: [Obstacle] = []
        for (member, wanted, available) in [
            ("architecture", image.platform?.architecture, there), ("os", image.platform?.os, ["linux"]),
        ] where wanted.map({ !available.contains($0) }) ?? false {
            let place: DocumentPath = ["executable", "image", "platform", .member(member)]
            obstacles.append(
                Obstacle(
                    .never, place, "{path}: {wanted} cannot be run here, the nodes are {available}.",
                    ["wanted": wanted ?? "", "available": available.joined(separator: ", ")],
                    change: Change(path: place, to: .text(available[0]), range: .words(available))))
        }
        return obstacles
    }

    private func portObstacles(
        _ port: NetworkPort, _ path: DocumentPath, _ settings: KubernetesSettings
    ) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        let number = port.internal?.port ?? 0
        if !(1...65535).contains(number) {
            obstacles.append(
                Obstacle(
                    .contradictory, path.appending("internal").appending("port"),
                    "{path}: a port is a number from 1 to 65535.", ["wanted": "\(number)"]))
        }
        if let external = port.external, external.port != nil || !external.addresses.isEmpty {
            obstacles.append(
                Obstacle(
                    .notAllowed, path.appending("external"),
                    "{path}: the cluster chooses addresses and ports itself; leave it out.", couldChange: "the site"))
        }
        if port.access == true && (settings.ports ?? PortService.none) == PortService.none {
            let place = path.appending("access")
            obstacles.append(
                Obstacle(
                    .notAllowed, place, "{path}: this site publishes no ports of containers.",
                    ["wanted": "true", "available": "false"], couldChange: "the site",
                    change: Change(path: place, to: false, range: .words(["false"]))))
        }
        if let obstacle = PortProtocol.obstacle(of: port, path) { obstacles.append(obstacle) }
        return obstacles
    }

    /// Every reason against bringing the data.
    func stagingObstacles(_ sources: [DataSource], _ settings: KubernetesSettings) -> [Obstacle] {
        if settings.stagingImage == nil {
            return data.indices.map { index in
                let path: DocumentPath = ["data", .index(index)]
                return Obstacle(
                    .notAllowed, path,
                    "{path}: this site has named no image that fetches data into the cluster; let the container fetch"
                        + " {path} itself.",
                    couldChange: "the site", change: Change(path: path, to: .null, range: .absent))
            }
        }
        return sources.enumerated().compactMap { index, source in
            guard let copy = source.copies.first, DataURL.scheme(of: copy.url) == "file" else { return nil }
            return Obstacle(
                .notAllowed, copy.path, "{path}: files of the broker's own machine are not in the cluster.",
                ["location": copy.url])
        }
    }
}
