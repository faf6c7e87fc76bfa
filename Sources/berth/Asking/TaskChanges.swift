import BerthDocument
import BerthPlatform

/// Changes of a task from the command line: `--set compute.memory.min=64`, `--unset storage[0]`.
struct TaskChanges: Sendable {
    private(set) var set = ChangeSet()

    /// - Throws: `usage` for a text that is no path, or has no value.
    init(set settings: [String], unset: [String]) throws(ProgramError) {
        var changes: [Change] = []
        for text in settings {
            guard let mark = text.firstIndex(of: "="), let path = Self.path(text[..<mark]) else {
                throw ProgramError(
                    .usage, "--set \(text) is no change; write PATH=VALUE, such as --set compute.memory.min=64.",
                    subject: text)
            }
            let value = String(text[text.index(after: mark)...])
            changes.append(Change(path: path, to: try Self.value(value, of: text), range: .text(pattern: nil)))
        }
        for text in unset {
            guard let path = Self.path(text[...]) else {
                throw ProgramError(
                    .usage, "--unset \(text) is no path; write one such as storage[0] or schedule.", subject: text)
            }
            changes.append(Change(path: path, to: .null, range: .absent))
        }
        set = ChangeSet(changes)
    }

    private static func path(_ text: Substring) -> DocumentPath? {
        DocumentPath(String(text)).flatMap { $0.isRoot ? nil : $0 }
    }

    /// A scalar, a list or a map, as YAML writes it.
    private static func value(_ text: String, of whole: String) throws(ProgramError) -> Document {
        do throws(DocumentError) {
            return try Document.read(Array(text.utf8), as: .yaml).resolvedTree()
        } catch {
            throw ProgramError(
                .usage, "The value of --set \(whole) cannot be read: \(error.message)", subject: whole,
                cause: error.cause)
        }
    }

    /// - Throws: `usage` for a path that leads nowhere.
    func applied(to document: Document) throws(ProgramError) -> Document {
        try Self.applied(set, to: document)
    }

    /// - Throws: `usage` for a path that leads nowhere.
    static func applied(_ set: ChangeSet, to document: Document) throws(ProgramError) -> Document {
        if let change = set.changes.first(where: \.isOfAsker) {
            throw ProgramError(
                .usage, "No task can make you a member of \(change.to.text ?? "a group"); ask who keeps the group.",
                subject: "asker.groups")
        }
        let changed = set.applied(to: document)
        // What is left out of a list moves what comes after it.
        if set.changes.contains(where: { $0.range == .absent }) { return changed }
        // What is there after all changes is what was set, unless the path could not be followed.
        for change in set.changes where changed.value(at: change.path) != change.to {
            throw ProgramError(
                .usage, "The task has no place \(change.path); see berth check.", subject: "\(change.path)")
        }
        return changed
    }
}
