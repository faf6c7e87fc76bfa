import BerthModel
import CLibCrypto

/// Closes what the portal keeps of a sign-in so that only the browser opens it that it belongs to: the key follows from
/// the browser's word, of which the portal keeps the digest alone. Who copies the database gets no token with it.
///
/// AES-256-GCM. Source: NIST SP 800-38D.
enum BrowserSeal {
    private static let nonceBytes = 12
    private static let tagBytes = 16

    /// - Parameter id: another one each time, that nobody has used before.
    static func sealed(_ bytes: [UInt8], for word: String, id: UUID) -> [UInt8] {
        let nonce = Array(digest("nonce:\(id)").prefix(nonceBytes))
        let context = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(context) }
        var sealed = [UInt8](repeating: 0, count: bytes.count)
        var tag = [UInt8](repeating: 0, count: tagBytes)
        var (count, rest): (Int32, Int32) = (0, 0)
        var end = [UInt8](repeating: 0, count: tagBytes)
        precondition(
            EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key(of: word), nonce) == 1
                && EVP_EncryptUpdate(context, &sealed, &count, bytes, Int32(bytes.count)) == 1
                && EVP_EncryptFinal_ex(context, &end, &rest) == 1
                && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagBytes), &tag) == 1,
            "libcrypto has no AES-256-GCM")
        return nonce + tag + sealed
    }

    /// - Returns: nil with another word, and for what was altered.
    static func opened(_ sealed: [UInt8], by word: String) -> [UInt8]? {
        guard sealed.count > nonceBytes + tagBytes else { return nil }
        let nonce = Array(sealed.prefix(nonceBytes))
        var tag = Array(sealed.dropFirst(nonceBytes).prefix(tagBytes))
        let body = Array(sealed.dropFirst(nonceBytes + tagBytes))
        let context = EVP_CIPHER_CTX_new()
        defer {
            EVP_CIPHER_CTX_free(context)
            // What did not hold would be taken for an error of somebody else on this thread.
            ERR_clear_error()
        }
        var bytes = [UInt8](repeating: 0, count: body.count)
        var (count, rest): (Int32, Int32) = (0, 0)
        var end = [UInt8](repeating: 0, count: tagBytes)
        let isWhole =
            EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key(of: word), nonce) == 1
            && EVP_DecryptUpdate(context, &bytes, &count, body, Int32(body.count)) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagBytes), &tag) == 1
            && EVP_DecryptFinal_ex(context, &end, &rest) == 1
        return isWhole ? bytes : nil
    }

    private static func key(of word: String) -> [UInt8] { digest("key:\(word)") }

    private static func digest(_ text: String) -> [UInt8] {
        let bytes = Array("berth portal sign-in \(text)".utf8)
        var digest = [UInt8](repeating: 0, count: 32)
        precondition(
            EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1, "libcrypto has no SHA-256")
        return digest
    }
}
