import BerthHTTP
package import BerthIdentity
import BerthModel
package import BerthPlatform
import BerthSignatures
import CLibCrypto

/// Tells who asks: by bearer tokens of which only digests are known, and by those of issuers. Source: RFC 6750.
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
    package let issuers: TrustedIssuers
    /// Where the service says which issuers it trusts. Source: RFC 9728 §5.1.
    var describedAt: String?
    /// Where tokens are kept for platforms that say elsewhere who asks; none is kept unless one wants them.
    package var callers = CallerTokens.ofProcess
    var now: (@Sendable () -> Instant)?

    /// Nobody has to say who it is: all are `Identity.anonymous`.
    package static let everybody = Identification()

    private init() {
        known = []
        issuers = .nobody
    }

    /// When there are neither users nor issuers, nobody has to say who it is.
    ///
    /// - Parameter users: a user with two tokens stands there twice.
    /// - Throws: `badUser`.
    package init(users: [User], issuers: TrustedIssuers = .nobody) throws(ServiceError) {
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
        self.issuers = issuers
    }

    /// Whether everybody is the same.
    package var knowsNobody: Bool { known.isEmpty && issuers.isEmpty }

    /// Whether somebody is known by a token of which the digest stands in the configuration.
    package var hasUsers: Bool { !known.isEmpty }

    /// Whom the fields of a request name. Waits only when an issuer has to be asked for its keys.
    ///
    /// - Throws: `notIdentified`, `notAllowed` for a scope that is missing, `unavailable` when nobody can tell now.
    func identity(_ headers: HTTPHeaders) async throws(Refusal) -> Identity {
        if knowsNobody { return .anonymous }
        let token = try token(in: headers)
        if let known = known(by: token) {
            keep(token, of: known, until: nil)
            return known
        }
        guard let issuer = try issuer(of: token) else { throw unknown }
        do throws(IdentityError) {
            let person = try await issuer.person(token)
            keep(token, of: person.identity, until: person.expires)
            return person.identity
        } catch {
            throw refusal(error, of: issuer)
        }
    }

    private func keep(_ token: String, of identity: Identity, until expires: Instant?) {
        guard callers.isWanted, let now else { return }
        callers.keep(token, of: identity.subject, until: expires, now: now())
    }

    /// Refuses what is refused for sure, on a thread that must not wait.
    ///
    /// - Throws: as `identity`.
    func check(_ headers: HTTPHeaders) throws(Refusal) {
        if knowsNobody { return }
        let token = try token(in: headers)
        if known(by: token) != nil { return }
        guard let issuer = try issuer(of: token) else { throw unknown }
        if case .refused(let error) = issuer.judge(token) { throw refusal(error, of: issuer) }
    }

    private func token(in headers: HTTPHeaders) throws(Refusal) -> String {
        let fields = headers.values("Authorization")
        guard let field = fields.first else {
            throw refused("Say who you are: Authorization: Bearer, and your token.")
        }
        guard fields.count == 1, let token = Self.token(field) else {
            throw refused("Authorization must be the word Bearer, a blank, and your token.")
        }
        return token
    }

    private func known(by token: String) -> Identity? {
        if known.isEmpty { return nil }
        let digest = SHA256.digest(Array(token.utf8))
        // Every digest is compared, each in the same time, so that the time tells nothing of them.
        var found: Identity?
        for user in known where CRYPTO_memcmp(user.digest, digest, digest.count) == 0 { found = user.identity }
        return found
    }

    /// The issuer that a token says it is from; nil when it is no token of an issuer, or none is trusted.
    private func issuer(of token: String) throws(Refusal) -> Issuer? {
        guard !issuers.isEmpty, TrustedIssuers.isToken(token) else { return nil }
        do throws(IdentityError) {
            return try issuers.issuer(of: token)
        } catch {
            throw refused(error.message, "invalid_token")
        }
    }

    private var unknown: Refusal { refused("The token is not known here.", "invalid_token") }

    private func refusal(_ error: IdentityError, of issuer: Issuer) -> Refusal {
        switch error.code {
        case .unreachable, .brokenReply, .badIssuer:
            // What the network said is for whoever runs the service.
            return Refusal(
                .unavailable, "Who asks cannot be told now: \(error.message)", headers: ["Retry-After": "5"])
        case .scopeMissing:
            var refusal = refused(error.message, "insufficient_scope", scope: issuer.settings.requiredScope)
            refusal.kind = .notAllowed
            return refusal
        default: return refused(error.message, "invalid_token")
        }
    }

    /// The token of `Bearer <token>`; nil for anything else.
    private static func token(_ field: String) -> String? {
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    /// Says whose tokens are taken, and where more is said of that. Source: RFC 6750 §3; RFC 9728 §5.1.
    private func refused(_ detail: String, _ error: String? = nil, scope: String? = nil) -> Refusal {
        var challenge = "Bearer realm=\"berth\""
        if !issuers.isEmpty {
            let urls = issuers.all.map(\.settings.url).joined(separator: " ")
            challenge += ", issuer=\"\(urls)\""
            if let describedAt { challenge += ", resource_metadata=\"\(describedAt)\"" }
        }
        if let error { challenge += ", error=\"\(error)\"" }
        if let scope { challenge += ", scope=\"\(scope)\"" }
        return Refusal(.notIdentified, detail, headers: ["WWW-Authenticate": challenge])
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
