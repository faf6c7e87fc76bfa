import BerthDocument
package import BerthModel

/// What is wrong with a codemeta.json, and what would make it better.
package struct CodemetaCheck: Sendable {
    package let executables: [SoftwareExecutable]
    /// Paths are those of the file.
    package let wrong: [Problem]
    package let doubts: [Problem]

    /// What the validator of the ESCAPE repository asks for. Source: eossr 2.3, escape_codemeta_crosswalk.csv.
    static let required = [
        "name", "description", "license", "author", "softwareVersion", "datePublished", "maintainer", "readme",
    ]
    static let recommended = ["codeRepository", "keywords", "identifier", "issueTracker"]

    /// - Parameter home: the address of the file, which relative places begin from.
    package init(_ codemeta: Codemeta, home: String?) {
        let reader = PlusReader(codemeta, home: home)
        executables = reader.executables
        wrong = reader.problems.filter { $0.gravity != .unused }
        var doubts = reader.problems.filter { $0.gravity == .unused }
        func doubt(_ path: DocumentPath, _ message: String) {
            doubts.append(Problem(gravity: .unused, code: .missingMember, path: path, message: message))
        }
        let context = Codemeta.items(codemeta.document["@context"]).compactMap(\.value.text)
        if !context.contains(where: { $0.contains("codemeta") }) {
            doubt(
                codemeta.root,
                "no @context of codemeta; write \"@context\": \"https://doi.org/10.5063/schema/codemeta-2.0\".")
        }
        let missing = Self.required.filter { Codemeta.member($0, of: codemeta.document) == nil }
        if !missing.isEmpty {
            doubt(codemeta.root, "catalogues ask for \(missing.joined(separator: ", ")), and it has none.")
        }
        let useful = Self.recommended.filter { Codemeta.member($0, of: codemeta.document) == nil }
        if !useful.isEmpty { doubt(codemeta.root, "\(useful.joined(separator: ", ")) would help to find it.") }
        if executables.isEmpty && wrong.isEmpty {
            doubt(
                codemeta.path(PlusVocabulary.places[0]),
                "it declares no way to run the software; berth codemeta init writes what can be guessed.")
        }
        self.doubts = doubts
    }
}
