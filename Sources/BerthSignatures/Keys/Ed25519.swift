import CLibCrypto

/// Signatures of 64 bytes by keys of 32. Source: RFC 8032, section 5.1.
enum Ed25519 {
    static let keyBytes = 32
    static let signatureBytes = 64

    /// A seed that nobody can guess.
    static func newSeed() -> [UInt8] {
        var seed = [UInt8](repeating: 0, count: keyBytes)
        precondition(RAND_bytes(&seed, Int32(keyBytes)) == 1, "libcrypto has no chance to give")
        return seed
    }

    /// The public key of a seed; nil for one of another length.
    static func publicKey(of seed: [UInt8]) -> [UInt8]? {
        guard seed.count == keyBytes,
            let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
        else { return nil }
        defer { EVP_PKEY_free(key) }
        var bytes = [UInt8](repeating: 0, count: keyBytes)
        var count = bytes.count
        return EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1 && count == keyBytes ? bytes : nil
    }

    /// - Precondition: the seed has 32 bytes.
    static func signature(of message: [UInt8], with seed: [UInt8]) -> [UInt8] {
        let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
        let context = EVP_MD_CTX_new()
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_free(key)
        }
        var signature = [UInt8](repeating: 0, count: signatureBytes)
        var count = signature.count
        precondition(
            EVP_DigestSignInit(context, nil, nil, nil, key) == 1
                && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
                && count == signatureBytes, "libcrypto does not sign")
        return signature
    }

    static func isSignature(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard signature.count == signatureBytes, publicKey.count == keyBytes,
            let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count)
        else { return false }
        let context = EVP_MD_CTX_new()
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_free(key)
            // What did not hold stays in a queue of the thread, and would be taken for an error of somebody else.
            ERR_clear_error()
        }
        return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
