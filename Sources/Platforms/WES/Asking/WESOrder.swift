import BerthDocument
import BerthModel
import BerthPlatform

/// What a request wants to have run, in the words of the service.
struct WESOrder: Sendable {
    var location: String
    /// `nil` where the request does not say.
    var language: String?
    var version: String?
    /// Parameters by name, each as YAML, and the member in which they stand.
    var texts: NamedTexts
    var member: String
    /// What the service has no place for.
    private var targets: [String] = []

    /// `nil` for other kinds of executable.
    init?(_ executable: Executable?) {
        switch executable {
        case .wesWorkflow(let workflow):
            (location, language, version) = (workflow.location ?? "", workflow.language, workflow.languageVersion)
            (texts, member) = (workflow.parameters, "parameters")
        case .cwlWorkflow(let workflow):
            (location, language, version) = (workflow.location ?? "", "CWL", nil)
            (texts, member) = (workflow.inputs, "inputs")
        case .snakemakeWorkflow(let workflow):
            (location, language, version) = (workflow.location ?? "", "SMK", nil)
            (texts, member) = (workflow.configuration, "configuration")
            targets = workflow.targets
        default: return nil
        }
    }

    static let path: DocumentPath = ["executable", "location"]

    /// Every reason against it that can be told without input or output.
    func obstacles(_ facts: ServiceFacts, _ settings: WESSettings) -> [Obstacle] {
        obstaclesOfLocation(facts, settings.schemes) + obstaclesOfLanguage(facts) + obstaclesOfTargets
            + parameters.obstacles + obstaclesOfSize(settings.parameterBytes)
    }

    private func obstaclesOfLocation(_ facts: ServiceFacts, _ schemes: [String]) -> [Obstacle] {
        if location.isEmpty {
            return [Obstacle(.contradictory, Self.path, "{path} is missing: it says where the workflow is.")]
        }
        let isClean = location.utf8.allSatisfy { $0 > 32 && $0 != 127 }
        guard isClean, let scheme = Self.scheme(of: location) else {
            return [
                Obstacle(
                    .contradictory, Self.path, "{path}: {wanted} is no address such as https://example.org/main.cwl.",
                    ["wanted": location])
            ]
        }
        let known = schemes.map { $0.lowercased() }
        if !known.contains(scheme) {
            return [
                Obstacle(
                    .notAllowed, Self.path,
                    "{path}: this site hands over workflows from {available}, not from {wanted}.",
                    ["wanted": scheme, "available": known.joined(separator: ", ")], couldChange: "the site")
            ]
        }
        if !facts.protocols.isEmpty, !facts.protocols.contains(scheme) {
            return [
                Obstacle(
                    .never, Self.path, "{path}: the service reads {available}, not {wanted}.",
                    ["wanted": scheme, "available": facts.protocols.joined(separator: ", ")], couldChange: "the site")
            ]
        }
        return []
    }

    private func obstaclesOfLanguage(_ facts: ServiceFacts) -> [Obstacle] {
        let names = facts.languages.map(\.name)
        let available = names.isEmpty ? "nothing that it names" : names.joined(separator: ", ")
        let path: DocumentPath = ["executable", "language"]
        guard let language, !language.isEmpty else {
            return [
                Obstacle(
                    .contradictory, path,
                    "{path} is missing: it says in what the workflow is written; the service runs {available}.",
                    ["available": available], change: Self.change(path, names))
            ]
        }
        guard let found = facts.language(language) else {
            // The other kinds have no such member, and are no kinds of this platform then.
            if member != "parameters" { return [] }
            return [
                Obstacle(
                    .never, path, "{path}: the service does not run {wanted}; it runs {available}.",
                    ["wanted": language, "available": available], couldChange: "the site",
                    change: Self.change(path, names))
            ]
        }
        guard let version, !found.versions.isEmpty, !found.versions.contains(version) else { return [] }
        let place: DocumentPath = ["executable", "languageVersion"]
        return [
            Obstacle(
                .never, place, "{path}: the service does not run {language} {wanted}; it runs {available}.",
                ["wanted": version, "language": found.name, "available": found.versions.joined(separator: ", ")],
                couldChange: "the site", change: Self.change(place, found.versions))
        ]
    }

    private var obstaclesOfTargets: [Obstacle] {
        if targets.isEmpty { return [] }
        let path: DocumentPath = ["executable", "targets"]
        return [
            Obstacle(
                .never, path,
                "{path}: the service cannot be told what to make, {wanted}; without it the first rule is made.",
                ["wanted": targets.joined(separator: ", ")],
                change: Change(path: path, to: .null, range: .absent))
        ]
    }

    private func obstaclesOfSize(_ most: Int64) -> [Obstacle] {
        let bytes = texts.entries.reduce(0) { $0 + $1.text.utf8.count }
        if bytes <= most { return [] }
        return [
            Obstacle(
                .never, ["executable", .member(member)],
                "{path}: the parameters have {wanted} bytes, {available} are the most.",
                ["wanted": "\(bytes)", "available": "\(most)", "unit": "byte"], couldChange: "the site")
        ]
    }

    /// The parameters as one document, and what is wrong with them.
    var parameters: (document: Document, obstacles: [Obstacle]) {
        var members: [DocumentMembers.Member] = []
        var obstacles: [Obstacle] = []
        for entry in texts.entries {
            let path: DocumentPath = ["executable", .member(member), .member(entry.name)]
            var value: Document = .null
            do throws(DocumentError) {
                value = try Document.read(Array(entry.text.utf8), as: .yaml).resolvedTree()
            } catch {
                if error.code != .empty {
                    obstacles.append(
                        Obstacle(
                            .contradictory, path, "{path}: this is no YAML: {problem}", ["problem": "\(error)"]))
                }
            }
            if Self.namesData(value) {
                obstacles.append(
                    Obstacle(
                        .never, path,
                        "{path}: no data is brought to this service; write the address of the file where data:NAME "
                            + "stands, and the service fetches it."))
            }
            members.append(.init(name: entry.name, value: value))
        }
        return (.map(DocumentMembers(uniqueMembers: members)), obstacles)
    }

    private static func namesData(_ value: Document) -> Bool {
        switch value {
        case .text(let text): text.hasPrefix("data:") && !text.contains(",")
        case .list(let items): items.contains(where: namesData)
        case .map(let members): members.members.contains { namesData($0.value) }
        default: false
        }
    }

    private static func change(_ path: DocumentPath, _ words: [String]) -> Change? {
        words.last.map { Change(path: path, to: .text($0), range: .words(words)) }
    }

    private static func scheme(of location: String) -> String? {
        guard let colon = location.firstIndex(of: ":") else { return nil }
        let scheme = location[..<colon].lowercased()
        return scheme.isWord(with: "+.-") ? scheme : nil
    }
}
