import BerthDocument
import BerthHTTP
import BerthModel

/// The syntax and media type in which an answer is written, as Accept asks. Source: RFC 9110, section 12.5.1.
struct AnswerForm: Sendable, Hashable {
    var syntax: Syntax
    var mediaType: String

    static let json = AnswerForm(syntax: .json, mediaType: "application/json")

    private init(syntax: Syntax, mediaType: String) {
        self.syntax = syntax
        self.mediaType = mediaType
    }

    /// The form that a client likes best; JSON without a wish.
    ///
    /// - Throws: `notAcceptable`.
    init(_ headers: HTTPHeaders) throws(Refusal) {
        guard let form = Self.ofDocuments(headers) else {
            throw Refusal(
                .notAcceptable,
                "Answers are written as \(Self.names(Self.documents)); none of them is acceptable to Accept.")
        }
        self = form
    }

    /// What is written, the one that nobody has to ask for first.
    private static let documents: [(media: MediaType, syntax: Syntax)] = [
        (MediaType("application", "json"), .json),
        (MediaType("application", "yaml"), .yaml), (MediaType("text", "yaml"), .yaml),
        (MediaType("application", "x-yaml"), .yaml),
        (MediaType("application", "xml"), .xml), (MediaType("text", "xml"), .xml),
    ]

    private static let problems: [(media: MediaType, syntax: Syntax)] = [
        (MediaType("application", "problem+json"), .json), (MediaType("application", "problem+yaml"), .yaml),
        (MediaType("application", "problem+xml"), .xml),
    ]

    private static func names(_ forms: [(media: MediaType, syntax: Syntax)]) -> String {
        forms.map(\.media.essence).joined(separator: ", ")
    }

    private static func ofDocuments(_ headers: HTTPHeaders) -> AnswerForm? {
        // What most programs send needs no reading.
        guard let wish = headers["Accept"], wish != "*/*", wish != "application/json" else { return .json }
        if let form = best(of: documents, headers) { return form }
        return Accept.members(headers, "Accept").filter { $0.weight > 0 }.max { $0.weight < $1.weight }
            .flatMap { suffixed($0.value) }
    }

    /// `application/vnd.example+yaml` takes YAML.
    private static func suffixed(_ text: String) -> AnswerForm? {
        guard let media = MediaType(reading: text), !media.subtype.hasPrefix("problem+") else { return nil }
        return documents.first { $0.media.subtype == media.suffix }
            .map { AnswerForm(syntax: $0.syntax, mediaType: $0.media.essence) }
    }

    private static func best(of forms: [(media: MediaType, syntax: Syntax)], _ headers: HTTPHeaders) -> AnswerForm? {
        guard let best = Accept.best(of: forms.map(\.media), headers) else { return nil }
        return forms.first { $0.media == best }.map { AnswerForm(syntax: $0.syntax, mediaType: best.essence) }
    }

    /// The form of a problem document: always one, because a refusal that cannot be read helps nobody.
    static func ofProblems(_ headers: HTTPHeaders) -> AnswerForm {
        let wished = best(of: problems + documents, headers)?.syntax ?? ofDocuments(headers)?.syntax ?? .json
        return AnswerForm(syntax: wished, mediaType: "application/problem+\(wished.rawValue)")
    }
}
