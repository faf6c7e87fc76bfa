import BerthHTTP
import BerthModel
import Testing

@testable import BerthPortal

struct NewTaskPageTests {
    @Test func everyKindCanBeBegun() {
        let page = NewTaskPage(guardField: "<i>").page
        #expect(page.status == .ok)
        for choice in TaskKind.choices {
            #expect(page.content.text.contains("name=\"kind\" value=\"\(choice.kind.name)\""))
            #expect(page.content.text.contains("<h2>\(choice.title)</h2>"))
        }
        // Two forms, each with the word of the browser.
        #expect(page.content.text.split(separator: "<i>").count == 3)
        #expect(!page.content.text.contains("aria-invalid"))
    }

    @Test func whatIsWrongStandsAtTheField() {
        let page = NewTaskPage(guardField: "", text: "<a>", fault: "Line 1: <no>.").page
        #expect(page.content.text.contains("aria-describedby=\"document-fault\">\n&lt;a&gt;</textarea>"))
        #expect(page.content.text.contains("id=\"document-fault\" role=\"alert\">Line 1: &lt;no&gt;.</p>"))
    }
}
