import BerthData
import BerthPlatform

/// What is known of the reference of an image by its text alone: `registry/name:tag@digest`.
struct ImageName: Sendable, Hashable {
    /// Host and port, in lower case; `docker.io` when none is named.
    var registry: String
    /// As a node takes it.
    var text: String

    /// - Parameter digest: what the image must have; it stands in place of a tag.
    /// - Returns: `nil` for what no node would take for the name of an image.
    init?(_ written: String, digest: String? = nil) {
        var text = written
        if text.hasPrefix("docker://") { text.removeFirst("docker://".count) }
        guard !text.isEmpty, text.utf8.count <= 1024, text.isMadeOfImageBytes else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains(where: \.isEmpty) { return nil }
        let first = String(parts[0])
        let namesHost = parts.count > 1 && (first == "localhost" || first.contains(".") || first.contains(":"))
        if namesHost && ImageName.host(first) == nil { return nil }
        registry = namesHost ? first.lowercased() : "docker.io"
        if let digest, !text.contains("@") {
            let name = text.split(separator: "/").last ?? ""
            if let colon = name.firstIndex(of: ":") { text.removeLast(name[colon...].count) }
            text += "@" + digest
        }
        self.text = text
    }

    /// The host of `host` or `host:port`; `nil` when it is neither.
    static func host(_ registry: String) -> String? {
        let parts = registry.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0].isWord(with: ".-") else { return nil }
        if parts.count == 2, !(1...65535).contains(Int(parts[1]) ?? 0) { return nil }
        return parts[0].lowercased()
    }

    /// Whether it lies inside the site by what is written alone: nodes connect to whatever they are told.
    var isInside: Bool {
        guard let host = ImageName.host(registry), host != "docker.io" else { return false }
        if let address = NetworkAddress(host) { return !address.isPublic }
        return !host.contains(".") || [".localhost", ".local", ".internal", ".lan"].contains { host.hasSuffix($0) }
    }

    /// Why a text is not the digest of an image, `nil` when it is.
    static func fault(ofDigest digest: String) -> String? {
        let digits = digest.dropFirst("sha256:".count)
        if digest.hasPrefix("sha256:"), digits.utf8.count == 64,
            digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        {
            return nil
        }
        return "a digest is sha256: and 64 hexadecimal digits in lower case"
    }
}

extension String {
    fileprivate var isMadeOfImageBytes: Bool { isWord(with: "./:@_-") }
}
