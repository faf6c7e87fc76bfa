package import BerthDocument
import BerthModel

/// A codemeta.json with its executables, written for its authors to look over.
package struct PlusFile: Sendable {
    package var document: Document
    /// What was guessed, and what is still missing, each one sentence.
    package var notes: [String]

    /// - Parameters:
    ///   - codemeta: what is there already; nil begins a new file.
    ///   - name: of the software, where there is no codemeta.json.
    ///   - files: paths below the folder that the codemeta.json is in.
    ///   - repository: the address of the source code, as git has it.
    package init(extending codemeta: Codemeta?, name: String, files: [String], repository: String?) {
        document = codemeta?.document ?? Self.new(name, repository)
        notes = []
        if let codemeta {
            let declared = PlusReader(codemeta, home: "./").executables
            if !declared.isEmpty {
                notes = ["It declares \(Self.counted(declared.count)) already; nothing was added."]
                return
            }
        }
        let sources = (codemeta?.texts("codeRepository") ?? []) + [repository].compactMap(\.self)
        let hints = ["downloadUrl", "installUrl", "releaseNotes"].flatMap { codemeta?.texts($0) ?? [] }
        let guesses = Guesses(
            Guesses.Evidence(
                codemeta: codemeta, files: files, holder: "The folder",
                repository: sources.lazy.compactMap { Repository($0, hints: hints) }.first, home: "./"))
        notes = guesses.findings
        var written: [Document] = []
        for executable in guesses.executables {
            if case .guessed(let why) = executable.origin { notes.append("\(executable.id) is guessed: \(why)") }
            let summary = "Say here in a sentence what it does."
            written.append(
                PlusWriter.executable(
                    executable.request, id: executable.id, title: executable.title, summary: summary
                ).document)
        }
        if written.isEmpty {
            notes.append("Nothing that can be run was found; add an executable by hand, as docs/CODEMETA_PLUS.md says.")
            return
        }
        add(written)
    }

    /// Beside what stands there: the name of an operating system, for one.
    private mutating func add(_ executables: [Document]) {
        let place = PlusVocabulary.places[0]
        let name = Codemeta.written(place, of: document)?.name ?? place
        let present = Codemeta.items(document[name]).map(\.value)
        document.set(.list(present + executables), at: [.member(name)])
    }

    private static func new(_ name: String, _ repository: String?) -> Document {
        var document: Document = [
            "@context": "https://doi.org/10.5063/schema/codemeta-2.0", "@type": "SoftwareSourceCode",
            "name": .text(name), "description": "Say here in a sentence what the software does.",
        ]
        if let repository, let url = Repository(repository)?.url ?? Codemeta.webAddress(repository) {
            document.set(.text(url), at: ["codeRepository"])
        }
        return document
    }

    static func counted(_ count: Int) -> String { count == 1 ? "1 executable" : "\(count) executables" }
}
