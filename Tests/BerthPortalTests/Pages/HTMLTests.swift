import Testing

@testable import BerthPortal

struct HTMLTests {
    @Test func whatStandsBetweenIsText() {
        let foreign = "<script>alert('\"&')</script>\0"
        let page: HTML = "<p title=\"\(foreign)\">\(3)\("<br>" as HTML)\(nil as HTML?)\(["<i>" as HTML])</p>"
        #expect(
            page.text
                == "<p title=\"&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;\u{FFFD}\">3<br><i></p>")
        #expect(HTML(escaping: "a < b").text == "a &lt; b")
        #expect(("<input\(flag: "checked", true)\(flag: "disabled", false)>" as HTML).text == "<input checked>")
    }

    @Test(arguments: [
        "/portal/", "#main", "?page=2", "https://example.org/?a=1&b=2", "HTTP://example.org", "mailto:a@example.org",
    ])
    func anAddressOfTheWeb(_ address: String) { #expect(HTML.isSafe(address)) }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:alert(1)", "//example.org", "/\\example.org", "data:text/html,x", "",
        "java\nscript:alert(1)", " https://example.org", "vbscript:x", "file:///etc/passwd", "portal",
    ])
    func anAddressThatLeadsElsewhere(_ address: String) {
        #expect(!HTML.isSafe(address))
        #expect(("<a href=\"\(href: address)\">" as HTML).text == "<a href=\"#\">")
    }
}
