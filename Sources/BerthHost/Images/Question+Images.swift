package import BerthDocument
package import BerthModel
package import BerthPlatform

extension Question {
    /// Every reason against an image that can be told without input or output.
    ///
    /// - Parameter registries: those that a site names; where it names any, images come from nowhere else.
    package func obstacles(of image: ContainerImage?, registries: [String]) -> [Obstacle] {
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
                if !registries.isEmpty && !reference.registry.isNamed(in: registries) {
                    obstacles.append(
                        Obstacle(
                            .notAllowed, place,
                            "{path}: this site takes no images from {wanted}, only from {available}.",
                            [
                                "wanted": reference.registry.text,
                                "available": registries.joined(separator: ", "),
                            ], couldChange: "the site"))
                } else if reference.registry.isInside && !reference.registry.isNamed(in: registries) {
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
}

extension Obstacle {
    /// A registry inside the site that the site does not name.
    package static func insideRegistry(_ registry: Registry, _ path: DocumentPath) -> Obstacle {
        Obstacle(
            .notAllowed, path,
            "{path}: the registry {wanted} lies inside this site, which is not allowed; the site can name it in "
                + "registries.", ["wanted": registry.text], couldChange: "the site")
    }
}

extension DockerContainer {
    /// Every reason against its variables.
    package var obstaclesOfVariables: [Obstacle] {
        var obstacles: [Obstacle] = []
        for entry in environment.entries
        where entry.name.isEmpty || entry.name.contains("=") || (entry.name + entry.text).utf8.contains(0) {
            obstacles.append(
                Obstacle(
                    .contradictory, ["executable", "environment"],
                    "{path}: {name} cannot be the name of an environment variable.", ["name": entry.name]))
        }
        return obstacles
    }
}

extension ImageReference {
    /// Looked up once more before something is fetched: names may stand for other addresses than when it was asked.
    ///
    /// - Throws: `refused`, `unreachable`.
    package func checkRegistry(named registries: [String]) async throws(PlatformError) {
        if registry.isNamed(in: registries) { return }
        if !registries.isEmpty {
            throw PlatformError(.refused, "This site takes no images from \(registry.text).", subject: registry.text)
        }
        switch await registry.place(seconds: 10) {
        case .outside: return
        case .inside:
            throw PlatformError(
                .refused,
                "The registry \(registry.text) lies inside this site, which is not allowed; "
                    + "the site can name it in registries.", subject: registry.text)
        case .unknown:
            throw PlatformError(
                .unreachable, "The name of the registry \(registry.text) cannot be resolved.", subject: registry.text)
        }
    }
}
