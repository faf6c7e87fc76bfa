import BerthDocument
import BerthSignatures
import CLibCJose
import Glibc

@testable import BerthIdentity

/// A key with its private part, as issuers have them, made by cjose.
final class TestKey: @unchecked Sendable {
    private let key: OpaquePointer
    let algorithm: String

    static let rsa = TestKey("rsa-1", .rs256)
    static let otherRSA = TestKey("rsa-2", .rs256)
    static let curve = TestKey("curve-1", .es256)

    let name: String

    init(_ name: String, _ algorithm: SigningKey.Algorithm, bits: Int = 2048, curve: cjose_jwk_ec_curve? = nil) {
        self.name = name
        self.algorithm = algorithm.rawValue
        let made: OpaquePointer?
        switch algorithm {
        case .rs256:
            made = [1, 0, 1].withUnsafeBufferPointer { cjose_jwk_create_RSA_random(bits, $0.baseAddress, 3, nil) }
        case .es256: made = cjose_jwk_create_EC_random(curve ?? CJOSE_JWK_EC_P_256, nil)
        }
        guard let made, cjose_jwk_set_kid(made, name, name.utf8.count, nil) else { fatalError("cjose makes no key") }
        key = made
    }

    deinit { _ = cjose_jwk_release(key) }

    /// As an issuer publishes it, with whatever else it says of it.
    func published(_ more: DocumentMembers = [:], isPrivate: Bool = false) -> Document {
        guard let text = cjose_jwk_to_json(key, isPrivate, nil) else { fatalError("cjose writes no key") }
        defer { free(text) }
        guard var document = try? Document.read(Array(String(cString: text).utf8), as: .json) else { fatalError() }
        for member in more.members { document.set(member.value, at: [.member(member.name)]) }
        return document
    }

    /// A token with these claims, signed.
    ///
    /// - Parameter header: in place of `alg`, `kid` and `typ`, or beside them; an empty text leaves one out.
    func token(_ claims: Document, header: [String: String] = [:]) -> String {
        var fields = ["alg": algorithm, "kid": name, "typ": "at+jwt"]
        for (name, value) in header { fields[name] = value }
        guard let head = cjose_header_new(nil) else { fatalError() }
        defer { cjose_header_release(head) }
        for (name, value) in fields where !value.isEmpty { _ = cjose_header_set(head, name, value, nil) }
        let payload = Array(claims.asJSON.utf8)
        guard let signed = cjose_jws_sign(key, head, payload, payload.count, nil) else { fatalError("not signed") }
        defer { cjose_jws_release(signed) }
        var text: UnsafePointer<CChar>?
        guard cjose_jws_export(signed, &text, nil), let text else { fatalError("not written") }
        return String(cString: text)
    }
}

/// A token that nobody has signed.
func unsigned(_ header: String, _ claims: String, _ signature: String = "") -> String {
    "\(Base64URL.encoded(Array(header.utf8))).\(Base64URL.encoded(Array(claims.utf8))).\(signature)"
}
