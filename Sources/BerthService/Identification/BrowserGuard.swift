import BerthHTTP

/// Keeps web pages of others from using a service that asks nobody who he is, through the browser of somebody who
/// reaches it: a browser sends what a page wants, but it says truly under which name it found the service (`Host`), and
/// which page wanted it (`Origin`, `Sec-Fetch-Site`).
struct BrowserGuard: Sendable {
    private let hosts: Set<String>
    private let origin: String

    /// - Parameter publicURL: where the service is reached from outside.
    init(publicURL: String, hosts: [String]) {
        let url = publicURL.lowercased()
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        let authority = parts.count > 2 ? String(parts[2]) : ""
        origin = parts.first.map { "\($0)//\(authority)" } ?? ""
        self.hosts = Set((hosts + [authority, "localhost"]).map(Self.name))
    }

    /// - Throws: `misdirected` for a name that is not ours, `notAllowed` for a change that another site wants.
    func check(_ request: HTTPRequest) throws(Refusal) {
        let host = request.headers["Host"]
        if let host, !Self.isIPv4(host), !isOurs(Self.name(host)) {
            throw Refusal(
                .misdirected,
                "This service is not reached under the name in Host; if it should be, its configuration has to say so.")
        }
        if request.method == .get || request.method == .head { return }
        if let site = request.headers["Sec-Fetch-Site"], site != "same-origin", site != "none" { throw Self.foreign }
        guard let origin = request.headers["Origin"]?.lowercased() else { return }
        if origin == self.origin { return }
        let authority = origin.split(separator: "/").last.map { String($0) }
        guard let host, origin.hasPrefix("http"), authority == host.lowercased() else { throw Self.foreign }
    }

    private static let foreign = Refusal(
        .notAllowed, "A web page of another site may not send this; use the service itself, or a program.")

    /// Rebinding needs a name that somebody else answers for: numbers are safe, and so is what stays on this machine.
    private func isOurs(_ name: String) -> Bool {
        hosts.contains(name) || name.hasSuffix(".localhost") || HTTPAddress(numeric: name, port: 0) != nil
    }

    /// Digits and dots, with or without a port: no name ends in digits. Most programs say this, and it needs no more.
    private static func isIPv4(_ authority: String) -> Bool {
        !authority.isEmpty
            && authority.utf8.allSatisfy { $0 >= 48 && $0 <= 57 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
    }

    /// A host in lower case without its port and final dot.
    private static func name(_ authority: String) -> String {
        var name = authority.lowercased()[...]
        if name.hasPrefix("[") {
            name = name.prefix { $0 != "]" } + "]"
        } else if let colon = name.firstIndex(of: ":") {
            name = name[..<colon]
        }
        if name.hasSuffix(".") { name = name.dropLast() }
        return String(name)
    }
}
