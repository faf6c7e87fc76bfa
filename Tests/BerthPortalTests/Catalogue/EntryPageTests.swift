import BerthModel
import BerthSoftware
import Testing

@testable import BerthPortal

struct EntryPageTests {
    private func text(_ entry: SoftwareEntry, _ guardField: HTML? = "<i>") -> String {
        EntryPage(
            entry: entry, now: Sample.noon, guardField: guardField,
            signInWay: PortalWay("/portal/signin?to=x", "Sign in")
        ).page.content.text
    }

    @Test func descriptionsAreTextAndWaysAreChoices() {
        let text = text(SampleCatalogue.hello)
        #expect(text.contains("<h1>Hello &lt;b&gt;</h1>"))
        #expect(text.contains("<p>First &lt;script&gt;alert(1)&lt;/script&gt;.</p>\n<p>Second.</p>"))
        #expect(text.contains("<a href=\"https://orcid.org/0\" rel=\"noopener external\">Ada</a>, Eve</p>"))
        #expect(!text.contains("javascript:"))
        #expect(text.contains("<span class=\"tag good\">declared by its authors</span>"))
        #expect(text.contains("Container · from 2 cores, 4 GiB of memory"))
        #expect(text.contains("<span class=\"tag guess\">guessed</span>"))
        #expect(text.contains("<p class=\"meta\">Guessed from the file look.ipynb</p>"))
        #expect(text.contains("<form method=\"post\" action=\"/portal/catalogue/ossr%3A1%2Fa/draft\"><i>"))
        #expect(text.contains("<dt><code>whom</code> = <code>world</code></dt><dd>Whom to greet.</dd>"))
        #expect(text.contains("<dt>Licence</dt><dd>not said</dd>"))
        #expect(text.contains("<li>No licence is named.</li>"))
    }

    @Test func noWayToRunItSaysHowToWriteOne() {
        var entry = SampleCatalogue.hello
        entry.executables = []
        let text = text(entry)
        #expect(text.contains("Its authors have not said how it is run"))
        #expect(text.contains("codemeta init"))
        #expect(!text.contains("Use this"))
    }

    @Test func whoIsNotSignedInIsLedThere() {
        let text = text(SampleCatalogue.hello, nil)
        #expect(text.contains("<a class=\"button\" href=\"/portal/signin?to=x\">Sign in to use this</a>"))
        #expect(!text.contains("<form"))
    }

    @Test func paragraphsEndAtEmptyLines() {
        #expect(EntryPage.paragraphs("a\r\nb\n\n \n c\n") == ["a b", "c"])
        #expect(EntryPage.paragraphs("").isEmpty)
    }

    @Test func manyAuthors() {
        var entry = SampleCatalogue.hello
        entry.authors = (0..<23).map { SoftwareAuthor(name: "A\($0)") }
        #expect(text(entry).contains("A19 and 3 more</p>"))
        #expect(EntryPage.size(ExecutionRequest()) == nil)
    }
}
