import BerthHTTP
import BerthModel

/// Why a call is not answered as it was meant: what becomes a problem document.
struct Refusal: Error, Sendable, Hashable {
    var kind: ProblemKind
    /// What is wrong and what would be right; no token stands in it.
    var detail: String
    /// Fields that belong to the status, such as Allow.
    var headers: HTTPHeaders
    /// Each member that is wrong, when it is about members.
    var problems: [MemberProblem]

    init(_ kind: ProblemKind, _ detail: String, headers: HTTPHeaders = [:], problems: [MemberProblem] = []) {
        self.kind = kind
        self.detail = detail
        self.headers = headers
        self.problems = problems
    }

    var document: ProblemDocument {
        ProblemDocument(
            type: kind.uri, title: kind.title, status: Int64(kind.status.code), detail: detail, problems: problems)
    }

    /// The problem document, in the syntax that the request would like best.
    func response(to request: HTTPRequest?) -> HTTPResponse {
        let form = AnswerForm.ofProblems(request?.headers ?? [:])
        var response = form.response(
            kind.status, document, root: XMLRoots.problem, namespace: XMLRoots.problemNamespace, headers: headers)
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}
