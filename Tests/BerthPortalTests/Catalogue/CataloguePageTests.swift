import BerthModel
import BerthSoftware
import Testing

@testable import BerthPortal

struct CataloguePageTests {
    private func text(
        _ found: Result<SoftwarePage, SoftwareError>, _ query: SoftwareQuery = SoftwareQuery()
    ) -> String {
        CataloguePage(query: query, found: found, now: Sample.after(7_200)).page.content.text
    }

    private func page(_ total: Int = 60, page: Int = 2, freshness: Freshness? = nil) -> SoftwarePage {
        let entry = SoftwareSummary(
            id: "a/1", title: "A <b>", summary: "S.", authors: ["A", "B", "C", "D", "E"], keywords: ["x&y"],
            version: "1")
        return SoftwarePage(
            entries: total == 0 ? [] : [entry], total: total, page: page, pages: max(1, total / 25),
            freshness: freshness ?? Freshness(asOf: Sample.noon))
    }

    @Test func entriesArePagesOfText() {
        let text = text(.success(page(75)), SoftwareQuery(words: "\"source\"", author: "Ada", page: 2))
        #expect(text.contains("<h2><a href=\"/portal/catalogue/a%2F1\">A &lt;b&gt;</a></h2>"))
        #expect(text.contains("A, B, C and 2 more"))
        #expect(text.contains("<a class=\"tag\" href=\"/portal/catalogue?keyword=x%26y\">x&amp;y</a>"))
        #expect(text.contains("value=\"&quot;source&quot;\""))
        #expect(text.contains("75 entries."))
        #expect(text.contains("href=\"/portal/catalogue?words=%22source%22&amp;author=Ada&amp;page=1\">Previous</a>"))
        #expect(text.contains("Page 2 of 3"))
        #expect(text.contains("page=3\">Next</a>"))
        let noon = "<time datetime=\"2030-01-31T12:00:00Z\">2030-01-31 12:00 UTC</time>"
        #expect(text.contains("As of \(noon), 2 hours ago."))
    }

    @Test func nothingFoundAndNobodyThere() {
        #expect(text(.success(page(0, page: 1))).contains("Nothing was found."))
        let down = text(.failure(SoftwareError(.unreachable, "OSSR does not answer.")))
        #expect(down.contains("The catalogue cannot be shown: OSSR does not answer.</p>"))
        #expect(down.contains("<a href=\"/portal/ask\">ask with your own task</a>"))
    }

    @Test func whatIsOldSaysSo() {
        let stale = Freshness(asOf: Sample.noon, isStale: true, why: "OSSR is down.")
        #expect(
            FreshnessNote.html(stale, now: Sample.after(60))?.text.hasPrefix(
                "<p class=\"notice warn\">OSSR is down. This is what it said on") == true)
        #expect(FreshnessNote.html(Freshness(asOf: Sample.noon), now: Sample.after(59)) == nil)
        let spans: [(Int64, String)] = [
            (0, "less than a minute"), (60, "1 minute"), (3_599, "59 minutes"), (3_600, "1 hour"), (172_800, "2 days"),
        ]
        for (seconds, words) in spans { #expect(FreshnessNote.words(TimeSpan(seconds: seconds)) == words) }
    }
}
