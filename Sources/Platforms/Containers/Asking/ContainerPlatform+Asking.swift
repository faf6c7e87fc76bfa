import BerthData
import BerthDocument
import BerthHost
package import BerthPlatform
import BerthModel

extension ContainerPlatform {
    /// Seconds that fetching an image is taken to need where nothing is known about it.
    static let assumedPullSeconds: Int64 = 60
    /// Seconds that making storage and a container takes.
    static let settingUpSeconds: Int64 = 5
    /// Seconds that stopping and deleting takes at most.
    static let releasingSeconds: Int64 = 10

    package func canIDoThis(_ question: Question) async -> Answer {
        let capacity = profile.capacity ?? Capacity(Resources())
        var obstacles = question.obstaclesOfKind(executables: profile.executables, traits: Machine.traits)
        obstacles += question.obstaclesOfSize(capacity: capacity)
        obstacles += question.obstaclesOfQuotes(prices: settings.priceList)
        obstacles += question.obstaclesOfVolumes(fault: ContainerPath.fault)
        var sources: [DataSource] = []
        do throws(Obstacles) {
            sources = try storage.sources(of: question)
        } catch {
            obstacles += error.all
        }
        guard case .dockerContainer(let container) = question.executable else {
            return .no(obstacles.sortedByRung)
        }
        obstacles += question.obstacles(of: container, settings)
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        return await answer(question, container, sources)
    }

    /// The part of the answer that takes a look at the engine and the data.
    private func answer(_ question: Question, _ container: DockerContainer, _ sources: [DataSource]) async -> Answer {
        var estimate = StagingEstimate(settingUp: ContainerPlatform.settingUpSeconds)
        var obstacles: [Obstacle] = []
        do throws(PlatformError) {
            try await lookAtImage(container, &estimate, &obstacles, question.now)
        } catch {
            return .silence(Silence(.unreachable, error.description, waited: .zero, detail: error.detail))
        }
        await storage.look(at: sources, of: question, &estimate, &obstacles)
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        return .yes(plans(question, container, sources, estimate))
    }

    private func lookAtImage(
        _ container: DockerContainer, _ estimate: inout StagingEstimate, _ obstacles: inout [Obstacle], _ now: Instant
    ) async throws(PlatformError) {
        let locations = container.image?.locations ?? []
        let digest = container.image?.digest
        for location in locations {
            guard let reference = try? ImageReference(reading: location) else { continue }
            let wanted = digest ?? reference.digest
            if let image = try await engine.image(reference.text(), seconds: 5),
                wanted.map({ image.has(digest: $0) }) ?? true, settings.pull != .always
            {
                if let fault = image.faultOfVolumes {
                    obstacles.append(
                        Obstacle(
                            .never, ["executable", "image"], "{path}: the image cannot be run here: {fault}.",
                            ["fault": fault]))
                }
                estimate.messages.append(
                    Message(
                        .info, time: now, "The image {image} is here already.", ["image": reference.text()]))
                return
            }
        }
        // Images built on this machine have no registry that they could be fetched from.
        let hopeless =
            settings.pull == .never
            || locations.allSatisfy { $0.hasPrefix("localhost/") || $0.hasPrefix("docker://localhost/") }
        if hopeless {
            obstacles.append(
                Obstacle(
                    settings.pull == .never ? .notAllowed : .never, ["executable", "image", "locations"],
                    "{path}: {image} is not on this machine, and it is not fetched.",
                    ["image": locations.joined(separator: ", ")], couldChange: "the site"))
            return
        }
        for (index, location) in locations.enumerated() {
            guard let registry = (try? ImageReference(reading: location))?.registry,
                !registry.isNamed(in: settings.registries),
                await registry.place(seconds: 2) == .inside
            else { continue }
            obstacles.append(.insideRegistry(registry, ["executable", "image", "locations", .index(index)]))
        }
        estimate.seconds += ContainerPlatform.assumedPullSeconds
        estimate.messages.append(
            Message(
                .info, time: now,
                "The image is fetched first; {seconds} s are a default, its size is not known here.",
                ["seconds": "\(ContainerPlatform.assumedPullSeconds)"]))
    }

    private func plans(
        _ question: Question, _ container: DockerContainer, _ sources: [DataSource], _ estimate: StagingEstimate
    ) -> [Plan] {
        question.plans(
            on: settings.name, capacity: profile.capacity ?? Capacity(Resources()), prices: settings.priceList
        ) { plan in
            plan.preparing = TimeSpan(seconds: estimate.seconds)
            plan.releasing = TimeSpan(seconds: ContainerPlatform.releasingSeconds)
            plan.messages = estimate.messages
            var details = ContainerPlan()
            details.images = container.image?.locations ?? []
            details.digest = container.image?.digest
            details.cores = plan.demand[.cores]
            details.memoryBytes = plan.demand[.memory]
            details.staged = storage.staged(sources, of: question)
            plan.details = details.document(for: .json)
        }
    }
}
