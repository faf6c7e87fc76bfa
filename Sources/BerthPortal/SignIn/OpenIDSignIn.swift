package import BerthBroker
package import BerthHTTP
package import BerthIdentity
import BerthModel

/// Visitors sign in at an OpenID provider, which leads them back here. The browser keeps a random word; what the
/// provider gave stays at the portal, and goes with what the visitor asks brokers.
///
/// Source: OpenID Connect Core 1.0 §3.1; RFC 9700.
package final class OpenIDSignIn: PortalSignIn {
    /// Who an access token is for the broker; nil when the broker does not take it.
    package typealias Check = @Sendable (_ token: String) async -> PortalVisitor?

    static let cookie = PortalCookie("berth-session")
    /// How long somebody stays signed in, if the provider allows it.
    static let life = TimeSpan(seconds: 12 * 3600)
    /// How long somebody may take to sign in.
    static let patience = TimeSpan(seconds: 600)
    /// Sign-ins that have begun and not ended; whoever began first begins again.
    static let places = 10_000

    private struct Begun: Sendable {
        var login: CodeLogin
        var back: String
        /// The browser in which it began; only there it ends.
        var browser: String
        var until: Instant
    }

    private let program: SignInProgram
    private let sessions: SignedInVisitors
    private let check: Check
    private let world: any World
    private let begun = Locked<[String: Begun]>([:])

    package init(program: SignInProgram, store: any PortalStore, world: any World, check: @escaping Check) {
        self.program = program
        self.check = check
        self.world = world
        sessions = SignedInVisitors(program: program, store: store, world: world)
    }

    package var isNeeded: Bool { true }

    /// Of the provider.
    var url: String { program.issuer.settings.url }

    /// Ends what was begun with a word.
    func end(_ word: String) async { await sessions.end(word) }

    package func visitor(of request: HTTPRequest, isSecure: Bool) async -> PortalVisitor? {
        guard let word = Self.cookie.value(in: request.headers, isSecure: isSecure) else { return nil }
        guard let session = await sessions.session(of: word) else { return nil }
        // Asked each time: whom the broker no longer takes is not signed in any more, whatever they were before.
        guard var visitor = await check(session.accessToken) else { return nil }
        visitor.name = session.visitor.name
        visitor.token = session.accessToken
        return visitor
    }

    package func answer(_ visit: PortalVisit, _ form: PortalForm?) async throws(PortalError) -> PortalAnswer {
        switch (visit.request.target.segments.dropFirst(2).joined(separator: "/"), form) {
        case ("begin", nil): return try await begin(visit)
        case ("return", nil): return try await comeBack(visit)
        case ("out", .some): return await signOut(visit)
        case ("out", nil): return .seeOther("/portal/")
        default:
            let back = way(back: form?["to"] ?? visit.request.query("to"))
            return .page(SignInPage(back: back, provider: url).page(visit))
        }
    }

    // MARK: There and back

    private func begin(_ visit: PortalVisit) async throws(PortalError) -> PortalAnswer {
        let portal = visit.portal
        let login = CodeLogin(
            state: portal.secret(), nonce: portal.secret(), verifier: portal.secret(),
            redirect: portal.settings.publicURL + "/portal/signin/return")
        let address: String
        do throws(IdentityError) {
            address = try await login.address(program)
        } catch {
            throw PortalError(error)
        }
        let now = world.now()
        let one = Begun(
            login: login, back: way(back: visit.request.query("to")), browser: visit.browser,
            until: now + Self.patience)
        begun.withLock { begun in
            if begun.count >= Self.places { begun = begun.filter { $0.value.until > now } }
            if begun.count >= Self.places, let first = begun.min(by: { $0.value.until < $1.value.until }) {
                begun[first.key] = nil
            }
            begun[login.state] = one
        }
        return .seeOther(address)
    }

    /// The browser is back, with a code or with a reason.
    private func comeBack(_ visit: PortalVisit) async throws(PortalError) -> PortalAnswer {
        let request = visit.request
        // Each is used once, whatever comes of it.
        let one = request.query("state").flatMap { state in begun.withLock { $0.removeValue(forKey: state) } }
        guard let one, one.until > world.now(), one.browser == visit.browser else {
            throw PortalError(
                .foreignForm,
                "This sign-in was not begun in this browser, or it was too long ago, or it has ended; begin again.",
                way: PortalWay("/portal/signin", "Sign in"))
        }
        guard let code = request.query("code"), !code.isEmpty else {
            let word = request.query("error").map { " It says: \($0.prefix(60))." } ?? ""
            throw PortalError(
                .notAllowed, "\(program.issuer.settings.url) did not sign you in.\(word)",
                way: PortalWay("/portal/signin", "Try again"))
        }
        let (grant, person): (TokenGrant, KnownPerson)
        do throws(IdentityError) {
            (grant, person) = try await one.login.finish(program, code: code, issuer: request.query("iss"))
        } catch {
            throw PortalError(error)
        }
        guard var visitor = await check(grant.accessToken) else {
            throw PortalError(
                .notAllowed,
                "You are signed in at \(program.issuer.settings.url), but the broker does not take what it "
                    + "says of you: ask who runs the broker whether you may use it.")
        }
        visitor.name = person.name ?? visitor.subject
        if let old = visit.word(of: Self.cookie) { await sessions.end(old) }
        // A word that was there before the sign-in, and that somebody else may know, is never taken over.
        let word = visit.portal.secret()
        do throws(StoreError) {
            try await sessions.begin(word, visitor, grant, until: world.now() + Self.life)
        } catch {
            throw PortalError(error)
        }
        return .seeOther(one.back).setting(
            Self.cookie.set(word, isSecure: visit.portal.settings.isSecure, seconds: Self.life.milliseconds / 1000))
    }

    private func signOut(_ visit: PortalVisit) async -> PortalAnswer {
        var idToken: String?
        if let word = visit.word(of: Self.cookie) { idToken = await sessions.end(word) }
        let back = visit.portal.settings.publicURL + "/portal/"
        let removed = Self.cookie.removed(isSecure: visit.portal.settings.isSecure)
        guard let address = await CodeLogin.endAddress(program, idToken: idToken, back: back) else {
            return .seeOther("/portal/").setting(removed)
        }
        let page = PortalPage(
            "Signed out",
            """
            <h1>Signed out</h1>
            <p>You are signed out here. At \(program.issuer.settings.url) you still are signed in: whoever uses this
            browser after you could come back without a password.</p>
            <p><a class="button" href="\(href: address)">Sign out there, too</a>
            <a class="button quiet" href="/portal/">To the front page</a></p>
            """)
        return PortalAnswer.page(page).setting(removed)
    }
}

extension PortalError {
    package init(_ error: IdentityError) {
        let way = PortalWay("/portal/signin", "Sign in")
        switch error.code {
        case .unreachable, .brokenReply, .badIssuer, .notOffered:
            self.init(.unavailable, error.message, cause: error.cause, way: way)
        default: self.init(.notAllowed, error.message, cause: error.cause, way: way)
        }
    }
}
