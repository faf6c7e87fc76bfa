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

    package func visitor(of request: HTTPRequest) async -> PortalVisitor? {
        guard let key = Self.cookie.value(in: request.headers) else { return nil }
        let now = world.now()
        guard let entry = entries.withLock({ $0[key] }), entry.until > now else { return nil }
        // Asked each time: a token that was taken from the configuration ends what it began.
        var visitor = await check(entry.token)
        visitor?.token = entry.token
        return visitor
    }

    package func answer(_ visit: PortalVisit, _ form: PortalForm?) async throws(PortalError) -> PortalAnswer {
        if visit.request.target.segments.last == "out" {
            if form != nil, let key = Self.cookie.value(in: visit.request.headers) {
                entries.withLock { $0[key] = nil }
            }
            return .seeOther("/portal/").setting(Self.cookie.removed(isSecure: visit.portal.settings.isSecure))
        }
        let back = way(back: form?["to"] ?? visit.request.query("to"))
        guard let form else { return .page(Self.page(visit, back, problem: nil)) }
        let token = form["token"]?.trimmed ?? ""
        guard !token.isEmpty, await check(token) != nil else {
            return .page(Self.page(visit, back, problem: "This token is not known here; check it, or ask for one."))
        }
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

    private static func page(_ visit: PortalVisit, _ back: String, problem: String?) -> PortalPage {
        let hint: HTML? = problem.map { "<p class=\"fault\" id=\"token-fault\" role=\"alert\">\($0)</p>" }
        var page = PortalPage(
            "Sign in",
            """
            <h1>Sign in</h1>
            <p>This broker wants to know who asks. Show the token that its administrator gave you; the portal keeps it
            for this visit and hands it to the brokers that you ask, and to nobody else.</p>
            <form class="sheet" method="post" action="/portal/signin">\(visit.guardField)
            <input type="hidden" name="to" value="\(back)">
            <div class="field"><label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required spellcheck="false"\
            \(problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"token-fault\"" as HTML)>\(hint)</div>
            <p><button>Sign in</button></p>
            </form>
            """)
        if problem != nil { page.status = .forbidden }
        return page
    }
}
