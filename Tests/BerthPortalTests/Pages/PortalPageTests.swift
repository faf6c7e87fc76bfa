import BerthHTTP
import Testing

@testable import BerthPortal

struct PortalPageTests {
    private func visit(_ portal: Portal, _ visitor: PortalVisitor? = nil) -> PortalVisit {
        PortalVisit(
            portal: portal, request: HTTPRequest(method: .get, target: RequestTarget(segments: ["portal", ""])),
            visitor: visitor, browser: "b")
    }

    @Test func theLayoutIsTheSameEverywhere() async throws {
        let portal = try await Browser.atHome().portal
        var page = PortalPage("A <title>", in: .ask, "<h1>x</h1>")
        page.scripts = [.live]
        page.refreshSeconds = 3
        page.isWide = true
        let html = page.html(for: visit(portal)).text
        #expect(html.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
        #expect(html.contains("<title>A &lt;title&gt; · Berth</title>"))
        #expect(html.contains("<a class=\"skip\" href=\"#main\">"))
        #expect(html.contains("<main id=\"main\" class=\"wide\" tabindex=\"-1\">\n<h1>x</h1>"))
        #expect(html.contains("<li><a href=\"/portal/ask\" aria-current=\"page\">Ask</a></li>"))
        #expect(html.contains("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>"))
        #expect(html.contains("<script src=\"\(PortalAsset.live.path)\" defer></script>"))
        // Nobody has to sign in here.
        #expect(!html.contains("Sign"))
        #expect(html.contains("Berth 9:"))
    }

    @Test func whoIsSignedInStandsInTheHeader() async throws {
        let portal = try await Browser.atHome(signIn: TokenSignIn(world: StillWorld()) { _ in nil }).portal
        let page = PortalPage("x", "")
        #expect(page.html(for: visit(portal)).text.contains("<a href=\"/portal/signin\">Sign in</a>"))
        let html = page.html(for: visit(portal, PortalVisitor(subject: "ada", name: "Ada & co"))).text
        #expect(html.contains("<span>Ada &amp; co</span> <button class=\"quiet\">Sign out</button>"))
    }
}
