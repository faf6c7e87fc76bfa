import BerthClient
import BerthIdentity
import BerthModel
import BerthPlatform
import Synchronization

/// Tokens for a site that its issuer gave in exchange for those of the callers; each is used until it is over.
final class ExchangedTokens: Sendable {
    private struct Entry {
        var token: String
        var until: Instant
    }

    /// So much earlier than it is over a token is not used any more.
    static let margin = TimeSpan(seconds: 30)
    /// What a token is believed that does not say when it is over.
    static let usualLife = TimeSpan(seconds: 60)
    private static let most = 10_000

    private let settings: ExchangeSettings
    private let program: SignInProgram
    private let callers: CallerTokens
    private let now: @Sendable () -> Instant
    private let entries = Mutex<[String: Entry]>([:])

    /// - Throws: `refused` for an issuer, or a secret, that cannot be used.
    init(
        _ settings: ExchangeSettings, _ callers: CallerTokens, now: @escaping @Sendable () -> Instant
    ) throws(PlatformError) {
        self.settings = settings
        self.callers = callers
        self.now = now
        var issuer = IssuerSettings(url: settings.issuer, audience: settings.audience)
        issuer.authorityFile = settings.authorityFile
        let secret = try settings.clientSecretFile.map { file throws(PlatformError) in
            try Site.token(file, "exchange.clientSecretFile")
        }
        do throws(IdentityError) {
            program = SignInProgram(
                issuer: try Issuer(issuer, now: now), clientID: settings.clientID, secret: secret, scopes: [])
        } catch {
            throw PlatformError(
                .refused, "The setting exchange.issuer cannot be used: \(error.message)", subject: "exchange.issuer")
        }
    }

    /// - Throws: `notIdentified`, `notAllowed`, `unavailable`.
    func token(for asker: Identity) async throws(ClientError) -> String {
        let begin = now()
        if let kept = entries.withLock({ $0[asker.subject] }), begin < kept.until { return kept.token }
        guard let own = callers.token(of: asker.subject, now: begin) else { throw .noToken(of: asker) }
        let grant: TokenGrant
        do throws(IdentityError) {
            grant = try await program.exchanged(own, for: settings.audience, scope: settings.scope)
        } catch {
            throw ClientError(
                error.code == .denied ? .notAllowed : .unavailable, "No token for the site: \(error.message)",
                cause: error.cause)
        }
        let early = TimeSpan(milliseconds: -Self.margin.milliseconds)
        let until = grant.expires.map { $0 + early } ?? now() + Self.usualLife
        entries.withLock { entries in
            if entries.count >= Self.most { entries = entries.filter { begin < $0.value.until } }
            if entries.count < Self.most { entries[asker.subject] = Entry(token: grant.accessToken, until: until) }
        }
        return grant.accessToken
    }

    /// Unless another one has come meanwhile.
    func forget(_ token: String, of asker: Identity) {
        entries.withLock { entries in
            if entries[asker.subject]?.token == token { entries[asker.subject] = nil }
        }
    }
}
