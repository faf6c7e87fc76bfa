import BerthData

/// Where source code is kept, and what can be fetched from there without asking.
struct Repository: Sendable, Hashable {
    /// Without `.git`, and without what leads to a branch.
    var url: String
    var host: String
    /// `owner/name`, with the groups between.
    var path: String
    /// A branch, tag or commit; HEAD where none is known.
    var reference: String

    /// Reads an address of the web pages or of git; nil for hosts whose addresses of files are not known.
    ///
    /// - Parameter hints: addresses that may name the version: of a download, of a release.
    init?(_ text: String, hints: [String] = []) {
        guard var address = Codemeta.webAddress(text) else { return nil }
        if let end = address.firstIndex(where: { $0 == "?" || $0 == "#" }) { address = String(address[..<end]) }
        while address.hasSuffix("/") { address.removeLast() }
        host = DataURL.host(of: address).lowercased()
        guard host == "github.com" || host.hasPrefix("gitlab.") || host.hasPrefix("git."),
            let start = address.firstRange(of: "://")?.upperBound,
            address.utf8.allSatisfy({ Self.plain.contains($0) }), !address.contains("@")
        else { return nil }
        var steps = address[start...].split(separator: "/").dropFirst().map(String.init)
        var found: String?
        if let tree = steps.firstIndex(where: { ["tree", "blob", "-"].contains($0) }) {
            let rest = steps[tree...].drop { ["tree", "blob", "-"].contains($0) }
            found = rest.first
            steps = Array(steps[..<tree])
        }
        if host == "github.com" { steps = Array(steps.prefix(2)) }
        guard steps.count >= 2 else { return nil }
        if let last = steps.last, last.hasSuffix(".git") { steps[steps.count - 1] = String(last.dropLast(4)) }
        path = steps.joined(separator: "/")
        url = "https://\(host)/\(path)"
        reference = found ?? hints.lazy.compactMap { Self.reference(in: $0) }.first ?? "HEAD"
    }

    /// Characters that mean nothing to a shell: addresses stand in commands that are proposed.
    private static let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:+%".utf8)

    /// The tag that the address of a download or a release names.
    private static func reference(in address: String) -> String? {
        guard address.utf8.allSatisfy({ plain.contains($0) }) else { return nil }
        for mark in ["/releases/tag/", "/archive/refs/tags/", "/-/archive/", "/-/tags/", "/tree/", "/archive/"] {
            guard let range = address.firstRange(of: mark) else { continue }
            var name = String(address[range.upperBound...].prefix { $0 != "/" })
            for ending in [".tar.gz", ".zip", ".tar"] where name.hasSuffix(ending) {
                name = String(name.dropLast(ending.count))
            }
            if !name.isEmpty { return name }
        }
        return nil
    }

    /// The address of a file in it.
    func file(_ path: String) -> String {
        let path = DataURL.encoded(path)
        return host == "github.com"
            ? "https://raw.githubusercontent.com/\(self.path)/\(reference)/\(path)"
            : "https://\(host)/\(self.path)/-/raw/\(reference)/\(path)"
    }

    /// Where its image is often published; nil where there is no such habit.
    var image: String? {
        let tag = reference == "HEAD" ? "latest" : reference.lowercased()
        switch host {
        case "github.com": return "ghcr.io/\(path.lowercased()):\(tag)"
        case "gitlab.com": return "registry.gitlab.com/\(path.lowercased()):\(tag)"
        default: return nil
        }
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
