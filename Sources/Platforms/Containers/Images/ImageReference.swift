/// A reference to an image: `registry/name:tag@digest`, where all but the name may be missing.
/// Source: OCI Distribution Specification 1.1, *Pull*.
package struct ImageReference: Sendable, Hashable {
    /// Registry and name, as written.
    package var name: String
    package var tag: String?
    package var digest: String?

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
        name = String(rest)
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isRegistry = index == 0 && parts.count > 1 && ImageReference.isRegistry(part)
            guard !part.isEmpty, part != ".", part != "..",
                part.utf8.allSatisfy({ ImageReference.isNameByte($0, inRegistry: isRegistry) })
            else { throw Fault("names of images are lower-case letters, digits, dots, hyphens and underscores") }
        }
    }

    /// Where it is fetched from; `docker.io` when none is named.
    package var registry: String {
        guard let slash = name.firstIndex(of: "/"), ImageReference.isRegistry(name[..<slash]) else {
            return "docker.io"
        }
        return String(name[..<slash])
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

    private static func isNameByte(_ byte: UInt8, inRegistry: Bool) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || "._-".utf8.contains(byte)
            || inRegistry && (byte == UInt8(ascii: ":") || (65...90).contains(byte) || "[]".utf8.contains(byte))
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte) || "._-".utf8.contains(byte)
    }
}
