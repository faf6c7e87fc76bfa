import BerthDocument
package import BerthHost
package import BerthModel
package import BerthPlatform

/// What the engine of a workflow wrote, read for what its owner wants to know first.
package struct EngineWords {
    let output: [UInt8]
    let error: String

    /// Bytes of the end of an error output that are looked at.
    private static let errorBytes: Int64 = 1 << 18
    /// Outputs and steps that are told by name.
    private static let maximumNotes = 20

    init(output: [UInt8], error: String) {
        self.output = output
        self.error = error
    }

    package init(_ logs: LogShelf, _ session: UUID) {
        let folder = logs.folder(session)
        let size = Files.size(folder + "/stderr")
        output = (try? Files.read(folder + "/stdout", from: 0, limit: 1 << 20)) ?? []
        let end = try? Files.read(
            folder + "/stderr", from: max(0, size - Self.errorBytes), limit: Int(Self.errorBytes))
        error = String(decoding: end ?? [], as: UTF8.self)
    }

    /// What its owner is told of how it ended, by the engine of an executable; nothing for what is no workflow.
    package func notes(_ executable: Executable?, isSuccess: Bool) -> [Note] {
        switch executable {
        case .cwlWorkflow?: notesOfCWL(isSuccess)
        case .snakemakeWorkflow?: notesOfSnakemake(isSuccess)
        default: []
        }
    }

    /// The outputs that cwltool lists, or the steps that failed.
    func notesOfCWL(_ isSuccess: Bool) -> [Note] {
        if !isSuccess {
            return failures(words: Self.failedSteps(error), "The step {step} failed; its output is in the log.")
        }
        guard case .map(let outputs)? = try? Document.read(output, as: .json) else { return [] }
        var notes = outputs.members.prefix(Self.maximumNotes).map { member in
            let files = Self.files(in: member.value)
            return Note(
                .info, "Output {name}: {value}.",
                [
                    "name": member.name,
                    "value": files.isEmpty
                        ? member.value.asJSON : files.prefix(Self.maximumNotes).joined(separator: ", "),
                ])
        }
        if outputs.count > Self.maximumNotes {
            notes.append(
                Note(
                    .info, "And {count} more outputs, which are in the log.",
                    ["count": "\(outputs.count - Self.maximumNotes)"]))
        }
        return notes
    }

    func notesOfSnakemake(_ isSuccess: Bool) -> [Note] {
        isSuccess ? [] : failures(words: Self.failedRules(error), "The rule {step} failed; its output is in the log.")
    }

    private func failures(words: [String], _ template: String) -> [Note] {
        words.prefix(Self.maximumNotes).map { Note(.error, template, ["step": $0]) }
    }

    /// Names of the files of an output, with their sizes.
    private static func files(in value: Document) -> [String] {
        switch value {
        case .list(let items): return items.flatMap(files)
        case .map(let members):
            guard let kind = members["class"]?.text, kind == "File" || kind == "Directory" else { return [] }
            // The name in the directory: two outputs of one name are there under two.
            let path = members["path"]?.text ?? members["basename"]?.text ?? ""
            let name = path.split(separator: "/").last.map(String.init) ?? "a file"
            guard case .integer(let bytes)? = members["size"] else { return [name] }
            return ["\(name) (\(bytes) bytes)"]
        default: return []
        }
    }

    /// Steps that cwltool says to have failed, each once; jobs where no step did.
    static func failedSteps(_ text: String) -> [String] {
        let steps = names(in: text, between: "[step ", and: "] completed permanentFail")
        return steps.isEmpty ? names(in: text, between: "[job ", and: "] completed permanentFail") : steps
    }

    static func failedRules(_ text: String) -> [String] { names(in: text, between: "Error in rule ", and: ":") }

    private static func names(in text: String, between begin: String, and end: String) -> [String] {
        var names: [String] = []
        for line in text.split(separator: "\n") where line.hasSuffix(end) {
            guard let place = line.indices.first(where: { line[$0...].hasPrefix(begin) }) else { continue }
            let name = String(line[place...].dropFirst(begin.count).dropLast(end.count))
            if !names.contains(name) { names.append(name) }
        }
        return names
    }
}
