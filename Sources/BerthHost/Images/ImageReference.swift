/// A reference to an image: `registry/name:tag@digest`, where all but the name may be missing.
/// Source: OCI Distribution Specification 1.1, *Pull*.
package struct ImageReference: Sendable, Hashable {
    /// Registry and name in full, so that no engine takes it for the ID of an image that it has, or looks for it
    /// elsewhere.
    package var name: String
    package var tag: String?
    package var digest: String?
    /// Where it is fetched from; `docker.io` when none is named.
    package let registry: Registry

    /// Bytes of the longest reference.
    static let maximumBytes = 1024

    /// Reads a reference; `docker://` before it is left out.
    ///
    /// - Throws: a sentence that says what is wrong.
    package init(reading text: String) throws(Fault) {
        var rest = text[...]
        if rest.hasPrefix("docker://") { rest = rest.dropFirst("docker://".count) }
        let pieces = rest.split(separator: "://", omittingEmptySubsequences: false)
        if pieces.count > 1 {
            throw Fault("\(pieces[0]) is not a place where images are fetched from here; docker is")
        }
        if rest.utf8.count > ImageReference.maximumBytes {
            throw Fault("it is longer than \(ImageReference.maximumBytes) bytes")
        }
        if let at = rest.firstIndex(of: "@") {
            let digest = String(rest[rest.index(after: at)...])
            if let fault = ImageReference.fault(ofDigest: digest) { throw Fault(fault) }
            self.digest = digest
            rest = rest[..<at]
        }
        let last = rest.lastIndex(of: "/").map { rest.index(after: $0) } ?? rest.startIndex
        if let colon = rest[last...].firstIndex(of: ":") {
            let tag = rest[rest.index(after: colon)...]
            guard !tag.isEmpty, tag.utf8.count <= 128, tag.utf8.allSatisfy(ImageReference.isTagByte) else {
                throw Fault("what stands after its last colon is not a tag")
            }
            self.tag = String(tag)
            rest = rest[..<colon]
        }
        if ImageReference.isID(rest) {
            throw Fault("it is the ID of an image; an image is told by its name, and its digest by digest")
        }
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 1, ImageReference.isRegistry(parts[0]) {
            guard let registry = Registry(parts[0]) else { throw Fault("\(parts[0]) is not the address of a registry") }
            self.registry = registry
            parts.removeFirst()
        } else {
            guard let registry = Registry(Registry.standard) else { throw Fault("it names no registry") }
            self.registry = registry
        }
        for part in parts where !ImageReference.isPartOfName(part) {
            throw Fault(
                "names of images are lower-case letters and digits, with dots, hyphens and underscores between them")
        }
        if registry.text == Registry.standard && parts.count == 1 { parts.insert("library", at: 0) }
        name = registry.text + "/" + parts.joined(separator: "/")
    }

    /// As engines take it; a digest stands in place of the tag.
    package func text(digest wanted: String? = nil) -> String {
        if let digest = wanted ?? digest { return name + "@" + digest }
        return name + ":" + (tag ?? "latest")
    }

    /// Why a text is not the digest of an image, `nil` when it is.
    package static func fault(ofDigest digest: String) -> String? {
        let digits = digest.dropFirst("sha256:".count)
        if digest.hasPrefix("sha256:"), digits.utf8.count == 64,
            digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        {
            return nil
        }
        return "a digest is sha256: and 64 hexadecimal digits in lower case"
    }

    /// What is wrong with a reference.
    package struct Fault: Error, Hashable {
        package var message: String
        init(_ message: String) { self.message = message }
    }

    private static func isRegistry(_ part: Substring) -> Bool {
        part == "localhost" || part.contains(".") || part.contains(":")
    }

    /// Engines look an image up by the first digits of its ID, too, and by the whole of it.
    private static func isID(_ name: Substring) -> Bool {
        name == "sha256"
            || (12...64).contains(name.utf8.count)
                && name.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func isPartOfName(_ part: Substring) -> Bool {
        func isLetterOrDigit(_ byte: UInt8?) -> Bool {
            byte.map { (97...122).contains($0) || (48...57).contains($0) } ?? false
        }
        return isLetterOrDigit(part.utf8.first) && isLetterOrDigit(part.utf8.last)
            && part.utf8.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte) || "._-".utf8.contains(byte)
    }
}
