import BerthDocument
package import BerthModel
package import BerthPlatform

/// What a platform finds out about a workflow before it says yes.
package struct WorkflowAsking: Sendable {
    /// `nil` when the workflow could not be read.
    package private(set) var plan: WorkflowPlan?
    /// What its owner should know.
    package private(set) var messages: [Message] = []
    /// Every reason against it.
    package private(set) var obstacles: [Obstacle] = []

    /// Reads the workflow of a question, and lifts what is asked for to what the workflow needs.
    ///
    /// - Parameters:
    ///   - capacity: the most that a session can have.
    ///   - hasContainers: whether steps run in the containers that they ask for.
    /// - Returns: `nil` for a question about something else.
    /// - Throws: what nobody who asks could mend.
    package init?(
        _ question: inout Question, shelf: WorkflowShelf, capacity: Resources, hasContainers: Bool
    ) async throws(PlatformError) {
        guard let (language, location) = question.executable.workflow else { return nil }
        guard let location, !location.isEmpty else {
            obstacles = [
                Obstacle(.contradictory, DocumentFetcher.path, "{path} is missing: it says where the workflow is.")
            ]
            return
        }
        switch await shelf.workflow(language, at: location) {
        case .success(let workflow): take(workflow, &question, capacity, hasContainers)
        case .failure(.obstacles(let found)): obstacles = found
        case .failure(.silence(let error)): throw error
        }
    }

    private mutating func take(
        _ workflow: ReadWorkflow, _ question: inout Question, _ capacity: Resources, _ hasContainers: Bool
    ) {
        var plan = WorkflowPlan()
        plan.location = workflow.address.url + (workflow.address.fragment.map { "#" + $0 } ?? "")
        plan.files = workflow.files
        let names = question.data.compactMap(\.name)
        switch (workflow.content, question.executable) {
        case (.cwl(let facts), .cwlWorkflow(let asked)):
            let order = CWLOrder(asked, facts.inputs, dataNames: names)
            plan.values = order.document.asJSON
            obstacles += order.obstacles
            if !hasContainers { obstacles += WorkflowAsking.obstacles(of: facts.container) }
            obstacles += question.lift(to: facts.needs, capacity: capacity)
            messages += WorkflowAsking.messages(of: facts, hasContainers, question.now)
        case (.snakemake(let facts), .snakemakeWorkflow(let asked)):
            let values = YAMLValues(asked.configuration, "configuration", .anywhere, dataNames: names)
            plan.values = values.document.asJSON
            plan.configurations = facts.configurations
            obstacles += values.obstacles + WorkflowAsking.obstacles(ofTargets: asked.targets)
            messages += WorkflowAsking.messages(of: facts, question.now)
        default: break
        }
        self.plan = plan
    }

    private static func obstacles(of container: CWLFacts.Container?) -> [Obstacle] {
        guard let container, container.isRequired else { return [] }
        return [
            Obstacle(
                .notAllowed, DocumentFetcher.path,
                "{path}: the workflow requires the container {wanted} (DockerRequirement), and this site runs the "
                    + "steps of workflows without containers; where it need not be, make it a hint.",
                ["wanted": container.image, "available": "none"], couldChange: "the site")
        ]
    }

    private static func obstacles(ofTargets targets: [String]) -> [Obstacle] {
        targets.enumerated().compactMap { index, target in
            let isUsable = !target.isEmpty && !target.hasPrefix("-") && !target.utf8.contains(0)
            if isUsable { return nil }
            return Obstacle(
                .contradictory, ["executable", "targets", .index(index)],
                "{path}: {wanted} is neither a rule nor a file.", ["wanted": target.isEmpty ? "nothing" : target])
        }
    }

    private static func messages(of facts: CWLFacts, _ hasContainers: Bool, _ now: Instant) -> [Message] {
        var messages: [Message] = []
        if let container = facts.container, !hasContainers {
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

    private static func messages(of facts: SnakefileFacts, _ now: Instant) -> [Message] {
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
