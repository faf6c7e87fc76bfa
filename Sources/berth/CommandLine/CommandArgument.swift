/// A word of a command that is no option.
struct CommandArgument: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case file
        /// An offer by its number, its UUID or the beginning of it.
        case offer
        case session
        case words([String])
        case text
    }

    var name: String
    var kind: Kind
    var summary: String
    var isOptional: Bool
    /// Takes all that is left; only the last may.
    var repeats: Bool

    init(_ name: String, _ kind: Kind, isOptional: Bool = false, repeats: Bool = false, _ summary: String) {
        self.name = name
        self.kind = kind
        self.summary = summary
        self.isOptional = isOptional
        self.repeats = repeats
    }

    /// As it stands in the usage line.
    var usage: String {
        let name = repeats ? "\(name)..." : name
        return isOptional ? "[\(name)]" : name
    }

    static let requestFile = CommandArgument(
        "FILE", .file, "The task, in YAML, JSON or XML; - is the standard input.")
    /// For commands that speak to a broker.
    static let requestOrDraft = CommandArgument(
        "FILE", .file, "The task, as a file or - for the standard input; draft:ID is a draft of the broker's portal.")
    static let offer = CommandArgument(
        "OFFER", .offer, "Its number in the last answer to ask, its identifier, or the beginning of it.")
    static let offers = CommandArgument("OFFER", .offer, repeats: true, offer.summary)
    static let session = CommandArgument(
        "SESSION", .session,
        "Its identifier, enough of its beginning to tell it from the others, or its offer's number in the last answer.")
}
