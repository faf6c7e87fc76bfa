import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

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
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        var question = question
        do throws(PlatformError) {
            let asked = try await WorkflowAsking(
                &question, shelf: shelf, capacity: capacity.largest, hasContainers: settings.containers == .podman)
            guard let asked, let plan = asked.plan else { return .no((asked?.obstacles ?? []).sortedByRung) }
            return await answer(question, plan, asked, sources, capacity)
        } catch {
            return .silence(
                Silence(
                    error.code == .overLimit ? .tooSlow : .unreachable, error.description, waited: .zero,
                    detail: error.detail))
        }
    }

    /// The part of the answer for which the documents are known.
    private func answer(
        _ question: Question, _ workflow: WorkflowPlan, _ asked: WorkflowAsking, _ sources: [DataSource],
        _ capacity: Capacity
    ) async -> Answer {
        var details = WorkflowDetails()
        details.workflow = workflow
        details.staged = host.storage.staged(sources, of: question)
        var estimate = StagingEstimate(settingUp: Self.settingUpSeconds)
        estimate.messages += asked.messages
        var obstacles = asked.obstacles
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
}
