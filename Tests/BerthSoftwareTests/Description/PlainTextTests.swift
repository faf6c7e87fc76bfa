import Testing

@testable import BerthSoftware

struct PlainTextTests {
    @Test(arguments: [
        ("<p>One</p>\n\n<p>two&nbsp;<b>three</b></p>", "One\n\ntwo three"),
        ("plain\ntext\n\nand more", "plain text\n\nand more"),
        ("a<br/>b<ul><li>c</li><li>d</li></ul>", "a\nb\n\n- c\n- d"),
        ("x<script>alert(1)</script>y", "xy"),
        ("x<script>never ends", "x"),
        ("x<STYLE>p { }</STYLE >y", "xy"),
        ("<img src=x onerror=\"a > b\">fine", "fine"),
        ("<!-- a > b --> shown", "shown"),
        ("Python <3.6 & more", "Python <3.6 & more"),
        ("a <b", "a <b"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("&#945;&#x3B2;&gamma; &unknown; &#0; &#xD800;", "αβγ &unknown; &#0; &#xD800;"),
        ("it's <b>bold", "it's bold"),
        ("a\u{1B}[31m b", "a [31m b"),
        ("", ""),
    ])
    func whatPeopleRead(_ html: String, _ text: String) {
        #expect(PlainText.paragraphs(of: html) == text)
    }

    @Test func aLineEndsAtAWord() {
        #expect(PlainText.line(of: "<p>one two</p><p>three</p>", longest: 100) == "one two three")
        #expect(PlainText.line(of: "one two three", longest: 9) == "one two…")
    }

    @Test func longOnesAreCut() {
        let text = PlainText.paragraphs(of: String(repeating: "word ", count: 50_000))
        #expect(text.count == PlainText.longest)
    }

    /// Nothing that begins a tag is left of what was one.
    @Test func hostileMarkupIsSlowForNobody() {
        let html = String(repeating: "<a href='", count: 4000) + String(repeating: "<script>", count: 4000)
        #expect(PlainText.paragraphs(of: html).count <= html.count)
    }
}
