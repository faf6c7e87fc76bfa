/// Where a server listens and how it behaves.
package struct HTTPServerSettings: Sendable {
    package enum Binding: Sendable, Hashable {
        /// A numeric IPv4 or IPv6 address; port 0 takes a free one.
        case tcp(host: String = "127.0.0.1", port: UInt16)
        /// The path of a Unix socket; a socket that nobody listens on is replaced.
        case unix(path: String)
    }

    /// PEM files for TLS.
    package struct TLS: Sendable, Hashable {
        package var certificatePath: String
        package var keyPath: String
        package init(certificatePath: String, keyPath: String) {
            self.certificatePath = certificatePath
            self.keyPath = keyPath
        }
    }

    package var binding: Binding
    package var tls: TLS?
    package var limits = HTTPLimits()
    /// Threads that serve connections; nil is one for each processor.
    package var threadCount: Int?
    /// Bodies from this size are compressed for those who accept it; nil is never.
    package var gzipFromBytes: Int? = 1_024
    /// How refusals of this room are written.
    package var onProblem: HTTPProblem.Writer = HTTPProblem.plain
    /// Looks at the head of a request that has a body: the answer when the body is not to be read at all. On a thread
    /// that must not wait.
    package var onHead: (@Sendable (HTTPRequest) -> HTTPResponse?)?
    /// Called once for each request when its answer is sent, on a thread that must not wait.
    package var onAccess: (@Sendable (HTTPAccess) -> Void)?

    package init(_ binding: Binding = .tcp(port: 0)) { self.binding = binding }
}
