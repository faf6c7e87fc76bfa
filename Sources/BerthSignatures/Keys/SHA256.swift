import CLibCrypto

/// Digests of 32 bytes. Source: FIPS 180-4.
package enum SHA256 {
    package static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        precondition(
            EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1, "libcrypto has no SHA-256")
        return digest
    }

    /// Of several texts, each with its length before it: no two lists of texts are the same bytes.
    package static func digest(of texts: [String]) -> [UInt8] {
        digest(texts.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) })
    }

    /// In hexadecimal digits.
    package static func hex(_ digest: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
