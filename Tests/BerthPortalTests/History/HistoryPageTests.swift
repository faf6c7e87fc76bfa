import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct HistoryPageTests {
    private static func text(_ lines: [HistoryPage.Line], next: String? = nil) -> String {
        HistoryPage(lines: lines, next: next, now: Sample.noon, guardField: "[guard]").page.content.text
    }

    private static func entry(_ answers: [(offers: Int64?, problem: String?)]) -> AskedEntry {
        var entry = AskedEntry()
        entry.id = Sample.id(7)
        entry.draft = "d"
        entry.title = "A <task>"
        entry.at = Sample.noon
        entry.brokers = answers.map { answer in
            var broker = AskedBroker()
            broker.title = "East"
            broker.offers = answer.offers
            broker.problem = answer.problem
            return broker
        }
        return entry
    }

    @Test func nothingYet() {
        #expect(Self.text([]).contains("<p>Nothing yet."))
    }

    @Test(
        arguments: [
            ([(nil, nil)], "<td>no answer yet</td>"), ([(0, nil)], "<td><span class=\"tag bad\">no</span></td>"),
            ([(1, nil)], "<td><span class=\"tag good\">one offer</span></td>"),
            (
                [(2, nil), (nil, "<away>")],
                "<td><span class=\"tag good\">2 offers</span><br><span class=\"soft\">East: &lt;away&gt;</span></td>"
            ), ([(nil, "Away.")], "<td>no answer<br><span class=\"soft\">East: Away.</span></td>"),
        ] as [([(Int64?, String?)], String)])
    func answers(_ answers: [(Int64?, String?)], _ cell: String) {
        let text = Self.text([.init(entry: Self.entry(answers.map { ($0.0, $0.1) }))])
        #expect(text.contains(cell))
        #expect(text.contains("<td><span class=\"soft\">nothing accepted</span></td><td></td>"))
        #expect(
            text.contains(
                """
                <form method="post" action="/portal/history/00000000-0000-0000-0000-000000000007/again">[guard]\
                <button class="quiet" aria-label="Ask again: A &lt;task&gt;">Ask again</button></form>
                """))
    }

    @Test func promisedAndGot() {
        var run = RunEntry()
        run.broker = "here"
        run.session = Sample.id(1)
        run.promise = Sample.offer(1, costs: [Sample.quote("EUR", 2)]).document(for: .json)
        run.got = Sample.offer(1, phase: .completed).document(for: .json)
        run.started = Sample.after(5)
        run.ended = Sample.after(65)
        let text = Self.text([.init(entry: Self.entry([(1, nil)]), run: run)], next: "<k>")
        #expect(
            text.contains(
                """
                <td>desk<br>from <time datetime="2030-01-31T12:00:10Z" data-clock>12:00:10 UTC</time><br>\
                <span class="soft">2 cores, 4 GiB, up to 1 h, 2 EUR</span></td>
                """))
        #expect(
            text.contains(
                """
                <td><span class="tag good">completed</span> \
                <a href="/portal/sessions/here/00000000-0000-0000-0000-000000000001">Session</a><br><span class="soft">\
                started <time datetime="2030-01-31T12:00:05Z" data-clock>12:00:05 UTC</time>, ran for 1 min</span></td>
                """))
        #expect(text.contains("<a href=\"/portal/history?after=%3Ck%3E\">Earlier ones</a>"))
    }

    @Test func whatIsRunningIsAsItIsNow() {
        var run = RunEntry()
        run.broker = "here"
        run.session = Sample.id(1)
        run.promise = Sample.offer(1).document(for: .json)
        let unknown = Self.text([.init(entry: Self.entry([(1, nil)]), run: run)])
        #expect(unknown.contains("<span class=\"tag \">not known now</span>"))
        let view = SessionNewsTests.view([SessionNewsTests.session(.running, at: 5)])
        let text = Self.text([.init(entry: Self.entry([(1, nil)]), run: run, view: view)])
        #expect(text.contains("<span class=\"tag \">running</span>"))
        #expect(text.contains("started <time datetime=\"2030-01-31T12:00:05Z\""))
    }
}
