import BerthData
import BerthHost
import BerthModel
package import BerthPlatform

extension JupyterPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await host.steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let details = try work.plan.details(as: JupyterPlan.self)
            let progress = try await host.prepare(part, of: work, details.staged)
            if part != .executable { return progress }
            return try await prepareNotebook(work, details)
        }
    }

    /// Fetches the notebook that was asked for, and no other.
    private func prepareNotebook(_ work: Work, _ details: JupyterPlan) async throws(PlatformError) -> Progress {
        guard case .jupyterNotebook(let notebook)? = work.plan.executable, let url = notebook.location else {
            throw PlatformError(.broken, "The plan of the session has no notebook.")
        }
        let target = host.workplace(work.session) + "/" + details.file
        if Files.exists(target) { return .done }
        let bytes = try await shelf.fetch(url, maximumBytes: settings.notebookBytes)
        let sha256 = Digest.sha256(of: bytes)
        if sha256 != details.sha256 {
            let subject = DataURL.withoutSecrets(url)
            throw PlatformError(
                .mismatch,
                "The notebook \(subject) is not the one that was offered any more (its SHA-256 is \(sha256), not "
                    + "\(details.sha256)); ask again.", subject: subject)
        }
        try Files.write(bytes, to: target)
        return Progress(notes: [
            Note(
                .info, "The notebook {name} is in place (SHA-256 {digest}).",
                ["name": details.file, "digest": sha256])
        ])
    }
}
