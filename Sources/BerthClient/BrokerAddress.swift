import BerthHTTP

/// The URL of a broker: `https://host/path`, or `unix:/path` for a socket of this machine.
struct BrokerAddress: Sendable, Hashable {
    /// As messages name it.
    var shown: String
    /// Without a slash at the end.
    private var base: String
    private var socket: String?

    /// - Throws: `badAddress`.
    init(_ text: String) throws(ClientError) {
        var text = text
        while text.hasSuffix("/") { text.removeLast() }
        if text.hasPrefix("unix:/") {
            socket = String(text.dropFirst("unix:".count))
            shown = text
            base = "http://localhost"
            return
        }
        let isURL = text.hasPrefix("http://") || text.hasPrefix("https://")
        // A query has no place between the broker and its calls, and a password would stand in messages.
        guard isURL, !text.contains("?"), !text.contains("#"), !text.contains("@"),
            text.utf8.allSatisfy({ $0 > 32 && $0 != 127 }), text.split(separator: "/").count > 1
        else {
            throw ClientError(
                .badAddress,
                "\"\(text)\" is not the URL of a broker; write http://host:port or https://host:port, or unix: "
                    + "and a path."
            )
        }
        shown = text
        base = text
    }

    func request(_ method: HTTPMethod, _ path: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(method, base + path)
        request.unixSocket = socket
        return request
    }

    /// The request for what a reply names as its place; nil when that is another service, which must not see the token.
    func request(following location: String) -> HTTPClientRequest? {
        if location.hasPrefix("/") && !location.hasPrefix("//") {
            let origin = base.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
            var request = HTTPClientRequest(.get, origin.joined(separator: "/") + location)
            request.unixSocket = socket
            return request
        }
        guard location.hasPrefix(base + "/") else { return nil }
        return request(.get, String(location.dropFirst(base.count)))
    }
}
