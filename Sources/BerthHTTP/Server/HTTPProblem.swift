/// What this room itself has to refuse; the service decides how the refusal is written (RFC 9457).
package struct HTTPProblem: Sendable, Hashable {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        case badTarget, badHeader, badTransferCoding, badContentLength, badBody
        case notFound, methodNotAllowed, notAcceptable
        case timeout, bodyTooLarge, targetTooLong, headersTooLarge
        case unsupportedEncoding, rangeNotSatisfiable, expectationFailed, stopping
    }

    package var code: Code
    package var status: HTTPStatus
    /// One sentence: what is wrong and what would be right.
    package var detail: String
    /// Fields that belong to the status, such as Allow.
    package var headers: HTTPHeaders

    package init(_ code: Code, _ status: HTTPStatus, _ detail: String, headers: HTTPHeaders = [:]) {
        self.code = code
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    /// Turns a problem into an answer; the request is there when its head could be read.
    package typealias Writer = @Sendable (HTTPProblem, HTTPRequest?) -> HTTPResponse

    /// The sentence as plain text.
    package static let plain: Writer = { problem, _ in
        HTTPResponse(
            problem.status, headers: problem.headers, contentType: "text/plain; charset=utf-8",
            body: Array("\(problem.detail)\n".utf8))
    }
}
