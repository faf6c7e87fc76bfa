import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform

extension KubernetesPlatform {
    /// Seconds that making objects and placing a pod takes.
    static let settingUpSeconds: Int64 = 5
    /// Seconds that fetching an image is taken to need where no node has it.
    static let assumedPullSeconds: Int64 = 60

    /// Seconds that a node takes to let go of a pod whose containers have ended, often less.
    static let releasingSeconds: Int64 = 30

    package func canIDoThis(_ question: Question) async -> Answer {
        let facts: ClusterFacts
        do throws(PlatformError) { facts = try await known.facts() } catch { return answer(error) }
        var obstacles = question.obstaclesOfKind(executables: profile.executables)
        obstacles += question.obstacles(of: facts, settings)
        obstacles += question.obstaclesOfQuotes(prices: settings.priceList)
        obstacles += question.obstaclesOfVolumes(fault: MountPath.fault)
        var sources: [DataSource] = []
        do throws(Obstacles) { sources = try storage.sources(of: question) } catch { obstacles += error.all }
        obstacles += question.stagingObstacles(sources, settings)
        guard case .dockerContainer(let container) = question.executable else {
            return .no(obstacles.sortedByRung)
        }
        obstacles += question.obstacles(of: container, facts, settings)
        guard obstacles.isEmpty else { return .no(obstacles.sortedByRung) }
        return await answer(question, container, sources, facts)
    }

    /// The part of the answer that takes a look at the data.
    private func answer(
        _ question: Question, _ container: DockerContainer, _ sources: [DataSource], _ facts: ClusterFacts
    ) async -> Answer {
        var estimate = StagingEstimate(settingUp: KubernetesPlatform.settingUpSeconds)
        var obstacles: [Obstacle] = []
        await storage.look(at: sources, of: question, &estimate, &obstacles)
        guard obstacles.isEmpty, let image = container.image,
            let name = image.locations.first.flatMap({ ImageName($0, digest: image.digest) })
        else { return .no(obstacles.sortedByRung) }
        estimate.look(at: name, facts.open(settings), settings, question.now)
        if image.locations.count > 1 {
            estimate.messages.append(
                Message(
                    .info, time: question.now,
                    "executable.image.locations: a pod has one image; the first of {count} locations is used.",
                    ["count": "\(image.locations.count)"]))
        }
        let plans = question.plans(
            on: settings.name, capacity: facts.promised(settings), prices: settings.priceList
        ) { plan in
            plan.preparing = TimeSpan(seconds: estimate.seconds)
            plan.releasing = TimeSpan(seconds: settings.stopSeconds.plus(KubernetesPlatform.releasingSeconds))
            plan.patience = TimeSpan(seconds: settings.queueSeconds)
            plan.messages = estimate.messages + [facts.message(of: plan.demand, settings, question.now)]
            var details = KubernetesPlan()
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
