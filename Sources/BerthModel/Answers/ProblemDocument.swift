public import BerthDocument

/// Why a call could not be answered. Source: RFC 9457.
public struct ProblemDocument: Shaped {
    public var type: String?
    public var title: String?
    public var status: Int64?
    public var detail: String?
    public var instance: String?
    public var problems: [MemberProblem] = []

    public init() {}

    public init(type: String, title: String, status: Int64, detail: String, problems: [MemberProblem] = []) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.problems = problems
    }

    public static let shape = Shape<ProblemDocument>(
        "Problem", "Why a call could not be answered (RFC 9457).",
        [
            Field("type", \.type, "URI of the type of problem."),
            Field("title", \.title, "The type of problem in a few words."),
            Field("status", \.status, "The HTTP status."),
            Field("detail", \.detail, "What is wrong, and what would be right."),
            Field("instance", \.instance, "URI of this occurrence."),
            Field(
                "problems", \.problems, "Each member that is wrong, when it is about members.",
                // RFC 9457, appendix B: the items of a list are called so.
                xml: .wrapped(item: "i")),
        ])
}

/// One member that is wrong.
public struct MemberProblem: Shaped {
    public var path: String?
    public var code: String?
    public var message: String?
    public var line: Int64?
    public var column: Int64?

    public init() {}

    public init(_ problem: Problem, at position: DocumentError.Position? = nil) {
        path = problem.path.description
        code = problem.code.rawValue
        message = problem.message
        line = position.map { Int64($0.line) }
        column = position.map { Int64($0.column) }
    }

    public init(_ error: DocumentError) {
        path = error.path?.description ?? ""
        code = error.code.rawValue
        message = error.message
        line = error.position.map { Int64($0.line) }
        column = error.position.map { Int64($0.column) }
    }

    public static let shape = Shape<MemberProblem>(
        "MemberProblem", "One member that is wrong.",
        [
            Field("path", \.path, "Where the member is, such as `compute.cores.min`; empty for the whole document."),
            Field("code", \.code, "What is wrong, as a word for programs."),
            Field("message", \.message, "What is wrong, and what would be right."),
            Field("line", \.line, "Line of the body, from 1, as far as it is known."),
            Field("column", \.column, "Column in that line, from 1."),
        ])
}
