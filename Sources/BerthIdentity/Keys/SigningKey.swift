import BerthDocument
import CLibCJose

/// A public key that an issuer signs with, for one algorithm: that a token names another one changes nothing.
///
/// cjose reads the key and verifies. It only reads what a key is made of once that is there, so threads may share it.
final class SigningKey: @unchecked Sendable {
    /// The algorithms that are taken. Source: RFC 7518 §3.1.
    enum Algorithm: String, Sendable, Hashable, CaseIterable {
        case rs256 = "RS256"
        case es256 = "ES256"
    }

    /// The fewest and the most bits of an RSA key. Source: RFC 7518 §3.3.
    static let keyBits = 2048...8192

    /// As the issuer calls it; nil when it has no name.
    let identifier: String?
    let algorithm: Algorithm
    private let key: OpaquePointer

    /// - Parameter document: a JSON Web Key; what is private in it is not looked at.
    /// - Returns: nil for a key that no token is verified with: of another kind, for something else, too weak.
    init?(_ document: Document) {
        if let use = document["use"]?.text, use != "sig" { return nil }
        if case .list(let operations) = document["key_ops"], !operations.contains(where: { $0.text == "verify" }) {
            return nil
        }
        guard let kind = document["kty"]?.text, let algorithm = Self.algorithm(kind, document) else { return nil }
        if let named = document["alg"]?.text, named != algorithm.rawValue { return nil }
        var parts: Document = ["kty": .text(kind)]
        for name in algorithm == .rs256 ? ["n", "e"] : ["crv", "x", "y"] {
            guard let part = document[name]?.text else { return nil }
            parts.set(.text(part), at: [.member(name)])
        }
        let json = parts.asJSON
        guard let key = cjose_jwk_import(json, json.utf8.count, nil) else { return nil }
        self.key = key
        self.algorithm = algorithm
        identifier = document["kid"]?.text
        if algorithm == .rs256, !Self.keyBits.contains(cjose_jwk_get_keysize(key, nil)) { return nil }
    }

    deinit { _ = cjose_jwk_release(key) }

    /// Source: RFC 7518 §3.3 and §3.4.
    private var signatureBytes: Int {
        algorithm == .es256 ? 64 : (cjose_jwk_get_keysize(key, nil) + 7) / 8
    }

    private static func algorithm(_ kind: String, _ document: Document) -> Algorithm? {
        switch kind {
        case "RSA": .rs256
        case "EC": document["crv"]?.text == "P-256" ? .es256 : nil
        default: nil
        }
    }

    /// Whether this key has signed the token.
    ///
    /// - Precondition: the token names the algorithm of this key: cjose goes by what the token says.
    func hasSigned(_ token: JSONWebToken) -> Bool {
        precondition(token.algorithm == algorithm, "a key of one algorithm and a token of another")
        // cjose passes over what stands behind a signature: one token would have many texts.
        guard token.signatureBytes == signatureBytes else { return false }
        guard let signed = cjose_jws_import(token.text, token.text.utf8.count, nil) else { return false }
        defer { cjose_jws_release(signed) }
        guard cjose_jws_verify(signed, key, nil) else { return false }
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard cjose_jws_get_plaintext(signed, &bytes, &count, nil) else { return false }
        // What was verified is what was read: two readers may not see two things in one token.
        return UnsafeBufferPointer(start: bytes, count: count).elementsEqual(token.payload)
    }
}
