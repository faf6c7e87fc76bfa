import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

extension JupyterPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await host.steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let details = try work.plan.details(as: JupyterPlan.self)
            let progress = try await host.prepare(part, of: work, details.staged)
            if part != .executable { return progress }
            guard case .jupyterNotebook(let notebook)? = work.plan.executable, let url = notebook.location else {
                throw PlatformError(.broken, "The plan of the session has no notebook.")
            }
            return try await asking.bring(details.notebook, from: url, to: host.workplace(work.session))
        }
    }
}
