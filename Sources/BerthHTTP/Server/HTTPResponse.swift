/// An answer: status, header fields, and a body that is there or comes as it is made.
package struct HTTPResponse: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        case stream(HTTPStream)
    }

    package var status: HTTPStatus
    package var headers: HTTPHeaders
    package var body: Body
    /// The template of the route that answered, for the log; filled by the router.
    package var route: String?
    /// Whether a `Range` of the request is honoured (206, 416).
    package var acceptsRanges = false

    package init(_ status: HTTPStatus, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = .bytes(body)
    }

    package init(_ status: HTTPStatus, headers: HTTPHeaders = [:], contentType: String, body: [UInt8]) {
        self.init(status, headers: headers, body: body)
        self.headers["Content-Type"] = contentType
    }

    /// An answer whose bytes are written by a task of its own, in chunks.
    package init(_ status: HTTPStatus, headers: HTTPHeaders = [:], contentType: String, stream: HTTPStream) {
        self.status = status
        self.headers = headers
        self.body = .stream(stream)
        self.headers["Content-Type"] = contentType
    }

    /// 303 with a Location.
    package static func seeOther(_ location: String, contentType: String, body: [UInt8]) -> HTTPResponse {
        var response = HTTPResponse(.seeOther, contentType: contentType, body: body)
        response.headers["Location"] = location
        return response
    }
}

/// The body of an answer that is made while it is sent.
package struct HTTPStream: Sendable {
    /// What becomes of it when the server stops.
    package enum WhenStopping: Sendable {
        /// It may run until the deadline.
        case finish
        /// The body is complete at once: events, which never are.
        case end
        /// The body is cut at once, after what was written, so that nobody takes a part for the whole.
        case cut
    }

    var whenStopping: WhenStopping
    var produce: @Sendable (HTTPBodyWriter) async throws -> Void

    /// The producer runs in a task that is cancelled when the peer goes away; when it returns the body is complete,
    /// when it throws the connection is cut so that the peer knows that something is missing.
    package init(
        whenStopping: WhenStopping = .finish, _ produce: @escaping @Sendable (HTTPBodyWriter) async throws -> Void
    ) {
        self.whenStopping = whenStopping
        self.produce = produce
    }
}

/// The end of a streamed body that its producer writes to.
package struct HTTPBodyWriter: Sendable {
    let pipe: BodyPipe

    /// Hands over bytes; waits while more than `HTTPLimits.streamBufferBytes` are on their way.
    /// - Throws: `peerGone` when nobody reads any more.
    package func write(_ bytes: [UInt8]) async throws(HTTPError) {
        try await pipe.write(bytes)
    }
}
