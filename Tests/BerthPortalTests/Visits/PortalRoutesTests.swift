import BerthHTTP
import Testing

@testable import BerthPortal

struct PortalRoutesTests {
    @Test func aBrowserIsNamedOnce() async throws {
        let browser = try await Browser.atHome()
        let first = try await browser.get("/portal/")
        let cookie = try #require(first.headers["Set-Cookie"])
        #expect(cookie.hasPrefix("berth-browser=") && cookie.hasSuffix("; HttpOnly; SameSite=Lax"))
        #expect(first.headers["Cache-Control"] == "no-store")
        #expect(try await browser.get("/portal/").headers["Set-Cookie"] == nil)
        let secure = try await Browser.atHome { $0.isSecure = true }
        #expect(try await secure.get("/portal/").headers["Set-Cookie"]?.contains("__Host-berth-browser=") == true)
    }

    @Test func aFormNeedsItsWord() async throws {
        let browser = try await Browser.atHome()
        let page = try await browser.get("/portal/ask").text
        let word = browser.portal.guarding.word(of: try #require(browser.cookies["berth-browser"]))
        #expect(page.contains("name=\"guard\" value=\"\(word)\""))
        let foreign = try await browser.post("/portal/ask", [("kind", "jupyter-notebook")], word: "x")
        #expect(foreign.status == .forbidden)
        #expect(foreign.text.contains("This form was not shown in this browser"))
        #expect(try await browser.portal.store.count(.draft, owner: nil) == 0)
        #expect(try await browser.post("/portal/ask", [("kind", "jupyter-notebook")]).status == .seeOther)
    }

    @Test func whoIsNotKnownIsLedToTheSignIn() async throws {
        let browser = try await Browser.atHome(signIn: TokenSignIn(world: StillWorld()) { _ in nil })
        let response = try await browser.get("/portal/drafts")
        #expect(response.status == .seeOther)
        #expect(response.headers["Location"] == "/portal/signin?to=%2Fportal%2Fdrafts")
        #expect(try await browser.post("/portal/ask").headers["Location"] == "/portal/signin")
        #expect(try await browser.get("/portal/catalogue").status == .ok)
    }
}
