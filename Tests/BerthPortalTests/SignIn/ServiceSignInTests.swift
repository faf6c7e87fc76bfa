import BerthBroker
import BerthHTTP
import BerthIdentity
import BerthModel
import Synchronization
import Testing

@testable import BerthPortal

struct ServiceSignInTests {
    /// What a service wants to know, which tests change.
    private final class Wish: Sendable {
        private let need: Mutex<ServiceSignIn.Need>
        init(_ isNeeded: Bool, users: Bool = true) { need = Mutex(.init(isNeeded: isNeeded, hasUsers: users)) }
        var now: ServiceSignIn.Need { need.withLock { $0 } }
        func set(_ isNeeded: Bool, users: Bool = true) {
            need.withLock { $0 = .init(isNeeded: isNeeded, hasUsers: users) }
        }
    }

    private func browser(_ wish: Wish, hasProvider: Bool = false) async throws -> Browser {
        let (world, store) = (StillWorld(), MemoryPortalStore())
        let check: TokenSignIn.Check = { $0 == "ada's" ? PortalVisitor(subject: "ada", name: "Ada") : nil }
        let issuer = try Issuer(IssuerSettings(url: "http://127.0.0.1:9", audience: "me")) { world.now() }
        let provider =
            hasProvider
            ? OpenIDSignIn(
                program: SignInProgram(issuer: issuer, clientID: "portal"), store: store, world: world, check: check)
            : nil
        let signIn = ServiceSignIn(token: TokenSignIn(world: world, check: check), provider: provider) { wish.now }
        return try await Browser.atHome(signIn: signIn, store: store, world: world)
    }

    /// Strangers saw the drafts of the local user, and the refused requests, until the next start.
    @Test func usersThatAreAddedWhileItRunsHaveToSignIn() async throws {
        let wish = Wish(false)
        let browser = try await browser(wish)
        let page = try await browser.get("/portal/ask")
        #expect(page.status == .ok)
        let draft = try await browser.post("/portal/ask", [("kind", "docker-container")])
        let path = try #require(draft.headers["Location"])
        #expect(try await browser.get("/portal/refused").status == .ok)
        wish.set(true)
        for closed in ["/portal/refused", "/portal/drafts", "/portal/history", "/portal/platforms", path] {
            let answer = try await browser.get(closed)
            #expect(answer.status == .seeOther, "\(closed)")
            #expect(answer.headers["Location"]?.hasPrefix("/portal/signin") == true)
        }
        let sent = try await browser.post(path, [("revision", "1"), ("do", "ask")])
        #expect(sent.headers["Location"] == "/portal/signin")
        _ = try await browser.post("/portal/signin", [("token", "ada's")])
        // Somebody is somebody else than the local user was.
        #expect(try await browser.get(path).status == .notFound)
        #expect(try await browser.get("/portal/refused").status == .forbidden)
        // And back: with the last user goes the need to sign in.
        wish.set(false)
        #expect(try await browser.get(path).status == .ok)
    }

    @Test func peopleWithTokensAndAProviderHaveBothWays() async throws {
        let wish = Wish(true)
        let browser = try await browser(wish, hasProvider: true)
        let page = try await browser.get("/portal/signin").text
        #expect(page.contains("/portal/signin/begin") && page.contains("id=\"token\""))
        let wrong = try await browser.post("/portal/signin", [("token", "eve's")])
        #expect(wrong.status == .forbidden)
        #expect(wrong.text.contains("/portal/signin/begin") && wrong.text.contains("token-fault"))
        let entered = try await browser.post("/portal/signin", [("token", "ada's"), ("to", "/portal/drafts")])
        #expect(entered.headers["Location"] == "/portal/drafts")
        #expect(try await browser.get("/portal/drafts").text.contains("<span>Ada</span>"))
        _ = try await browser.post("/portal/signin/out")
        #expect(try await browser.get("/portal/drafts").status == .seeOther)
        // Where nobody has a token, nobody is asked for one.
        wish.set(true, users: false)
        let only = try await browser.get("/portal/signin").text
        #expect(only.contains("/portal/signin/begin") && !only.contains("id=\"token\""))
    }

    /// A word that was taken from a browser before is good for nothing once somebody signs in there anew.
    @Test func aNewSignInEndsTheOldOne() async throws {
        let browser = try await browser(Wish(true))
        _ = try await browser.get("/portal/signin")
        _ = try await browser.post("/portal/signin", [("token", "ada's")])
        let old = try #require(browser.cookies["berth-session"])
        _ = try await browser.post("/portal/signin", [("token", "ada's")])
        let other = try await Browser(browser.portal).get("/portal/drafts", headers: ["Cookie": "berth-session=\(old)"])
        #expect(other.status == .seeOther)
        #expect(try await browser.get("/portal/drafts").status == .ok)
    }

    /// They stayed administrators until the next start.
    @Test func whomTheBrokerTakesNoMoreIsNotSignedIn() async throws {
        let (world, store) = (StillWorld(), MemoryPortalStore())
        let issuer = try Issuer(IssuerSettings(url: "http://127.0.0.1:9", audience: "me")) { world.now() }
        let program = SignInProgram(issuer: issuer, clientID: "portal")
        let ada = PortalVisitor(subject: "ada", name: "Ada", groups: ["staff"], isAdministrator: true)
        let grant = TokenGrant(accessToken: "a", refreshToken: nil, idToken: nil, expires: nil)
        try await SignedInVisitors(program: program, store: store, world: world)
            .begin("word", ada, grant, until: world.now() + OpenIDSignIn.life)
        let isTaken = Mutex(true)
        let signIn = OpenIDSignIn(program: program, store: store, world: world) { _ in
            isTaken.withLock { $0 } ? ada : nil
        }
        let request = HTTPRequest(
            method: .get, target: try RequestTarget(reading: Array("/portal/".utf8)),
            headers: ["Cookie": "berth-session=word"])
        #expect(await signIn.visitor(of: request, isSecure: false)?.isAdministrator == true)
        isTaken.withLock { $0 = false }
        #expect(await signIn.visitor(of: request, isSecure: false) == nil)
    }
}
