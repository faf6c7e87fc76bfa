/// The header fields of a request as they come in, and what they say about the body.
struct RequestHead {
    var headers = HTTPHeaders()
    /// Names and values, with four bytes for each field's colon, blank and line end.
    var bytes = 0

    init() { headers.reserve(8) }

    init(headers: HTTPHeaders) {
        self.headers = headers
        bytes = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    }

    /// Adds a field as it came.
    mutating func add(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        bytes += name.count + value.count + 4
        headers.add(HTTPText.decoded(name), HTTPText.decoded(value))
    }

    /// Bytes of the body when they are told and make sense.
    var contentLength: Int? {
        let values = headers.values("Content-Length")
        guard let first = values.first, values.count == 1, !first.isEmpty, first.utf8.count <= 18,
            first.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
        else { return nil }
        return Int(first)
    }

    var hasBody: Bool { isChunked || contentLength ?? 0 > 0 }

    private var isChunked: Bool { headers["Transfer-Encoding"] != nil }

    private var expectsContinue: Bool { headers["Expect"] != nil }

    /// Why the request is refused before its body is looked at; the first of what is wrong.
    func problem(limits: HTTPLimits, rawTarget: [UInt8]) -> HTTPProblem? {
        if rawTarget.count > limits.targetBytes {
            return HTTPProblem(
                .targetTooLong, .targetTooLong, "the request target is longer than \(limits.targetBytes) bytes")
        }
        if bytes > limits.headerBytes {
            return HTTPProblem(
                .headersTooLarge, .headersTooLarge, "the header fields are larger than \(limits.headerBytes) bytes")
        }
        if headers.contains(where: { !HTTPText.isToken($0.name) || !HTTPText.isFieldValue($0.value) }) {
            return HTTPProblem(.badHeader, .badRequest, "a header field has a name or value with forbidden characters")
        }
        // Source: RFC 9112 §3.2.
        if headers.values("Host").count > 1 {
            return HTTPProblem(.badHeader, .badRequest, "Host stands more than once")
        }
        return framingProblem(limits: limits)
    }

    /// A message whose length two readers could understand differently is refused. Source: RFC 9112 §6.3.
    private func framingProblem(limits: HTTPLimits) -> HTTPProblem? {
        if isChunked {
            if headers["Content-Length"] != nil {
                return HTTPProblem(
                    .badContentLength, .badRequest, "Content-Length and Transfer-Encoding exclude each other")
            }
            let codings = headers.list("Transfer-Encoding").map(HTTPText.lowercased)
            if codings != ["chunked"] {
                return HTTPProblem(
                    .badTransferCoding, .badRequest, "Transfer-Encoding must be chunked and nothing else")
            }
        } else if headers["Content-Length"] != nil {
            guard let length = contentLength else {
                return HTTPProblem(.badContentLength, .badRequest, "Content-Length must be one whole number of bytes")
            }
            if length > limits.bodyBytes { return .bodyTooLarge(limits: limits) }
        }
        if let expect = headers["Expect"], HTTPText.lowercased(expect) != "100-continue" {
            return HTTPProblem(.expectationFailed, .expectationFailed, "Expect must be 100-continue or absent")
        }
        return nil
    }

    /// Whether the refusal is sent without reading the body; a small body is read and thrown away so that the
    /// connection can be kept.
    func isRefusedAtOnce(_ problem: HTTPProblem, limits: HTTPLimits) -> Bool {
        switch problem.code {
        case .badTransferCoding, .badContentLength, .bodyTooLarge: true
        default: expectsContinue
        }
    }
}

extension HTTPProblem {
    static var tooBusy: HTTPProblem {
        HTTPProblem(
            .tooBusy, .unavailable, "as many requests as can be read at once are being read; send it again in a moment",
            headers: ["Retry-After": "1"])
    }

    static func bodyTooLarge(limits: HTTPLimits) -> HTTPProblem {
        HTTPProblem(.bodyTooLarge, .contentTooLarge, "the body is larger than \(limits.bodyBytes) bytes")
    }
}
