import BerthHTTP
import BerthPlatform
import CLibCrypto

/// Tells who asks, by bearer tokens of which only digests are known. Source: RFC 6750.
package struct Identification: Sendable {
    /// Somebody who may ask.
    package struct User: Sendable, Hashable {
        package var subject: String
        package var groups: [String]
        /// SHA-256 of the token, in 64 hexadecimal digits.
        package var tokenSHA256: String

        package init(subject: String, groups: [String] = [], tokenSHA256: String) {
            self.subject = subject
            self.groups = groups
            self.tokenSHA256 = tokenSHA256
        }
    }

    private struct Known: Sendable {
        var identity: Identity
        var digest: [UInt8]
    }

    private let known: [Known]

    /// Nobody has to say who it is: all are `Identity.anonymous`.
    package static let everybody = Identification()

    private init() { known = [] }

    /// - Parameter users: a user with two tokens stands there twice; when there are none, nobody has to say who it is.
    /// - Throws: `badUser`.
    package init(users: [User]) throws(ServiceError) {
        var known: [Known] = []
        for user in users {
            guard !user.subject.isEmpty else {
                throw ServiceError(.badUser, "A user has no name; give each one.")
            }
            guard let digest = Self.bytes(ofHex: user.tokenSHA256) else {
                throw ServiceError(
                    .badUser,
                    "The user \(user.subject) needs the SHA-256 of a token, in 64 hexadecimal digits: "
                        + "printf %s \"$TOKEN\" | sha256sum")
            }
            if let other = known.first(where: { $0.digest == digest }) {
                throw ServiceError(
                    .badUser,
                    "The users \(other.identity.subject) and \(user.subject) have the same token; give each its own.")
            }
            known.append(Known(identity: Identity(subject: user.subject, groups: user.groups), digest: digest))
        }
        self.known = known
    }

    /// Whether everybody is the same.
    package var knowsNobody: Bool { known.isEmpty }

    /// - Throws: `notIdentified`.
    func identity(_ headers: HTTPHeaders) throws(Refusal) -> Identity {
        if known.isEmpty { return .anonymous }
        let fields = headers.values("Authorization")
        guard let field = fields.first else {
            throw Self.unknown("Say who you are: Authorization: Bearer, and your token.")
        }
        guard fields.count == 1, let token = Self.token(field) else {
            throw Self.unknown("Authorization must be the word Bearer, a blank, and your token.")
        }
        let digest = SHA256.digest(Array(token))
        // Every digest is compared, each in the same time, so that the time tells nothing of them.
        var found: Identity?
        for user in known where CRYPTO_memcmp(user.digest, digest, digest.count) == 0 { found = user.identity }
        guard let found else { throw Self.unknown("The token is not known here.", ", error=\"invalid_token\"") }
        return found
    }

    /// The token of `Bearer <token>`; nil for anything else.
    private static func token(_ field: String) -> Substring.UTF8View? {
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1].utf8
    }

    private static func unknown(_ detail: String, _ error: String = "") -> Refusal {
        Refusal(.notIdentified, detail, headers: ["WWW-Authenticate": "Bearer realm=\"berth\"\(error)"])
    }

    private static func bytes(ofHex text: String) -> [UInt8]? {
        let digits = text.utf8.map { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
