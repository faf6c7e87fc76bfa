import BerthDocument

/// What a service says about itself. Source: GA4GH WES 1.0 and 1.1, `GET /service-info`.
struct ServiceFacts: Sendable, Hashable {
    struct Language: Sendable, Hashable {
        /// As the service writes it.
        var name: String
        /// In the order of the service, without those that stand twice.
        var versions: [String]
    }

    /// By name.
    var languages: [Language] = []
    /// Name and version of each.
    var engines: [String] = []
    /// Schemes of what it can read; empty where it does not say.
    var protocols: [String] = []
    /// Runs in each state.
    var counts: [String: Int64] = [:]

    init(_ document: Document) {
        languages = ServiceFacts.members(document["workflow_type_versions"]).map { name, value in
            let versions = ServiceFacts.texts(value["workflow_type_version"] ?? value)
            return Language(name: name, versions: versions)
        }
        engines = ServiceFacts.members(document["workflow_engine_versions"]).map { name, value in
            ([name] + ServiceFacts.texts(value["workflow_engine_version"] ?? value)).joined(separator: " ")
        }
        protocols = ServiceFacts.texts(document["supported_filesystem_protocols"]).map { $0.lowercased() }
        for (state, count) in ServiceFacts.members(document["system_state_counts"]) {
            if case .integer(let count) = count { counts[state] = count }
        }
    }

    /// Other names under which services have a language, in lower case.
    private static let names: [[String]] = [
        ["cwl"], ["smk", "snakemake"], ["nfl", "nextflow", "nxf"], ["wdl"], ["galaxy", "gxformat2"],
    ]

    /// - Parameter name: in either case, or one of the names that are usual for it.
    func language(_ name: String) -> Language? {
        let name = name.lowercased()
        if let same = languages.first(where: { $0.name.lowercased() == name }) { return same }
        guard let others = ServiceFacts.names.first(where: { $0.contains(name) }) else { return nil }
        return languages.first { others.contains($0.name.lowercased()) }
    }

    var waiting: Int64 { (counts["QUEUED"] ?? 0) + (counts["INITIALIZING"] ?? 0) }
    var running: Int64 { counts["RUNNING"] ?? 0 }

    private static func members(_ document: Document?) -> [(String, Document)] {
        guard case .map(let members)? = document else { return [] }
        return members.members.map { ($0.name, $0.value) }.sorted { $0.0 < $1.0 }
    }

    /// A text or a list of them.
    private static func texts(_ document: Document?) -> [String] {
        switch document {
        case .list(let items)?:
            var texts: [String] = []
            for text in items.compactMap(\.scalarText) where !texts.contains(text) { texts.append(text) }
            return texts
        case let scalar?: return scalar.scalarText.map { [$0] } ?? []
        case nil: return []
        }
    }
}
