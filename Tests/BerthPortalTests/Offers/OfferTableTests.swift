import BerthModel
import Testing

@testable import BerthPortal

struct OfferTableTests {
    private static func table(_ offers: [Session], at now: Instant = Sample.noon) -> String {
        let asked = AskedFor(ExecutionRequest())
        let rows = OfferRow.rows([("here", "Here", offers)])
        return OfferTable(asked: asked, rows: rows, now: now) { "<b>\($0.number)</b>" }.html.text
    }

    @Test func offersStandUnderWhatWasAsked() {
        let table = Self.table([Sample.offer(1, on: "<desk>", staging: 90, start: 100)])
        #expect(table.contains("<caption>One offer, under what you asked</caption>"))
        #expect(
            table.contains(
                "<tr class=\"asked\"><th scope=\"row\">You asked</th><td data-title=\"Starts\">"
                    + "<span class=\"soft\">any</span></td>"))
        #expect(
            table.contains(
                "<tr id=\"offer-00000000-0000-0000-0000-000000000001\" data-offer>"
                    + "<th scope=\"row\"><span class=\"number\">1</span> &lt;desk&gt;</th>"))
        #expect(table.contains("<br><span class=\"soft\">waits 1 min 30 s, stages for 10 s</span>"))
        #expect(
            table.contains(
                "<td data-title=\"Cores\"><span class=\"filled\">2 cores<span class=\"visually-hidden\"> (filled in)"
                    + "</span></span></td>"))
        #expect(
            table.contains(
                "<span data-held><time datetime=\"2030-01-31T12:05:00Z\" data-count>in 5 min</time></span></td>"
                    + "<td class=\"act\"><b>1</b></td></tr>"))
        // Columns that say nothing are left out.
        #expect(!table.contains("Cost"))
        #expect(!table.contains("With"))
    }

    @Test func whatIsOverCannotBeAccepted() {
        let table = Self.table(
            [
                Sample.offer(1), Sample.offer(2, phase: .rejected), Sample.offer(3, phase: .running, expires: nil),
                Sample.offer(4, phase: .expired),
            ], at: Sample.after(301))
        #expect(table.count(of: "class=\"is-over\"") == 4)
        #expect(table.contains("expired <time"))
        #expect(table.contains("given back"))
        #expect(table.contains("<span class=\"tag good\">accepted</span>"))
        #expect(!table.contains("<b>"))
    }

    @Test func prices() {
        let table = Self.table([Sample.offer(1, costs: [Sample.quote("EUR", 2), Sample.quote("EUR/h", 1)])])
        #expect(table.contains("<div>2 EUR<br><span class=\"soft\">1 EUR an hour</span></div>"))
    }
}

extension String {
    /// How often a text stands in it.
    func count(of text: String) -> Int { ranges(of: text).count }
}
