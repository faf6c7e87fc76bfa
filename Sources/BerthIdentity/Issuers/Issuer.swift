package import BerthHTTP
package import BerthModel
import BerthSignatures
import Synchronization

/// An issuer of tokens, with its keys: they are read when they are needed, kept, and read again.
package final class Issuer: Sendable {
    /// What can be said of a token without waiting.
    package enum Judgement: Sendable, Hashable {
        case known(KnownPerson)
        case refused(IdentityError)
        /// The keys that are known do not tell; the issuer has to be asked.
        case undecided
    }

    package let settings: IssuerSettings
    let http: HTTPClient
    let now: @Sendable () -> Instant
    private let state: Mutex<State>

    private struct State: Sendable {
        var cache: KeyCache
        var provider: ProviderDocument?
        var verified = VerifiedTokens()
        var reading: Task<Void, Never>?
    }

    /// - Parameter http: reaches the issuer; one of its own unless given.
    /// - Throws: `badIssuer`.
    package init(
        _ settings: IssuerSettings, times: KeyCache.Times = KeyCache.Times(), http: HTTPClient? = nil,
        now: @escaping @Sendable () -> Instant
    ) throws(IdentityError) {
        try settings.check()
        self.settings = settings
        self.now = now
        var client = HTTPClientSettings()
        client.authorityPath = settings.authorityFile
        self.http = http ?? HTTPClient(client)
        state = Mutex(State(cache: KeyCache(times)))
    }

    /// What its tokens have to say.
    var rule: TokenRule {
        TokenRule(
            issuer: settings.url, audience: settings.audience, groupsClaim: settings.groupsClaim,
            groupPrefix: settings.groupPrefix, requiredScope: settings.requiredScope)
    }

    // MARK: Tokens for calls

    /// Says of a token what the keys that are known say. Does not wait: it may read keys again beside.
    package func judge(_ text: String) -> Judgement {
        let digest = SHA256.digest(Array(text.utf8))
        let now = now()
        if let person = state.withLock({ $0.cache.isUsable(now) ? $0.verified.person(digest, now) : nil }) {
            beginIfStale(now)
            return .known(person)
        }
        do throws(IdentityError) {
            let token = try JSONWebToken(reading: text)
            // Whatever a stranger sends: for what would be refused anyway the issuer is not asked.
            let person = try rule.person(token.claims, now: now)
            guard try isSigned(token, now) else { return .undecided }
            state.withLock { $0.verified.add(digest, person) }
            return .known(person)
        } catch {
            return .refused(error)
        }
    }

    /// Whom a token names; asks the issuer for its keys when that is needed.
    ///
    /// - Throws: why the token is refused; `unreachable` and others when nobody can tell.
    package func person(_ text: String) async throws(IdentityError) -> KnownPerson {
        for _ in 0..<2 {
            switch judge(text) {
            case .known(let person): return person
            case .refused(let error): throw error
            case .undecided: await read()
            }
        }
        // The issuer has been asked, and something came between.
        throw state.withLock { $0.cache.failure }
            ?? IdentityError(.unreachable, "The keys of \(settings.url) cannot be read now; try again.")
    }

    /// Whom an ID token names that a sign-in ended with.
    ///
    /// - Throws: as `person`.
    package func signedIn(_ text: String, client: String, nonce: String?) async throws(IdentityError) -> KnownPerson {
        let token = try JSONWebToken(reading: text)
        var rule = rule
        rule.audience = client
        rule.requiredScope = nil
        rule.use = .signIn(nonce: nonce)
        let person = try rule.person(token.claims, now: now())
        if try isSigned(token, now()) { return person }
        await read()
        if try isSigned(token, now()) { return person }
        throw IdentityError(.unreachable, "The keys of \(settings.url) cannot be read now; try again.")
    }

    /// Whether a key of the issuer has signed a token; false when the issuer has to be asked first.
    ///
    /// - Throws: `unknownKey`, `wrongSignature`, and why the issuer could not be asked.
    private func isSigned(_ token: JSONWebToken, _ now: Instant) throws(IdentityError) -> Bool {
        let (cache, isReading) = state.withLock { ($0.cache, $0.reading != nil) }
        guard cache.isUsable(now) else {
            // Whoever comes while they are being read waits for them.
            if isReading || cache.mayAsk(now) { return false }
            throw cache.failure
                ?? IdentityError(.unreachable, "The keys of \(settings.url) are being read; try again in a moment.")
        }
        let candidates = cache.keys.candidates(for: token)
        if candidates.isEmpty {
            if isReading || cache.mayAsk(now) { return false }
            throw IdentityError(
                .unknownKey, "The token is signed with a key that \(settings.url) does not have; get a new token.")
        }
        beginIfStale(now)
        guard candidates.contains(where: { $0.hasSigned(token) }) else {
            throw IdentityError(.wrongSignature, "The signature of the token is not that of \(settings.url).")
        }
        return true
    }

    // MARK: What the issuer says

    /// Reads the keys, so that the first token need not wait; whatever goes wrong is said when there is a token.
    package func warm() async { await read() }

    /// - Throws: `unreachable`, `brokenReply`, `badIssuer`.
    func provider() async throws(IdentityError) -> ProviderDocument {
        if let known = state.withLock({ $0.provider }) { return known }
        let provider = try await reader.provider()
        state.withLock { $0.provider = provider }
        return provider
    }

    private var reader: IssuerReader { IssuerReader(settings: settings, http: http) }

    private func beginIfStale(_ now: Instant) {
        state.withLock { state in
            if state.cache.isFresh(now) || !state.cache.mayAsk(now) { return }
            _ = begin(&state, now)
        }
    }

    /// Reads the keys unless somebody does: then waits for that.
    private func read() async {
        let task = state.withLock { state in begin(&state, now()) }
        await task.value
    }

    private func begin(_ state: inout State, _ now: Instant) -> Task<Void, Never> {
        if let task = state.reading { return task }
        state.cache.begin(now)
        let task = Task { [reader, self] in
            let read: Result<(ProviderDocument, KeySet), IdentityError>
            do throws(IdentityError) {
                let provider = try await reader.provider()
                read = .success((provider, try await reader.keys(of: provider)))
            } catch {
                read = .failure(error)
            }
            end(read)
        }
        state.reading = task
        return task
    }

    private func end(_ read: Result<(ProviderDocument, KeySet), IdentityError>) {
        let now = now()
        state.withLock { state in
            state.reading = nil
            switch read {
            case .success((let provider, let keys)):
                state.provider = provider
                state.cache.take(keys, now)
                // What a key has verified that is gone is verified no more.
                state.verified = VerifiedTokens()
            case .failure(let error): state.cache.fail(error)
            }
        }
    }
}
