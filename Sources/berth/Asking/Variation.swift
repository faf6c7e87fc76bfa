import BerthDocument

/// What a command asks otherwise than a task file says: with other values, of other platforms. The file stays as it is.
struct Variation: Sendable {
    let changes: TaskChanges
    /// Only these are asked; all when empty.
    let platforms: [String]
    /// These are not asked.
    let without: [String]

    /// - Throws: `usage` for what is no change.
    init(_ invocation: Invocation) throws(ProgramError) {
        changes = try TaskChanges(set: invocation.texts(.set), unset: invocation.texts(.unset))
        (platforms, without) = (invocation.texts(.platform), invocation.texts(.without))
    }

    /// The task of a file as it is asked.
    ///
    /// - Throws: `badInput` for a file that is no task, `usage` for a path that leads nowhere.
    func task(in input: InputDocument, of caller: Caller) throws(ProgramError) -> Document {
        try changes.applied(to: try caller.request(in: input))
    }
}
