import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

extension JupyterPlatform {
    /// Seconds that making storage and starting a kernel takes.
    static let settingUpSeconds: Int64 = 5
    /// Seconds that stopping and deleting takes at most.
    static let releasingSeconds: Int64 = 10

    package func canIDoThis(_ question: Question) async -> Answer {
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
        guard case .jupyterNotebook(let notebook) = question.executable else {
            return .no(obstacles.sortedByRung)
        }
        obstacles += asking.obstacles(ofLocation: notebook.location ?? "")
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        return await answer(question, notebook.location ?? "", sources)
    }

    /// The part of the answer that takes a look at the notebook, the kernels and the data.
    private func answer(_ question: Question, _ url: String, _ sources: [DataSource]) async -> Answer {
        var estimate = StagingEstimate(settingUp: JupyterPlatform.settingUpSeconds)
        var obstacles: [Obstacle] = []
        var details = JupyterPlan()
        do throws(PlatformError) {
            details.notebook = try await asking.plan(url, at: question.now, &estimate, &obstacles)
        } catch {
            let reason: Silence.Reason = error.code == .overLimit ? .tooSlow : .unreachable
            return .silence(Silence(reason, error.description, waited: .zero, detail: error.detail))
        }
        await host.storage.look(at: sources, of: question, &estimate, &obstacles)
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        return .yes(plans(question, url, details, sources, estimate))
    }

    private func plans(
        _ question: Question, _ url: String, _ found: JupyterPlan, _ sources: [DataSource],
        _ estimate: StagingEstimate
    ) -> [Plan] {
        question.plans(
            on: settings.name, capacity: profile.capacity ?? Capacity(Resources()), prices: settings.priceList
        ) { plan in
            plan.preparing = TimeSpan(seconds: estimate.seconds)
            plan.releasing = TimeSpan(seconds: JupyterPlatform.releasingSeconds)
            plan.messages = estimate.messages
            var details = found
            details.notebook.file = NotebookAsking.fileName(of: url, beside: plan.storageNames)
            details.staged = host.storage.staged(sources, of: question)
            plan.details = details.document(for: .json)
        }
    }
}
