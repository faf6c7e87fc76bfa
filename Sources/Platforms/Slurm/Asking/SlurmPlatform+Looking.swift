import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform
import BerthTasks

extension SlurmPlatform {
    /// Looks at a notebook, a workflow or an image, and at what a node has to run it with.
    ///
    /// - Parameters:
    ///   - question: is lifted to what a workflow needs.
    ///   - capacity: the most that a session can have.
    ///   - plan: gets what has to be remembered.
    /// - Throws: what nobody who asks could mend.
    func look(
        at question: inout Question, _ capacity: Resources, _ facts: SlurmFacts, _ plan: inout SlurmPlan,
        _ estimate: inout StagingEstimate, _ obstacles: inout [Obstacle]
    ) async throws(PlatformError) {
        guard let kind = question.executable.kind else { return }
        let found = try await whatNodesHave()
        guard let program = found.program(for: kind) else {
            let names = NodePrograms.kinds.filter { $0.kind == kind }.map(\.program)
            obstacles.append(
                Obstacle(
                    .never, ["executable", "kind"],
                    "{path}: {kind} takes {wanted}, which the nodes of the cluster do not have.",
                    ["kind": kind.name, "wanted": names.first ?? kind.name, "available": "nothing for it"],
                    couldChange: "the site"))
            return
        }
        plan.program = program
        if case .jupyterNotebook(let notebook) = question.executable {
            plan.notebook = try await notebooks.plan(
                notebook.location ?? "", at: question.now, &estimate, &obstacles)
            return
        }
        if [.dockerContainer, .singularityContainer].contains(kind) {
            plan.image = await look(atImageOf: question, facts, &estimate, &obstacles)
            return
        }
        let asked = try await WorkflowAsking(&question, shelf: workflows, capacity: capacity, hasContainers: false)
        plan.workflow = asked?.plan
        estimate.messages += asked?.messages ?? []
        obstacles += asked?.obstacles ?? []
    }

    /// What a node said, also longer ago when none is free to be asked now.
    private func whatNodesHave() async throws(PlatformError) -> NodePrograms {
        do throws(PlatformError) { return try await programs.facts() } catch {
            if error.code == .refused, let last = programs.last { return last }
            throw error
        }
    }

    /// What is said where a notebook, a workflow or a node could not be looked at.
    static func answer(ofLooking error: PlatformError) -> Answer {
        if error.code == .refused {
            return .no([
                Obstacle(
                    .notNow, ["executable", "kind"],
                    "{path}: no node could be asked whether it has what runs it: {problem}.",
                    ["problem": SlurmWords.sentence(error.detail ?? error.message)], couldChange: "the site")
            ])
        }
        return .silence(
            Silence(
                error.code == .overLimit ? .tooSlow : error.code == .broken ? .brokenReply : .unreachable,
                error.description, waited: .zero, detail: error.detail))
    }
}
