package import BerthBroker
package import BerthHTTP
import BerthModel

/// Visitors show the token that they have for the broker. The portal keeps it in memory, and the browser keeps a random
/// word for it: no page and no script ever sees the token again.
package final class TokenSignIn: PortalSignIn {
    /// Who has a token; nil when nobody has. The token need not be in it.
    package typealias Check = @Sendable (_ token: String) async -> PortalVisitor?

    static let cookie = PortalCookie("berth-session")
    /// How long somebody stays signed in.
    static let life = TimeSpan(seconds: 12 * 3600)
    /// How many are signed in at once; whoever was first goes first.
    static let places = 10_000

    private struct Entry: Sendable {
        var token: String
        var until: Instant
    }

    private let check: Check
    private let world: any World
    private let entries = Locked<[String: Entry]>([:])

    package init(world: any World, check: @escaping Check) {
        self.world = world
        self.check = check
    }

    package var isNeeded: Bool { true }

    package func visitor(of request: HTTPRequest, isSecure: Bool) async -> PortalVisitor? {
        guard let key = Self.cookie.value(in: request.headers, isSecure: isSecure) else { return nil }
        let now = world.now()
        guard let entry = entries.withLock({ $0[key] }), entry.until > now else { return nil }
        // Asked each time: a token that was taken from the configuration ends what it began.
        var visitor = await check(entry.token)
        visitor?.token = entry.token
        return visitor
    }

    package func answer(_ visit: PortalVisit, _ form: PortalForm?) async throws(PortalError) -> PortalAnswer {
        await answer(visit, form, provider: nil)
    }

    /// - Parameter provider: the URL of one where people can sign in, too.
    func answer(_ visit: PortalVisit, _ form: PortalForm?, provider: String?) async -> PortalAnswer {
        if visit.request.target.segments.last == "out" {
            // A link, which any page can hold, signs nobody out.
            guard form != nil else { return .seeOther("/portal/") }
            if let key = visit.word(of: Self.cookie) { end(key) }
            return .seeOther("/portal/").setting(Self.cookie.removed(isSecure: visit.portal.settings.isSecure))
        }
        let back = way(back: form?["to"] ?? visit.request.query("to"))
        var page = SignInPage(back: back, provider: provider, takesTokens: true)
        guard let form else { return .page(page.page(visit)) }
        let token = form["token"]?.trimmed ?? ""
        guard !token.isEmpty, await check(token) != nil else {
            page.problem = "This token is not known here; check it, or ask for one."
            return .page(page.page(visit))
        }
        if let old = visit.word(of: Self.cookie) { end(old) }
        let key = visit.portal.secret()
        let now = world.now()
        entries.withLock { entries in
            if entries.count >= Self.places { entries = entries.filter { $0.value.until > now } }
            if entries.count >= Self.places, let first = entries.min(by: { $0.value.until < $1.value.until }) {
                entries[first.key] = nil
            }
            entries[key] = Entry(token: token, until: now + Self.life)
        }
        return .seeOther(back).setting(
            Self.cookie.set(key, isSecure: visit.portal.settings.isSecure, seconds: Self.life.milliseconds / 1000))
    }

    /// Whether a browser is signed in with this word.
    func knows(_ key: String) -> Bool { entries.withLock { $0[key] != nil } }

    /// Ends what was begun with a word.
    func end(_ key: String) { entries.withLock { $0[key] = nil } }
}
