import BerthModel
import CLibCrypto

/// A checksum in the making. Not for two threads at once.
package final class Digest {
    /// The algorithms that are known, as checksums name them.
    static let algorithms = ["sha256", "sha512", "sha1", "md5", "adler32"]

    private var context: OpaquePointer?
    private var adler: (a: UInt32, b: UInt32) = (1, 0)

    /// - Parameter algorithm: in any case, with or without a hyphen; `nil` when it is not known.
    package init?(_ algorithm: String) {
        let name = Digest.canonical(algorithm)
        guard Digest.algorithms.contains(name) else { return nil }
        if name == "adler32" { return }
        guard let kind = EVP_get_digestbyname(name), let made = EVP_MD_CTX_new() else { return nil }
        context = made
        if EVP_DigestInit_ex(made, kind, nil) != 1 { return nil }
    }

    deinit {
        if let context { EVP_MD_CTX_free(context) }
    }

    package func add(_ bytes: UnsafeRawBufferPointer) {
        if let context {
            EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
            return
        }
        // Source: RFC 1950 §8.2.
        for byte in bytes {
            adler.a = (adler.a + UInt32(byte)) % 65521
            adler.b = (adler.b + adler.a) % 65521
        }
    }

    /// The checksum in hexadecimal digits; the last call on this value.
    package func finished() -> String {
        var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        if let context {
            var count: UInt32 = 0
            EVP_DigestFinal_ex(context, &bytes, &count)
            bytes.removeLast(bytes.count - Int(count))
        } else {
            let sum = adler.b << 16 | adler.a
            bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The SHA-256 of some bytes in hexadecimal digits.
    package static func sha256(of bytes: [UInt8]) -> String {
        guard let digest = Digest("sha256") else { preconditionFailure("the crypto library has no SHA-256") }
        bytes.withUnsafeBytes(digest.add)
        return digest.finished()
    }

    static func canonical(_ algorithm: String) -> String {
        algorithm.lowercased().filter { $0 != "-" && $0 != "_" }
    }

    /// Why a checksum cannot be checked, `nil` when it can.
    static func fault(of checksum: Checksum) -> String? {
        let name = canonical(checksum.type ?? "")
        guard let digest = Digest(name) else {
            return "the algorithm \(checksum.type ?? "that is missing") is not known here; "
                + algorithms.joined(separator: ", ") + " are"
        }
        let length = digest.finished().utf8.count
        let value = checksum.value ?? ""
        guard value.utf8.count == length, value.allSatisfy(\.isHexDigit) else {
            return "a checksum of \(name) has \(length) hexadecimal digits"
        }
        return nil
    }
}
