import BerthSoftware
import Testing

@testable import BerthPortal

struct PortalFrontTests {
    @Test func itSaysWhatItIsAndShowsSome() async throws {
        let text = try await Browser.atHome().get("/portal/").text
        #expect(text.contains("<h1>Find a place to run it</h1>"))
        #expect(text.contains("<a href=\"/portal/ask\">Ask with your own task</a>"))
        #expect(text.contains("From the catalogue"))
        #expect(text.contains("/portal/catalogue/ossr%3A1%2Fa"))
        // A page with its stylesheet stays far under 200 kB.
        #expect(text.utf8.count < 16 << 10)
        #expect(!Portal.frontPage(nil).content.text.contains("From the catalogue"))
        let down = Portal.frontPage(.failure(SoftwareError(.unreachable, "x"))).content.text
        #expect(!down.contains("From the catalogue"))
    }
}
