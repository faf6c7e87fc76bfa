import BerthClient
import BerthModel

extension Caller {
    /// Begins the name of a draft in the portal of the broker: `draft:4f6b…`.
    static let draftMark = "draft:"

    /// The task that a word of the command line names: a file, the standard input, or a draft of the portal.
    ///
    /// - Throws: `cannotRead`, `badInput`, `usage` for what is no identifier of a draft; `ClientError`.
    func input(_ word: String) async throws -> InputDocument {
        guard word.hasPrefix(Self.draftMark) else { return try InputDocument(word) }
        guard let id = UUID(String(word.dropFirst(Self.draftMark.count))) else {
            throw ProgramError(
                .usage, "\(word) names no draft; its page in the portal says how: draft: and its identifier.",
                subject: word)
        }
        return try InputDocument(try await client.draft(id), name: "draft-\(id).json")
    }
}
