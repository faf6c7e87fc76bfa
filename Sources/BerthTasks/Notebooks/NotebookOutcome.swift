import BerthDocument
import BerthModel
package import BerthPlatform

/// What the runner of a notebook left word of.
package struct NotebookOutcome: Sendable, Hashable {
    /// The cell that failed, counted from 1 among all cells.
    var cell: Int64?
    var errorName: String?
    var message: String?
    /// Of the result notebook.
    var bytes: Int64 = 0
    var isKept = false

    package static let maximumBytes = 1 << 16

    init() {}

    /// - Returns: `nil` for what the runner did not write.
    package init?(_ bytes: [UInt8]) {
        guard case .map(let members)? = try? Document.read(bytes, as: .json) else { return nil }
        func integer(_ name: String) -> Int64? {
            if case .integer(let value)? = members[name] { return value }
            return nil
        }
        cell = integer("cell")
        errorName = members["name"]?.text
        message = members["message"]?.text
        self.bytes = integer("bytes") ?? 0
        isKept = members["kept"] == .bool(true)
    }

    /// What the owner is told of it.
    ///
    /// - Parameter limit: most bytes that are kept of the result.
    func notes(limit: Int64) -> [Note] {
        var notes: [Note] = []
        if let errorName {
            let values: NamedTexts = ["name": errorName, "message": message ?? "", "cell": "\(cell ?? 0)"]
            notes.append(
                Note(
                    .error,
                    cell == nil
                        ? "The notebook was not executed: {name}: {message}"
                        : "Cell {cell} of the notebook failed: {name}: {message}", values))
        }
        notes.append(
            isKept
                ? Note(
                    .info, "The notebook with its outputs is kept as the output result; it has {bytes} bytes.",
                    ["bytes": "\(bytes)"])
                : Note(
                    .warn,
                    "The notebook with its outputs is not kept: it has {bytes} bytes, and {limit} are kept here.",
                    ["bytes": "\(bytes)", "limit": "\(limit)"]))
        return notes
    }

    /// Adds what the owner is told to how a program ended.
    ///
    /// - Parameter wasCancelled: whether it was asked to end.
    package func tell(_ outcome: inout Outcome, limit: Int64, wasCancelled: Bool) {
        let notes = notes(limit: limit)
        // What the runner itself gives up with is told in its own words.
        let isOwn = outcome.exitCode == 1 && errorName != nil && !wasCancelled
        outcome.notes = isOwn ? notes : outcome.notes + notes.filter { $0.level != .error }
    }
}
