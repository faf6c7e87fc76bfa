/// Where a URL leads, as the client reads it.
package struct URLPlace: Sendable, Hashable {
    private let origin: URLText.Origin

    /// Nil for what is no URL of http or https.
    package init?(_ url: String) {
        guard url.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), let origin = URLText.Origin(url) else { return nil }
        self.origin = origin
    }

    package var isSecure: Bool { origin.scheme == "https" }

    /// Whether it is this machine for sure: a loopback address, or `localhost`, which is never asked of others.
    /// Source: RFC 6761 §6.3.
    package var isThisMachine: Bool {
        if origin.host == "localhost" || origin.host.hasSuffix(".localhost") { return true }
        var host = origin.host
        if host.hasPrefix("[") && host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return HTTPAddress(numeric: host, port: 0)?.isLoopback ?? false
    }
}
