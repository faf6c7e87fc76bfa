import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform
import Glibc

extension SlurmPlatform {
    /// Seconds that fetching an image is taken to need: nobody says how large it is.
    private static let assumedFetchSeconds: Int64 = 60
    private static let scheme = "docker://"

    /// Every reason against a container that can be told without input or output; `nil` for what is none.
    func obstaclesOfContainer(_ question: Question) -> [Obstacle]? {
        var obstacles: [Obstacle] = []
        switch question.executable {
        case .dockerContainer(let container):
            obstacles += question.obstacles(of: container.image, registries: settings.images.registries)
            obstacles += container.obstaclesOfVariables
            if container.privileged == true {
                let path: DocumentPath = ["executable", "privileged"]
                obstacles.append(
                    Obstacle(
                        .never, path, "{path}: a job of a cluster has no privileges of its node.",
                        ["wanted": "true", "available": "false"],
                        change: Change(path: path, to: false, range: .words(["false"]))))
            }
            for (index, port) in (container.network?.ports ?? []).enumerated() where port.access == true {
                let path: DocumentPath = ["executable", "network", "ports", .index(index), "access"]
                obstacles.append(
                    Obstacle(
                        .never, path, "{path}: jobs of a cluster publish no ports.",
                        change: Change(path: path, to: false, range: .words(["false"]))))
            }
        case .singularityContainer(let container):
            let path: DocumentPath = ["executable", "location"]
            let location = container.location ?? ""
            guard location.hasPrefix(Self.scheme) else {
                obstacles.append(
                    Obstacle(
                        location.isEmpty ? .contradictory : .never, path,
                        "{path}: {wanted} is no image that is run on the nodes; docker://REGISTRY/NAME is.",
                        ["wanted": location.isEmpty ? "nothing" : location], couldChange: "the site"))
                break
            }
            var image = ContainerImage()
            image.locations = [location]
            obstacles += question.obstacles(of: image, registries: settings.images.registries).map { obstacle in
                var obstacle = obstacle
                obstacle.path = path
                return obstacle
            }
        default: return nil
        }
        return obstacles + question.obstaclesOfVolumes(fault: ContainerPath.fault)
    }

    /// Looks at the image of a container where it is.
    func look(
        atImageOf question: Question, _ facts: SlurmFacts, _ estimate: inout StagingEstimate,
        _ obstacles: inout [Obstacle]
    ) async -> PlannedImage? {
        if !images.missing.isEmpty {
            obstacles.append(
                Obstacle(
                    .never, ["executable", "kind"],
                    "{path}: images are fetched by {wanted}, which the broker of this site does not have.",
                    ["wanted": images.missing.joined(separator: " and ")], couldChange: "the site"))
            return nil
        }
        let (container, locations, place) = Self.image(of: question.executable)
        let wanted = question.compute.accelerated?.architecture ?? facts.traits.architectures.first
        var faults: [PlatformError] = []
        for location in locations {
            guard let reference = try? ImageReference(reading: location) else { continue }
            do throws(PlatformError) {
                let (configuration, text) = try await images.look(
                    at: reference, digest: container?.image?.digest, architecture: wanted)
                guard let image = PlannedImage(configuration, reference: text, container) else {
                    throw PlatformError(.broken, "What the image \(text) says of itself cannot be read.")
                }
                if let obstacle = obstacle(of: image, facts, place) {
                    obstacles.append(obstacle)
                    return nil
                }
                estimate.seconds += Self.assumedFetchSeconds
                estimate.messages.append(
                    Message(
                        .info, time: question.now,
                        "The image {image} is fetched first; {seconds} s are a default.",
                        ["image": text, "seconds": "\(Self.assumedFetchSeconds)"]))
                return image
            } catch { faults.append(error) }
        }
        for fault in faults {
            obstacles.append(
                Obstacle(
                    fault.code == .refused ? .notAllowed : .dataUnreachable, place, "{path}: {problem}",
                    ["problem": fault.description]))
        }
        return nil
    }

    private func obstacle(of image: PlannedImage, _ facts: SlurmFacts, _ path: DocumentPath) -> Obstacle? {
        if image.words.isEmpty {
            return Obstacle(
                .contradictory, path,
                "{path}: the image names no program; entrypoint or command of a docker-container says what is run.")
        }
        let there = facts.traits.architectures
        if let built = image.architecture, !there.isEmpty, !there.contains(built) {
            return Obstacle(
                .never, path, "{path}: the image is built for {wanted}, and the nodes are {available}.",
                ["wanted": built, "available": there.joined(separator: ", ")])
        }
        return nil
    }

    private static func image(of executable: Executable) -> (DockerContainer?, [String], DocumentPath) {
        switch executable {
        case .dockerContainer(let container):
            (container, container.image?.locations ?? [], ["executable", "image", "locations"])
        case .singularityContainer(let container):
            (nil, [container.location].compactMap(\.self), ["executable", "location"])
        default: (nil, [], ["executable"])
        }
    }

    /// Fetches the image, and says how its container is run.
    func prepareContainer(_ details: SlurmPlan, _ work: Work) async throws(PlatformError) -> JobScript {
        let session = work.session
        guard let image = details.image, let bwrap = details.program else {
            throw PlatformError(.broken, "The plan of the session has no image.")
        }
        let root = try await images.bring(image, to: folders.image(session))
        var words = BubbleWords(
            bwrap: bwrap, image: image, root: root, temporary: folders.temporary(session),
            mounts: try storage.mounts(of: work, details.staged),
            environment: [("OMP_NUM_THREADS", "\(max(1, work.plan.demand[.cores]))")], hasDevices: !details.gres.isEmpty
        )
        if case .dockerContainer(let container)? = work.plan.executable {
            words.environment += container.environment.entries.map { ($0.name, $0.text) }
        }
        // A link leads to where the image alone knows.
        words.names.removeAll { Self.isLink(root + $0) }
        return try jobScript(work.plan, session: session, words: words.words)
    }

    private static func isLink(_ path: String) -> Bool {
        var byte: CChar = 0
        return readlink(path, &byte, 1) >= 0
    }
}
