import BerthModel

extension SoftwareEntry {
    /// What an entry is made from.
    package struct Parts: Sendable {
        /// What the service or the file says of itself, where there is no codemeta.json, and to fill its gaps.
        package var summary: SoftwareSummary
        package var codemeta: Codemeta?
        /// The address of the codemeta.json, which relative places begin from.
        package var home: String?
        package var files: [String] = []
        /// Addresses of files by their names, where each has its own.
        package var addresses: [String: String] = [:]
        package var holder = "The source code"
        /// Addresses that may be those of the source code, the best first.
        package var sources: [String] = []
        package var links: [SoftwareLink] = []
        package var authors: [SoftwareAuthor] = []
        package var text: String?
        package var findings: [String] = []

        package init(_ summary: SoftwareSummary) { self.summary = summary }
    }

    /// An entry with its ways to run: the declared ones, else the guessed ones.
    package init(_ parts: Parts, freshness: Freshness) {
        let codemeta = parts.codemeta
        self.init(id: parts.summary.id, title: parts.summary.title, freshness: freshness)
        summary = PlainText.paragraphs(of: codemeta?.text("description") ?? parts.text ?? parts.summary.summary)
        authors = codemeta?.authors ?? []
        if authors.isEmpty { authors = parts.authors }
        if authors.isEmpty { authors = parts.summary.authors.map { SoftwareAuthor(name: $0) } }
        keywords = codemeta?.keywords ?? []
        if keywords.isEmpty { keywords = parts.summary.keywords }
        version = codemeta?.version ?? parts.summary.version
        license = codemeta?.license ?? parts.summary.license
        let own = codemeta?.links ?? []
        links = own + parts.links.filter { link in !own.contains { $0.url == link.url } }
        findings = parts.findings
        self.codemeta = codemeta?.document
        let sources = (codemeta?.texts("codeRepository") ?? []) + parts.sources
        let hints = ["downloadUrl", "installUrl", "releaseNotes"].flatMap { codemeta?.texts($0) ?? [] } + parts.sources
        let repository = sources.lazy.compactMap { Repository($0, hints: hints) }.first
        let home = parts.home ?? repository?.file("codemeta.json")
        if let codemeta {
            let reader = PlusReader(codemeta, home: home, addresses: parts.addresses)
            executables = reader.executables
            findings += reader.problems.map { "\(codemeta.place(of: $0.path)): \($0.message)" }
        }
        if executables.isEmpty {
            findings.append("Its authors declare no way to run it; what is listed is guessed.")
            let guesses = Guesses(
                Guesses.Evidence(
                    codemeta: codemeta, files: parts.files, holder: parts.holder, repository: repository,
                    addresses: parts.addresses, home: parts.home))
            executables = guesses.executables
            findings += guesses.findings
            if executables.isEmpty {
                findings[findings.count - guesses.findings.count - 1] =
                    "Its authors declare no way to run it, and nothing could be guessed."
            }
        }
    }
}
