import BerthClient
import BerthHost
import BerthIdentity
import BerthModel
import BerthPlatform

/// Tokens of the people for whom a site is asked. What is made or read here goes to that site, or to its issuer, and to
/// nobody else.
enum SiteTokens: Sendable {
    /// The caller's own.
    case passed(CallerTokens)
    case exchanged(ExchangedTokens)
    case mapped([MappedToken])

    /// - Returns: nil where the site is asked as this service, whoever asks.
    /// - Throws: `refused` for an issuer, or a secret, that cannot be used.
    static func of(
        _ settings: RemoteSettings, _ callers: CallerTokens, now: @escaping @Sendable () -> Instant
    ) throws(PlatformError) -> SiteTokens? {
        switch settings.identity ?? .service {
        case .service: return nil
        case .pass:
            callers.want()
            return .passed(callers)
        case .exchange:
            callers.want()
            return .exchanged(try ExchangedTokens(settings.exchange ?? ExchangeSettings(), callers, now: now))
        case .map: return .mapped(settings.people)
        }
    }

    /// The token with which the site is asked for somebody.
    ///
    /// - Throws: `notIdentified`, `notAllowed` when there is none for this person; `unavailable` when nobody can tell
    ///   now.
    func token(for asker: Identity, now: Instant) async throws(ClientError) -> String {
        switch self {
        case .passed(let callers):
            guard let token = callers.token(of: asker.subject, now: now) else { throw .noToken(of: asker) }
            return token
        case .exchanged(let exchanged): return try await exchanged.token(for: asker)
        case .mapped(let people):
            let entry =
                people.first { $0.subject == asker.subject }
                ?? people.first { $0.group.map(asker.groups.contains) ?? false }
            guard let entry else {
                throw ClientError(.notAllowed, "Nobody has said as whom the site is asked for \(asker.subject).")
            }
            do throws(PlatformError) {
                return try Site.token(entry.tokenFile, "people.tokenFile")
            } catch {
                throw ClientError(.unavailable, "The token for \(asker.subject) cannot be read.", cause: error.message)
            }
        }
    }

    /// The site does not take a token: what is kept of it is forgotten.
    func refused(_ token: String, of asker: Identity) {
        if case .exchanged(let exchanged) = self { exchanged.forget(token, of: asker) }
    }
}

extension ClientError {
    static func noToken(of asker: Identity) -> ClientError {
        ClientError(
            .notIdentified, "No token of \(asker.subject) is known here that is still good; call again with a new one.")
    }
}
