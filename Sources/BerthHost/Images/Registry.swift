import BerthData

/// Where an image is fetched from, and whether the engine may be sent there: it connects to whatever it is told, and so
/// would tell anybody what listens inside the site.
package struct Registry: Sendable, Hashable {
    /// Host and port, in lower case.
    package let text: String
    /// The host alone, without brackets.
    let host: String

    /// Where images are that name no registry.
    package static let standard = "docker.io"
    /// Images that were made on this machine; nothing is fetched from there.
    package static let here = "localhost"
    /// Words before a colon that make an engine read something else than a registry. Source: containers-transports(5).
    private static let transports: Set<String> = [
        "docker", "docker-archive", "docker-daemon", "oci", "oci-archive", "dir", "containers-storage", "ostree", "sif",
        "tarball", "atomic",
    ]
    /// Ends of names that stand for something inside a site. Source: RFC 6761, 6762, 8375, 9476.
    private static let insideEnds = [".localhost", ".local", ".internal", ".lan", ".home.arpa"]

    /// Reads `host` or `host:port`; `nil` when it is neither.
    package init?(_ written: some StringProtocol) {
        text = written.lowercased()
        var rest = text[...]
        if rest.hasPrefix("["), let close = rest.firstIndex(of: "]") {
            host = String(rest[rest.index(after: rest.startIndex)..<close])
            guard let address = NetworkAddress(host), host.contains(":"), !address.bytes.isEmpty else { return nil }
            rest = rest[rest.index(after: close)...]
        } else {
            host = String(rest.prefix { $0 != ":" })
            rest = rest.dropFirst(host.count)
            guard Registry.isName(host), !Registry.transports.contains(host) else { return nil }
        }
        if rest.isEmpty { return }
        let digits = rest.dropFirst()
        guard rest.first == ":", digits.utf8.count <= 5, digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = Int(digits), (1...65535).contains(port)
        else { return nil }
    }

    /// Whether it lies inside the site by what is written alone.
    package var isInside: Bool {
        if text == Registry.here { return false }
        if let address = NetworkAddress(host) { return !address.isPublic }
        return !host.contains(".") || Registry.insideEnds.contains { host.hasSuffix($0) }
    }

    /// What is to be thought of a registry after a look at its addresses.
    package enum Place: Sendable, Hashable {
        case outside, inside, unknown
    }

    /// Looks its addresses up.
    package func place(seconds: Int) async -> Place {
        if isInside { return .inside }
        if host == Registry.standard || text == Registry.here { return .outside }
        guard let addresses = await HostLookup.addresses(of: host, seconds: seconds) else { return .unknown }
        return addresses.allSatisfy(\.isPublic) ? .outside : .inside
    }

    /// Labels of letters, digits and hyphens. Source: RFC 1123 §2.1.
    private static func isName(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.count <= 253
            && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            }
    }
}

extension Registry {
    /// Whether a site names it: then it may lie anywhere.
    package func isNamed(in registries: [String]) -> Bool { registries.contains { $0.lowercased() == text } }
}
