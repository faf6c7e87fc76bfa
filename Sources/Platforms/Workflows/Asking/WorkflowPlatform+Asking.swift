import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform

extension WorkflowPlatform {
    /// Seconds that fetching the documents and making storage takes.
    static let settingUpSeconds: Int64 = 5
    /// Seconds that stopping and deleting takes at most.
    static let releasingSeconds: Int64 = 10

    package func canIDoThis(_ question: Question) async -> Answer {
        let profile = profile
        let capacity = profile.capacity ?? Capacity(Resources())
        var obstacles = question.obstaclesOfKind(executables: profile.executables, traits: Machine.traits)
        obstacles += question.obstaclesOfSize(capacity: capacity)
        obstacles += question.obstaclesOfQuotes(prices: settings.priceList)
        obstacles += question.obstaclesOfMounts
        var sources: [DataSource] = []
        do throws(Obstacles) {
            sources = try host.storage.sources(of: question)
        } catch {
            obstacles += error.all
        }
        guard let (language, location) = question.executable.workflow else { return .no(obstacles.sortedByRung) }
        if (location ?? "").isEmpty {
            obstacles.append(
                Obstacle(.contradictory, DocumentFetcher.path, "{path} is missing: it says where the workflow is."))
        }
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        switch await shelf.workflow(language, at: location ?? "") {
        case .success(let workflow): return await answer(question, workflow, sources, capacity)
        case .failure(.obstacles(let found)): return .no(found.sortedByRung)
        case .failure(.silence(let error)):
            return .silence(
                Silence(
                    error.code == .overLimit ? .tooSlow : .unreachable, error.description, waited: .zero,
                    detail: error.detail))
        }
    }

    /// The part of the answer for which the documents are known.
    private func answer(
        _ question: Question, _ workflow: ReadWorkflow, _ sources: [DataSource], _ capacity: Capacity
    ) async -> Answer {
        var question = question
        var details = WorkflowPlan()
        details.location = workflow.address.url + (workflow.address.fragment.map { "#" + $0 } ?? "")
        details.files = workflow.files
        details.staged = host.storage.staged(sources, of: question)
        var estimate = StagingEstimate(settingUp: Self.settingUpSeconds)
        var obstacles: [Obstacle] = []
        switch (workflow.content, question.executable) {
        case (.cwl(let facts), .cwlWorkflow(let asked)):
            let order = CWLOrder(asked, facts.inputs, dataNames: question.data.compactMap(\.name))
            details.values = order.document.asJSON
            obstacles += order.obstacles + containerObstacles(facts.container)
            obstacles += question.lift(to: facts.needs, capacity: capacity.largest)
            estimate.messages += messages(of: facts, question.now)
        case (.snakemake(let facts), .snakemakeWorkflow(let asked)):
            let values = YAMLValues(
                asked.configuration, "configuration", .anywhere, dataNames: question.data.compactMap(\.name))
            details.values = values.document.asJSON
            details.configurations = facts.configurations
            obstacles += values.obstacles + Self.targetObstacles(asked.targets)
            estimate.messages += messages(of: facts, question.now)
        default: break
        }
        await host.storage.look(at: sources, of: question, &estimate, &obstacles)
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        let plans = question.plans(on: settings.name, capacity: capacity, prices: settings.priceList) { plan in
            plan.preparing = TimeSpan(seconds: estimate.seconds)
            plan.releasing = TimeSpan(seconds: Self.releasingSeconds)
            plan.messages = estimate.messages
            plan.details = details.document(for: .json)
        }
        return .yes(plans)
    }

    private func containerObstacles(_ container: CWLFacts.Container?) -> [Obstacle] {
        guard let container, container.isRequired, settings.containers != .podman else { return [] }
        return [
            Obstacle(
                .notAllowed, DocumentFetcher.path,
                "{path}: the workflow requires the container {wanted} (DockerRequirement), and this site runs the "
                    + "steps of workflows without containers; where it need not be, make it a hint.",
                ["wanted": container.image, "available": "none"], couldChange: "the site")
        ]
    }

    private static func targetObstacles(_ targets: [String]) -> [Obstacle] {
        targets.enumerated().compactMap { index, target in
            let isUsable = !target.isEmpty && !target.hasPrefix("-") && !target.utf8.contains(0)
            if isUsable { return nil }
            return Obstacle(
                .contradictory, ["executable", "targets", .index(index)],
                "{path}: {wanted} is neither a rule nor a file.", ["wanted": target.isEmpty ? "nothing" : target])
        }
    }

    private func messages(of facts: CWLFacts, _ now: Instant) -> [Message] {
        var messages: [Message] = []
        if let container = facts.container, settings.containers != .podman {
            messages.append(
                Message(
                    .warn, time: now,
                    "The workflow hints at the container {image}; its steps run without it, with what this machine "
                        + "has.", ["image": container.image]))
        }
        if facts.needs.isPartlyUnknown {
            messages.append(
                Message(
                    .info, time: now,
                    "Some of what the workflow needs is computed when it runs, and was not looked at."))
        }
        return messages
    }

    private func messages(of facts: SnakefileFacts, _ now: Instant) -> [Message] {
        var messages = [
            Message(
                .info, time: now,
                "A Snakefile is a program: its rules, targets and configuration are checked when it runs.")
        ]
        if !facts.computed.isEmpty {
            messages.append(
                Message(
                    .warn, time: now,
                    "Files that are named by what has to be computed are not fetched: {places}.",
                    ["places": facts.computed.joined(separator: ", ")]))
        }
        return messages
    }
}

extension Executable {
    /// Which language a workflow is in, and where it is.
    fileprivate var workflow: (WorkflowLanguage, location: String?)? {
        switch self {
        case .cwlWorkflow(let workflow): (.cwl, workflow.location)
        case .snakemakeWorkflow(let workflow): (.snakemake, workflow.location)
        default: nil
        }
    }
}
