/// One request, and how long and how much of its reply is waited for.
package struct HTTPClientRequest: Sendable {
    package var method: HTTPMethod
    /// An absolute URL that begins with http:// or https://.
    package var url: String
    package var headers: HTTPHeaders
    package var body: [UInt8]?
    /// Path of the Unix socket that stands for every host; nil is the network.
    package var unixSocket: String?
    /// From the start to the end of the handshakes, waiting for a free connection included.
    package var connectSeconds: Double = 10
    /// From the start to the end of the reply, redirects included; nil waits as long as it takes.
    package var totalSeconds: Double?
    /// So long without a byte in either direction is `tooSlow`; nil waits.
    package var stalledSeconds: Double?
    /// The body of the reply, after decompression; more is `tooLarge`.
    package var maximumBytes: Int = 16 << 20
    /// How often a reply may lead to another address; 0 hands the redirection itself to the caller.
    package var maximumRedirects = 0
    /// Which addresses of the network may be connected to; asked for every connection and again for every request on a
    /// connection that is kept. Nil allows all. A proxy is such an address too; a Unix socket is not asked about.
    package var allows: (@Sendable (HTTPAddress) -> Bool)?
    /// The same for what a redirection leads to on another host than the one that was asked for; nil is `allows`.
    /// Whoever trusts an address does not trust all that it points to.
    package var allowsElsewhere: (@Sendable (HTTPAddress) -> Bool)?

    package init(_ method: HTTPMethod, _ url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// Why it cannot be sent at all; nil when it can.
    var fault: HTTPError? {
        // Named only where there is something to say.
        var subject: String { URLText.withoutSecrets(url) }
        guard url.utf8.allSatisfy({ $0 > 32 && $0 != 127 }), URLText.Origin(url) != nil else {
            return HTTPError(
                .badRequest, "the address must be a URL that begins with http:// or https://, without blanks",
                subject: subject)
        }
        guard HTTPText.isToken(method.name) else {
            return HTTPError(.badRequest, "the method must be a word such as GET", subject: subject)
        }
        if let field = headers.first(where: { !HTTPText.isToken($0.name) || !HTTPText.isFieldValue($0.value) }) {
            let name = HTTPText.isToken(field.name) ? field.name : "with a forbidden name"
            return HTTPError(
                .badRequest, "the header field \(name) holds characters that would break the request",
                subject: subject)
        }
        return nil
    }

    /// The request that follows a redirection: 303, and 301 and 302 after POST, make it a GET without a body; what
    /// proves who asks is not shown to another origin. Source: RFC 9110 §15.4.
    func redirected(_ status: HTTPStatus, to target: String) -> HTTPClientRequest {
        var next = self
        next.url = target
        next.maximumRedirects -= 1
        let turnsToGet = status == .seeOther || ((status.code == 301 || status.code == 302) && method == .post)
        if turnsToGet && method != .head {
            next.method = .get
            next.body = nil
            for name in ["Content-Type", "Content-Encoding", "Content-Language", "Content-Location"] {
                next.headers[name] = nil
            }
        }
        let (origin, other) = (URLText.Origin(url), URLText.Origin(target))
        if let allowsElsewhere, origin?.host != other?.host { next.allows = allowsElsewhere }
        if origin == nil || origin != other {
            for name in ["Authorization", "Cookie", "Proxy-Authorization", "Host"] { next.headers[name] = nil }
        }
        return next
    }
}
