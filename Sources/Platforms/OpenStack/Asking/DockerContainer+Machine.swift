import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform

/// Containers on a machine of their own, run by the engine that the image has.
extension DockerContainer {
    /// Every reason against it that can be told without input or output.
    func obstacles(_ settings: OpenStackSettings) -> [Obstacle] {
        var obstacles = imageObstacles(settings)
        if privileged == true && !settings.privileged {
            let path: DocumentPath = ["executable", "privileged"]
            obstacles.append(
                Obstacle(
                    .notAllowed, path,
                    "{path}: this site runs no containers with the privileges of their machine.",
                    ["wanted": "true", "available": "false"], couldChange: "the site",
                    change: Change(path: path, to: false, range: .words(["false"]))))
        }
        obstacles += obstaclesOfVariables
        for (index, word) in command.enumerated() where word.utf8.contains(0) {
            obstacles.append(
                Obstacle(
                    .contradictory, ["executable", "command", .index(index)],
                    "{path} has a zero byte, which no argument can have."))
        }
        if !(network?.ports ?? []).isEmpty {
            let path: DocumentPath = ["executable", "network"]
            obstacles.append(
                Obstacle(
                    .never, path,
                    "{path}: the machines of this site have no addresses that are told to others; leave the ports out.",
                    change: Change(path: path, to: .null, range: .absent)))
        }
        return obstacles
    }

    private func imageObstacles(_ settings: OpenStackSettings) -> [Obstacle] {
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
            let name = DockerContainer.reference(location)
            if !name.isWord(with: "/._-:@") || name.hasPrefix("-") {
                obstacles.append(
                    Obstacle(
                        .contradictory, place, "{path}: {location} does not name an image.", ["location": location]))
            } else if !settings.registries.isEmpty,
                !settings.registries.contains(DockerContainer.registry(of: name))
            {
                obstacles.append(
                    Obstacle(
                        .notAllowed, place, "{path}: this site takes no images from {wanted}, only from {available}.",
                        [
                            "wanted": DockerContainer.registry(of: name),
                            "available": settings.registries.joined(separator: ", "),
                        ], couldChange: "the site"))
            }
        }
        if let digest = image.digest, !DockerContainer.isDigest(digest) {
            obstacles.append(
                Obstacle(
                    .contradictory, path.appending("digest"),
                    "{path}: {wanted} is no digest; it takes sha256: and 64 hexadecimal digits.", ["wanted": digest]))
        }
        return obstacles
    }

    /// What the machine does: the engine of the image fetches the first that it can, and runs it.
    ///
    func task(_ settings: OpenStackSettings, mounts: [ContainerMount]) -> MachineTask.Container {
        var before = [settings.containerCommand, "run", "--rm", "--name", "berth"]
        if privileged == true { before.append("--privileged") }
        for entry in environment.entries { before += ["--env", "\(entry.name)=\(entry.text)"] }
        for mount in mounts {
            before += ["--volume", "\(mount.from):\(mount.to):\(mount.isReadOnly ? "ro" : "rw")"]
        }
        if let entrypoint { before += ["--entrypoint", entrypoint] }
        let images = (image?.locations ?? []).map { location in
            let name = DockerContainer.reference(location)
            return image?.digest.map { name.contains("@") ? name : "\(name)@\($0)" } ?? name
        }
        return MachineTask.Container(
            command: settings.containerCommand, images: images, before: before, after: command)
    }

    /// Without the scheme that some write before it.
    static func reference(_ location: String) -> String {
        location.hasPrefix("docker://") ? String(location.dropFirst("docker://".count)) : location
    }

    /// Where an image comes from: a first part with a dot or a port is a registry. Source: Docker, *Image references*.
    static func registry(of name: String) -> String {
        let first = name.split(separator: "/").first.map(String.init) ?? ""
        let isRegistry = name.contains("/") && (first.contains(".") || first.contains(":") || first == "localhost")
        return isRegistry ? first : "docker.io"
    }

    private static func isDigest(_ text: String) -> Bool {
        let digits = text.dropFirst("sha256:".count)
        return text.hasPrefix("sha256:") && digits.utf8.count == 64 && digits.allSatisfy(\.isHexDigit)
    }
}
