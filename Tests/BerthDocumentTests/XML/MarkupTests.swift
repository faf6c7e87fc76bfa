import Testing

@testable import BerthDocument

struct MarkupTests {
    @Test func markupIsText() {
        #expect(Markup.escaped("a < b & \"c\" > d") == "a &lt; b &amp; &quot;c&quot; &gt; d")
        #expect(Markup.escaped("<a href=\"x\">&\u{1}\n") == "&lt;a href=&quot;x&quot;&gt;&amp;\u{FFFD}\n")
        #expect(Markup.element("b", "1<2") == "<b>1&lt;2</b>")
    }
}
