package import BerthPlatform
import Glibc

/// A file in which a site keeps a token. It is read for each call: a site renews it without a restart.
package struct TokenFile: Sendable, Hashable {
    package let path: String
    /// What takes the token, as "hub".
    let service: String

    /// - Parameter service: what takes the token, as "hub".
    package init(_ path: String, of service: String) {
        self.path = path
        self.service = service
    }

    /// Bytes that are read of a file: more is no token.
    private static let mostBytes = 1 << 16

    /// - Throws: `refused` when the file has none.
    package func token() throws(PlatformError) -> String {
        let bytes = (try? Files.read(path, from: 0, limit: Self.mostBytes, followsLink: true)) ?? []
        let words = String(decoding: bytes, as: UTF8.self).split { $0.isWhitespace || $0.isNewline }
        guard words.count == 1, words[0].utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw PlatformError(
                .refused, "The \(service) cannot be called as this site has set it up.", subject: "access",
                detail: "\(path) holds no token: one word of printable ASCII characters")
        }
        return String(words[0])
    }

    /// Whether there is a token, which nobody else can read.
    package var finding: Finding {
        do throws(PlatformError) { _ = try token() } catch {
            return Finding(
                "token", error.detail ?? error.message, remedy: "put the token into \(path), and nothing else")
        }
        var status = stat()
        let isOpen = stat(path, &status) == 0 && status.st_mode & 0o077 != 0
        return Finding(
            "token", isOpen ? "in \(path), which others may read" : "in \(path)",
            remedy: isOpen ? "chmod 600 \(path)" : nil)
    }
}
