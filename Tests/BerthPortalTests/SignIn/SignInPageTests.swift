import BerthHTTP
import Testing

@testable import BerthPortal

struct SignInPageTests {
    private func text(_ page: SignInPage, cookie: String? = nil, visitor: PortalVisitor? = nil) async throws -> String {
        let portal = try await Browser.atHome().portal
        let request = HTTPRequest(
            method: .get, target: RequestTarget(segments: ["portal", "signin"]),
            headers: cookie.map { ["Cookie": $0] } ?? [:])
        let visit = PortalVisit(portal: portal, request: request, visitor: visitor, browser: "b")
        return page.page(visit).content.text
    }

    @Test func everyWayIsThere() async throws {
        let both = SignInPage(back: "/portal/drafts", provider: "https://id.example/<a>", takesTokens: true)
        let page = try await text(both)
        #expect(page.contains("https://id.example/&lt;a&gt;"))
        #expect(page.contains("href=\"/portal/signin/begin?to=%2Fportal%2Fdrafts\""))
        #expect(page.contains("<h2>With a token</h2>") && page.contains("id=\"token\""))
        let provider = try await text(SignInPage(back: "/portal/", provider: "https://id.example"))
        #expect(!provider.contains("id=\"token\""))
        let token = try await text(SignInPage(back: "/portal/", takesTokens: true))
        #expect(!token.contains("/portal/signin/begin") && !token.contains("<h2>"))
    }

    /// One sentence for somebody whose sign-in is over, and none for others.
    @Test func whoWasSignedInIsToldWhyNoLonger() async throws {
        let page = SignInPage(back: "/portal/", takesTokens: true)
        let sentence = "You were signed in and are no longer"
        #expect(try await text(page, cookie: "berth-session=gone").contains(sentence))
        #expect(try await !text(page).contains(sentence))
        let ada = PortalVisitor(subject: "ada", name: "Ada")
        #expect(try await !text(page, cookie: "berth-session=there", visitor: ada).contains(sentence))
    }

    @Test func aWrongTokenIsSaidAtItsField() async throws {
        let page = SignInPage(back: "/portal/", takesTokens: true, problem: "No.")
        #expect(try await text(page).contains("<p class=\"fault\" id=\"token-fault\" role=\"alert\">No.</p>"))
    }
}
