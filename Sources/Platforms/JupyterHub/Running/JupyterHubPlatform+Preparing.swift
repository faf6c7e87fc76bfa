import BerthData
import BerthHost
import BerthModel
package import BerthPlatform

extension JupyterHubPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            if part != .executable { return .done }
            return try await prepareNotebook(work)
        }
    }

    /// Fetches the notebook that was asked for, and no other.
    private func prepareNotebook(_ work: Work) async throws(PlatformError) -> Progress {
        let details = try work.plan.details(as: JupyterHubPlan.self)
        guard case .jupyterNotebook(let notebook)? = work.plan.executable, let url = notebook.location else {
            throw PlatformError(.broken, "The plan of the session has no notebook.")
        }
        let session = work.session
        try Files.makeDirectory(folders.directory(session))
        try Files.makeDirectory(logs.folder(session))
        if Files.exists(folders.notebook(session)) { return .done }
        let bytes = try await notebooks.fetch(url)
        try Digest.check(bytes, is: "notebook", from: url, offered: details.sha256)
        try Files.write(bytes, to: folders.notebook(session))
        return .done
    }
}
