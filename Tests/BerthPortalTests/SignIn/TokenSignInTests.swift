import BerthHTTP
import BerthModel
import Testing

@testable import BerthPortal

struct TokenSignInTests {
    static let ada = PortalVisitor(subject: "ada", name: "Ada")

    private func browser(_ world: StillWorld = StillWorld()) async throws -> Browser {
        let signIn = TokenSignIn(world: world) { $0 == "ada's" ? Self.ada : nil }
        return try await Browser.atHome(signIn: signIn, world: world)
    }

    @Test func aTokenOpensTheDoorAndIsNeverSeenAgain() async throws {
        let browser = try await browser()
        let page = try await browser.get("/portal/signin?to=/portal/drafts").text
        #expect(page.contains("<input type=\"hidden\" name=\"to\" value=\"/portal/drafts\">"))
        let entered = try await browser.post("/portal/signin", [("token", " ada's "), ("to", "/portal/drafts")])
        #expect(entered.status == .seeOther)
        #expect(entered.headers["Location"] == "/portal/drafts")
        #expect(entered.headers.values("Set-Cookie").joined().contains("berth-session="))
        #expect(browser.cookies["berth-session"]?.contains("ada") == false)
        let drafts = try await browser.get("/portal/drafts")
        #expect(drafts.status == .ok)
        #expect(!drafts.text.contains("ada&#39;s"))
        let left = try await browser.post("/portal/signin/out")
        #expect(left.headers["Location"] == "/portal/")
        #expect(browser.cookies["berth-session"] == nil)
        #expect(try await browser.get("/portal/drafts").status == .seeOther)
    }

    @Test func anotherTokenDoesNot() async throws {
        let browser = try await browser()
        _ = try await browser.get("/portal/signin")
        for token in ["", "eve's"] {
            let refused = try await browser.post("/portal/signin", [("token", token), ("to", "//evil.example")])
            #expect(refused.status == .forbidden)
            #expect(refused.text.contains("This token is not known here; check it, or ask for one."))
            #expect(refused.text.contains("name=\"to\" value=\"/portal/\""))
        }
        #expect(browser.cookies["berth-session"] == nil)
    }

    @Test func itEndsAfterItsTime() async throws {
        let world = StillWorld()
        let browser = try await browser(world)
        _ = try await browser.get("/portal/signin")
        _ = try await browser.post("/portal/signin", [("token", "ada's")])
        #expect(try await browser.get("/portal/drafts").status == .ok)
        world.set(Sample.noon + TokenSignIn.life)
        #expect(try await browser.get("/portal/drafts").status == .seeOther)
    }

    /// Without the service around it, too.
    @Test func aNewSignInEndsTheOldOne() async throws {
        let browser = try await browser()
        _ = try await browser.get("/portal/signin")
        _ = try await browser.post("/portal/signin", [("token", "ada's")])
        let old = try #require(browser.cookies["berth-session"])
        _ = try await browser.post("/portal/signin", [("token", "ada's")])
        let other = try await Browser(browser.portal).get("/portal/drafts", headers: ["Cookie": "berth-session=\(old)"])
        #expect(other.status == .seeOther)
    }

    /// To look at the page of the way out changes nothing.
    @Test func nobodyIsSignedOutByALink() async throws {
        let browser = try await browser()
        _ = try await browser.get("/portal/signin")
        _ = try await browser.post("/portal/signin", [("token", "ada's")])
        let key = browser.cookies["berth-session"]
        _ = try await browser.get("/portal/signin/out")
        #expect(key != nil && browser.cookies["berth-session"] == key)
        let other = try await Browser(browser.portal).get(
            "/portal/drafts", headers: ["Cookie": "berth-session=\(key ?? "")"])
        #expect(other.status == .ok)
    }
}
