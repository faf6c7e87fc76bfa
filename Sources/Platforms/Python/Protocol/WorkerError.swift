import BerthModel
import BerthPlatform

/// An error as a worker says it.
struct WorkerError: Shaped {
    var code = ""
    var message = ""
    var subject: String?
    var cause: String?
    var detail: String?

    static let shape = Shape<WorkerError>(
        "WorkerError", "An error as a worker says it.",
        [
            Field("code", \.code, "One of the codes of platforms, or a word of the plugin's own."),
            Field("message", \.message, "What happened."),
            Field("subject", \.subject, "What it is about."),
            Field("cause", \.cause, "What came before."),
            Field("detail", \.detail, "For the log alone."),
        ])

    private static let mostCharacters = 1000

    var shortMessage: String { String(message.prefix(Self.mostCharacters)) }

    /// Whether the plugin did not mean to say it: the words of an exception are for administrators.
    var isOfPlugin: Bool { code == "broken" || code == "badRequest" || code.isEmpty }

    /// All of it, for administrators.
    var whole: String {
        [message, cause, detail].compactMap { $0.map { String($0.prefix(Self.mostCharacters)) } }
            .joined(separator: "; ")
    }

    func error(of name: String) -> PlatformError {
        if isOfPlugin {
            return PlatformError(.broken, "The plugin of \(name) failed; its log says why.", detail: whole)
        }
        return PlatformError(
            .init(rawValue: code), shortMessage, subject: subject.map { String($0.prefix(Self.mostCharacters)) },
            cause: cause.map { String($0.prefix(Self.mostCharacters)) }, detail: detail)
    }
}
