/// What this room itself has to refuse; the service decides how the refusal is written (RFC 9457).
package struct HTTPProblem: Sendable, Hashable {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The request target is no path, or is badly escaped.
        case badTarget
        /// A header field has characters that none may have.
        case badHeader
        /// Another Transfer-Encoding than chunked.
        case badTransferCoding
        /// No one whole number of bytes, or a Transfer-Encoding beside it.
        case badContentLength
        /// The body is not what its Content-Encoding promises.
        case badBody
        /// Nothing is served under the path.
        case notFound
        /// The path is served, for other methods.
        case methodNotAllowed
        /// None of the media types that can be sent is accepted.
        case notAcceptable
        /// The request did not come in whole in time.
        case timeout
        /// More bytes than `HTTPLimits.bodyBytes`.
        case bodyTooLarge
        /// More bytes than `HTTPLimits.targetBytes`.
        case targetTooLong
        /// More bytes than `HTTPLimits.headerBytes`.
        case headersTooLarge
        /// Another Content-Encoding than gzip.
        case unsupportedEncoding
        /// The range begins after the end.
        case rangeNotSatisfiable
        /// Another Expect than 100-continue.
        case expectationFailed
        /// The server is being stopped.
        case stopping
        /// More bytes of bodies at once than `HTTPLimits.bodiesBytes`.
        case tooBusy
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
