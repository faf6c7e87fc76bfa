import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

extension KubernetesPlatform {
    /// Seconds that making objects and placing a pod takes.
    static let settingUpSeconds: Int64 = 5
    /// Seconds that fetching an image is taken to need where no node has it.
    static let assumedPullSeconds: Int64 = 60

    /// Seconds that a node takes to let go of a pod whose containers have ended, often less.
    static let releasingSeconds: Int64 = 30

    package func canIDoThis(_ question: Question) async -> Answer {
        let all: ClusterFacts
        do throws(PlatformError) { all = try await known.facts() } catch { return answer(error) }
        let wanted = KubernetesPlatform.architecture(question)
        let facts = all.suiting(question.compute, architecture: wanted)
        var obstacles = question.obstaclesOfKind(executables: profile.executables, traits: all.traits(settings))
        obstacles += question.obstacles(of: all, suiting: facts, settings)
        obstacles += question.obstaclesOfQuotes(prices: settings.priceList)
        obstacles += question.obstaclesOfVolumes(fault: MountPath.fault)
        var sources: [DataSource] = []
        do throws(Obstacles) { sources = try storage.sources(of: question) } catch { obstacles += error.all }
        obstacles += question.stagingObstacles(sources, settings)
        switch question.executable {
        case .dockerContainer(let container): obstacles += question.obstacles(of: container, all, settings)
        case .jupyterNotebook(let notebook):
            obstacles += notebooks?.asking.obstacles(ofLocation: notebook.location ?? "") ?? []
        default: return .no(obstacles.sortedByRung)
        }
        guard obstacles.isEmpty else { return .no(obstacles.sortedByRung) }
        return await answer(question, sources, facts)
    }

    /// What the image is made for, where the question says so.
    private static func architecture(_ question: Question) -> String? {
        guard case .dockerContainer(let container) = question.executable else { return nil }
        return container.image?.platform?.architecture
    }

    /// The image that runs it, and what there is to remember of a notebook.
    private func image(
        _ question: Question, _ details: inout KubernetesPlan, _ estimate: inout StagingEstimate,
        _ obstacles: inout [Obstacle]
    ) async throws(PlatformError) -> ImageName? {
        switch question.executable {
        case .jupyterNotebook(let notebook):
            guard let room = notebooks else { return nil }
            try await look(at: notebook, room, question.now, &details, &estimate, &obstacles)
            return ImageName(room.settings.image)
        case .dockerContainer(let container):
            guard let image = container.image, let location = image.locations.first else { return nil }
            if image.locations.count > 1 {
                estimate.messages.append(
                    Message(
                        .info, time: question.now,
                        "executable.image.locations: a pod has one image; the first of {count} locations is used.",
                        ["count": "\(image.locations.count)"]))
            }
            return ImageName(location, digest: image.digest)
        default: return nil
        }
    }

    /// The part of the answer that takes a look at the notebook and the data.
    private func answer(_ question: Question, _ sources: [DataSource], _ facts: ClusterFacts) async -> Answer {
        var estimate = StagingEstimate(settingUp: KubernetesPlatform.settingUpSeconds)
        var obstacles: [Obstacle] = []
        var found = KubernetesPlan()
        let image: ImageName?
        do throws(PlatformError) {
            image = try await self.image(question, &found, &estimate, &obstacles)
        } catch { return answer(error) }
        await storage.look(at: sources, of: question, &estimate, &obstacles)
        guard obstacles.isEmpty, let name = image else { return .no(obstacles.sortedByRung) }
        estimate.look(at: name, facts.open(settings), settings, question.now)
        let labels = facts.labels(
            for: question.compute, architecture: KubernetesPlatform.architecture(question), settings)
        let plans = question.plans(
            on: settings.name, capacity: facts.promised(settings), prices: settings.priceList
        ) { plan in
            plan.preparing = TimeSpan(seconds: estimate.seconds)
            plan.releasing = TimeSpan(seconds: settings.stopSeconds.addingOrMost(KubernetesPlatform.releasingSeconds))
            plan.patience = TimeSpan(seconds: settings.queueSeconds)
            plan.messages = estimate.messages + [facts.message(of: plan.demand, settings, question.now)]
            var details = found
            details.image = name.text
            details.seconds = max(1, question.duration.secondsRoundedUp)
            for amount in plan.demand.amounts where !amount.isPlain && amount.amount > 0 {
                guard let resource = facts.names[amount.name] else { continue }
                details.extended.removeAll { $0.name == resource && $0.count <= amount.amount }
                if !details.extended.contains(where: { $0.name == resource }) {
                    details.extended.append(NamedCount(resource, amount.amount))
                }
            }
            details.storageClass = settings.storageClass
            details.sources = sources.map { $0.copies.first?.url ?? "" }
            details.staged = storage.staged(sources, of: question)
            details.nodeLabels = labels
            if case .jupyterNotebook(let notebook) = question.executable {
                details.notebook?.file = NotebookAsking.fileName(
                    of: notebook.location ?? "", beside: plan.storageNames)
            }
            plan.details = details.document(for: .json)
        }
        return .yes(plans)
    }

    private func answer(_ error: PlatformError) -> Answer {
        let isLate = error.cause == "tooSlow"
        let reason: Silence.Reason =
            error.code == .broken ? .brokenReply : isLate ? .tooSlow : .unreachable
        return .silence(Silence(reason, error.message, waited: .zero, detail: error.detail))
    }
}

extension StagingEstimate {
    /// Whether nodes have the image, as far as they tell.
    fileprivate mutating func look(
        at image: ImageName, _ nodes: [ClusterNode], _ settings: KubernetesSettings, _ now: Instant
    ) {
        let holders = nodes.filter { !$0.images.isDisjoint(with: image.names) }
        if settings.pull != .always, !nodes.isEmpty, holders.count == nodes.count { return }
        seconds += KubernetesPlatform.assumedPullSeconds
        messages.append(
            Message(
                .info, time: now,
                "executable.image: {count} of {nodes} nodes have it; fetching it is taken to need {seconds} s,"
                    + " a default.",
                [
                    "count": "\(holders.count)", "nodes": "\(nodes.count)",
                    "seconds": "\(KubernetesPlatform.assumedPullSeconds)",
                ]))
    }
}

extension ImageName {
    /// The names under which a node may list it.
    var names: Set<String> {
        let last = text.split(separator: "/").last ?? ""
        let tagged = last.contains(":") || last.contains("@") ? text : text + ":latest"
        if text.hasPrefix(registry + "/") { return [tagged] }
        return [tagged, "docker.io/" + tagged, "docker.io/library/" + tagged]
    }
}

extension ClusterFacts {
    /// What plans promise at most: of each node no more than the rules of the namespace let a pod have.
    func promised(_ settings: KubernetesSettings) -> Capacity? {
        let bounds = bounds(settings).filter { !$0.isLeast }
        guard case .nodes(let nodes, let shared)? = capacity(settings)?.form else {
            // Nodes that may not be seen bound nothing; what the namespace says does.
            var most = Resources(cores: .max, memoryBytes: .max, storageBytes: .max)
            for bound in bounds { most[named: bound.name] = min(most[named: bound.name], bound.most) }
            return Capacity(most)
        }
        let sizes = nodes.map { node in
            var size = node.resources
            for bound in bounds where size.has(bound.name) {
                size[named: bound.name] = min(size[named: bound.name], bound.most)
            }
            return Size(node.name, size)
        }
        return Capacity(nodes: sizes, shared: shared)
    }

    /// Whether there is room now, and that nothing is held.
    fileprivate func message(of demand: Resources, _ settings: KubernetesSettings, _ now: Instant) -> Message {
        guard let free = free(for: demand, settings) else {
            return Message(
                .info, time: now,
                "Whether a node has room now cannot be seen; the cluster's scheduler decides, nothing is reserved.")
        }
        if free.isEmpty {
            return Message(
                .warn, time: now,
                "No node has room for it now; it begins when others have ended, within {seconds} s or not at all, and"
                    + " nobody knows when. The cluster's scheduler decides, nothing is reserved.",
                ["seconds": "\(settings.queueSeconds)"])
        }
        return Message(
            .info, time: now,
            "{count} of {nodes} nodes have room for it now; the cluster's scheduler decides, nothing is reserved.",
            ["count": "\(free.count)", "nodes": "\(open(settings).count)"])
    }
}
