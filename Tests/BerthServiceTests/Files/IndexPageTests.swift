import BerthDocument
import Testing

@testable import BerthService

@Suite struct IndexPageTests {
    private let page = IndexPage(publicURL: "http://host/a&b", version: "1<2")

    @Test func everyCallThatNeedsNothingIsLinked() {
        #expect(
            page.links.map(\.href).map { String($0.dropFirst("http://host/a&b".count)) } == [
                "/sessions", "/platforms", "/keys", "/openapi.json", "/openapi.yaml", "/health", "/metrics",
                "/capabilities", "/availability", "/.well-known/oauth-protected-resource",
            ])
        var published = page
        published.isPublished = true
        #expect(
            published.links.map(\.href).filter { $0.contains("/registry/") }
                .map { String($0.dropFirst("http://host/a&b".count)) }
                == ["/registry/record.xml", "/registry/oai"])
    }

    @Test func thePageIsWellFormed() throws {
        #expect(page.html.hasPrefix("<!doctype html>\n<html lang=\"en\">\n"))
        #expect(page.html.contains("<h1>Berth 1&lt;2</h1>"))
        #expect(
            page.html.contains(
                "<li><a href=\"http://host/a&amp;b/health\">http://host/a&amp;b/health</a> "
                    + "Whether the service can do its work.</li>"))
    }
}
