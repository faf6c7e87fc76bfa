import BerthHTTP

/// Where the service listens: `127.0.0.1:8470`, `[::1]:8470`, `localhost:8470`, `unix:/run/berth.sock`.
struct ListenAddress: Sendable, Hashable {
    var binding: HTTPServerSettings.Binding

    init?(_ text: String) {
        if text.hasPrefix("unix:/") {
            binding = .unix(path: String(text.dropFirst("unix:".count)))
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = String(text[..<colon])
        if host == "localhost" { host = "127.0.0.1" }
        let isBare = host.contains(":") && !host.hasPrefix("[")
        guard !isBare, let address = HTTPAddress(numeric: host, port: port) else { return nil }
        binding = .tcp(host: address.host, port: port)
    }

    static func remedy(_ text: String) -> String {
        "\"\(text)\" is no address to listen on; write a numeric address and a port, such as 127.0.0.1:8470 or"
            + " [::1]:8470, or unix: and a path."
    }

    /// The URL under which this machine reaches the service.
    func url(isSecure: Bool) -> String {
        switch binding {
        case .unix(let path): return "unix:\(path)"
        case .tcp(let host, let port):
            let reachable = host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host
            let shown = reachable.contains(":") ? "[\(reachable)]" : reachable
            return "\(isSecure ? "https" : "http")://\(shown):\(port)"
        }
    }

    /// Whether nobody else can reach it.
    var isOfThisMachine: Bool {
        switch binding {
        case .unix: true
        case .tcp(let host, let port): HTTPAddress(numeric: host, port: port)?.isLoopback ?? false
        }
    }
}
