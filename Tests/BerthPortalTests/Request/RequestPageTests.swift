import BerthDocument
import Testing

@testable import BerthPortal

struct RequestPageTests {
    private func page(
        texts: [DocumentPath: [String]] = [:], _ change: (inout RequestPage) -> Void = { _ in }
    ) -> PortalPage {
        var draft = DraftTests.draft(RequestSubmissionTests.request)
        draft.origins = [["compute", "cores"]: .guessed("\"<2> cores\""), ["compute", "memory", "min"]: .visitor]
        draft.texts = texts
        var page = RequestPage(draft: draft, now: Sample.noon)
        change(&page)
        return page.page("<i>")
    }

    @Test func everyFieldHasALabelAndSaysWhereItsValueCameFrom() {
        let text = page().content.text
        #expect(text.contains(" method=\"post\" action=\"/portal/request/\(Sample.id(1))\"><i>"))
        #expect(text.contains("<input type=\"hidden\" name=\"revision\" value=\"1\">"))
        #expect(
            text.contains(
                """
                <input type="text" inputmode="numeric" id="f-compute-cores-min" name="at:compute.cores.min" value="2" \
                placeholder="any" class="number"><span class="unit">cores</span>
                """))
        #expect(text.contains("guessed</span> <span class=\"from\">&quot;&lt;2&gt; cores&quot;</span>"))
        #expect(text.contains("<span class=\"tag\">yours</span>"))
        // Every input has a label of its own.
        let ids = text.split(separator: " id=\"f-").dropFirst().map { $0.prefix { $0 != "\"" } }
            .filter { !$0.hasSuffix("-hint") && !$0.hasSuffix("-fault") }
        #expect(ids.count > 15)
        for id in ids { #expect(text.contains("<label for=\"f-\(id)\">"), "\(id)") }
    }

    @Test func whatIsWrongStandsAtItsFieldAndAtTheTop() {
        let page = page(texts: [["compute", "cores", "min"]: ["<many>"]]) { page in
            page.findings = RequestFindings(["executable": ["kind": "docker-container"]])
        }
        let text = page.content.text
        #expect(text.contains("role=\"alert\" id=\"problems\" tabindex=\"-1\" autofocus>"))
        #expect(text.contains("<p>2 things must be put right before platforms can be asked."))
        // Each by the name of its field, and with a link to it.
        #expect(
            text.contains(
                "<li><a href=\"#f-compute-cores-min\"><b>Cores, at least</b>: Write a whole number, such as 4.</a></li>"
            ))
        #expect(text.contains("<li><a href=\"#f-executable-image-locations\"><b>Image</b>: This is missing;"))
        #expect(text.contains("value=\"&lt;many&gt;\""))
        #expect(text.contains("aria-describedby=\"f-compute-cores-min-fault\" aria-invalid=\"true\""))
        #expect(text.contains("id=\"f-compute-cores-min-fault\">Write a whole number, such as 4.</p>"))
    }

    @Test func linesSayWhereTheyCameFrom() {
        let text = page { page in
            page.draft.request = [
                "executable": ["kind": "docker-container", "command": ["a", "b", "c"]],
                "data": [["kind": "simple-data-resource"]],
            ]
            page.draft.origins = [
                ["executable", "command"]: .declared("<authors>"), ["executable", "command", .index(1)]: .visitor,
                ["executable", "command", .index(2)]: .visitor, ["data", .index(0)]: .preset,
            ]
        }.content.text
        #expect(
            text.contains(
                """
                <span class="tag good">declared</span> <span class="from">&lt;authors&gt;</span> \
                <span class="tag">yours</span> <span class="from">line 2, line 3</span>
                """))
        #expect(text.contains("</h2> <span class=\"tag guess\">preset</span>"))
    }

    @Test func aKindThatIsNotKnownIsShownAsItIs() {
        let text = page { $0.draft.request = ["executable": ["kind": "https://example.org/<x>"]] }.content.text
        #expect(text.contains("The kind https://example.org/&lt;x&gt; is not known here; it goes along as it is."))
    }

    @Test func whereItBegan() {
        let text = page {
            $0.draft.software = Draft.Software(entry: "a/1", title: "A", executable: "x")
            $0.notice = "<p>n</p>"
        }.content.text
        #expect(text.contains("From <a href=\"/portal/catalogue/a%2F1\">A</a> in the catalogue."))
        #expect(text.contains("<p>n</p>"))
        #expect(ValueTag.html(.declared("")).text == " <span class=\"tag good\">declared</span>")
        let from: HTML = "<span class=\"from\">by a change that a platform proposed</span>"
        #expect(ValueTag.html(.change) == " <span class=\"tag\">changed</span> " + from)
    }
}
