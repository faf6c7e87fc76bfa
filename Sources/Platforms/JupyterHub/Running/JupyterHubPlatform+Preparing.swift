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
        let sha256 = Digest.sha256(of: bytes)
        if sha256 != details.sha256 {
            let subject = DataURL.withoutSecrets(url)
            throw PlatformError(
                .mismatch,
                "The notebook \(subject) is not the one that was offered any more (its SHA-256 is \(sha256), not "
                    + "\(details.sha256)); ask again.", subject: subject)
        }
        try Files.write(bytes, to: folders.notebook(session))
        return .done
    }
}
