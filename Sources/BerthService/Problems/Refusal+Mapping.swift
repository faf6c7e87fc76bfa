import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel

// Every error of the rooms below, as the calls answer it.

extension Refusal {
    /// How long a client should wait before it tries again what the service could not do.
    private static let retryAfterSeconds = "5"

    init(_ error: BrokerError) {
        let kind: ProblemKind
        var headers: HTTPHeaders = [:]
        switch error.code {
        case .malformed: kind = .wrongMembers
        case .notFound: kind = .notFound
        case .notYours: kind = .notAllowed
        case .wrongPhase: kind = .wrongPhase
        case .expired: kind = .expired
        case .keyReused: kind = .keyReused
        case .keyBusy:
            kind = .keyBusy
            headers["Retry-After"] = "1"
        case .tooMany:
            kind = .tooMany
            headers["Retry-After"] = "1"
        case .storeFailed, .stopping, .platformFailed:
            kind = .unavailable
            headers["Retry-After"] = Self.retryAfterSeconds
        }
        var problems: [MemberProblem] = []
        if let path = error.path {
            var problem = MemberProblem()
            problem.path = path.description
            problem.code = error.code.rawValue
            problem.message = error.message
            problems = [problem]
        }
        // The cause is for the log of whoever runs the service: it may name files.
        self.init(kind, error.message, headers: headers, problems: problems)
    }

    init(_ problem: HTTPProblem) {
        let kind: ProblemKind =
            switch problem.code {
            case .badTarget, .badHeader, .badTransferCoding, .badContentLength, .badBody: .unreadableRequest
            case .notFound: .notFound
            case .methodNotAllowed: .wrongMethod
            case .notAcceptable: .notAcceptable
            case .timeout: .tooSlow
            case .bodyTooLarge: .tooLarge
            case .targetTooLong: .targetTooLong
            case .headersTooLarge: .headersTooLarge
            case .unsupportedEncoding: .unsupportedMediaType
            case .rangeNotSatisfiable: .rangeNotSatisfiable
            case .expectationFailed: .expectationFailed
            case .stopping, .tooBusy: .unavailable
            }
        var headers = problem.headers
        if kind == .unavailable { headers["Retry-After"] = Self.retryAfterSeconds }
        self.init(kind, Self.sentence(problem.detail), headers: headers)
    }

    /// The body is not of its syntax.
    init(_ error: DocumentError, in syntax: Syntax) {
        let kind: ProblemKind = error.code == .tooLarge ? .tooLarge : .unreadableBody
        self.init(kind, "The body is no usable \(syntax): \(error)", problems: [MemberProblem(error)])
    }

    /// Members that cannot be read as what they should be, each with its place in the body; at least one.
    init(_ problems: [Problem], in body: [UInt8], _ syntax: Syntax, limits: DocumentLimits) {
        let places = SourceMap(body, syntax, limits: limits)
        let members = problems.map { MemberProblem($0, at: places.position(of: $0.path)) }
        var detail = problems.first?.message ?? ""
        if let first = problems.first, let position = places.position(of: first.path) {
            detail = "\(position): \(detail)"
        }
        if problems.count > 1 { detail += " And \(problems.count - 1) more, see problems." }
        self.init(.wrongMembers, detail, problems: members)
    }

    /// As sentences are written: a capital letter, and a full stop.
    private static func sentence(_ text: String) -> String {
        guard let first = text.first else { return text }
        return first.uppercased() + text.dropFirst() + (text.last == "." ? "" : ".")
    }
}
