import BerthDocument
import BerthSignatures

/// A signed token as it came. Nothing in it is to be believed before a key of its issuer has verified it.
///
/// Source: RFC 7515 §7.1; RFC 7519; RFC 8725, of which this follows the advice.
struct JSONWebToken: Sendable {
    /// Bytes of a whole token. Tokens with hundreds of groups have fewer.
    static let largestBytes = 16 << 10

    private static let limits = DocumentLimits(
        sizeBytes: largestBytes, depthLevels: 16, valueCount: 4096, memberCount: 256, textBytes: largestBytes)
    /// What a token may call itself; others are for something else. Source: RFC 9068 §2.1.
    private static let types: Set<String> = ["jwt", "at+jwt", "application/at+jwt", "application/jwt"]

    let text: String
    let algorithm: SigningKey.Algorithm
    /// The name of the key that is said to have signed it.
    let keyIdentifier: String?
    let payload: [UInt8]
    /// How long its signature is.
    let signatureBytes: Int
    /// What it claims.
    let claims: TokenClaims

    /// Whether a text may be such a token: three parts with dots between them.
    static func isLike(_ text: some StringProtocol) -> Bool { text.utf8.count { $0 == UInt8(ascii: ".") } == 2 }

    /// - Throws: `malformed`, `tooLarge`, `wrongAlgorithm`, `wrongUse`.
    init(reading text: String) throws(IdentityError) {
        if text.utf8.count > Self.largestBytes {
            throw IdentityError(
                .tooLarge, "The token has more than \(Self.largestBytes) bytes, the most that are read.")
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Self.part(parts[0]), let payload = Self.part(parts[1]),
            let signature = Base64URL.decoded(parts[2])
        else {
            throw Self.malformed("it is not three parts of base64url with dots between them")
        }
        let header = try Self.members(head, "header")
        guard let name = header["alg"]?.text else { throw Self.malformed("its header names no algorithm") }
        guard let algorithm = SigningKey.Algorithm(rawValue: name) else {
            throw IdentityError(.wrongAlgorithm, "The token is not signed with RS256 or ES256; others are not taken.")
        }
        if header["crit"] != nil {
            throw IdentityError(.wrongUse, "The token wants to be understood in a way that is not known here (crit).")
        }
        if let type = header["typ"], !Self.types.contains(type.text?.lowercased() ?? "") {
            throw IdentityError(.wrongUse, "The token is of another type than JWT and at+jwt.")
        }
        if let named = header["kid"], named.text == nil { throw Self.malformed("the name of its key is no text") }
        self.text = text
        self.algorithm = algorithm
        self.payload = payload
        signatureBytes = signature.count
        keyIdentifier = header["kid"]?.text
        claims = TokenClaims(members: try Self.members(payload, "claims"))
    }

    private static func part(_ text: Substring) -> [UInt8]? {
        text.isEmpty ? nil : Base64URL.decoded(text)
    }

    private static func members(_ bytes: [UInt8], _ noun: String) throws(IdentityError) -> DocumentMembers {
        guard case .map(let members) = try? Document.read(bytes, as: .json, limits: limits) else {
            throw malformed("its \(noun) \(noun == "claims" ? "are" : "is") no JSON object that can be read")
        }
        return members
    }

    private static func malformed(_ why: String) -> IdentityError {
        IdentityError(.malformed, "The token is not a JSON Web Token: \(why).")
    }
}
