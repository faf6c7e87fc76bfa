import BerthBroker
import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthPortal
@testable import berth

/// Asking, comparing and accepting in a browser, over HTTP, with brokers that are real.
struct AskedPagesTests {
    /// Opens once.
    final class Gate: Sendable {
        private let stream: AsyncStream<Never>
        private let end: AsyncStream<Never>.Continuation
        init() { (stream, end) = AsyncStream<Never>.makeStream() }
        func open() { end.finish() }
        func wait() async { for await _ in stream {} }
    }

    /// Asks a draft and waits until everybody has answered.
    private static func asked(_ desk: PortalDesk, _ browser: Browser, _ draft: Draft) async throws -> Browser.Page {
        _ = try await browser.get(draft.askedPath)
        let sent = try await browser.post(draft.askedPath)
        #expect(sent.status == 303)
        #expect(sent.location == draft.askedPath)
        try await desk.complete(draft)
        return try await browser.get(draft.askedPath)
    }

    private static func accept(
        _ browser: Browser, _ draft: Draft, _ page: Browser.Page, _ number: Int
    ) async throws -> Browser.Page {
        try await browser.post(
            draft.askedPath + "/accept",
            [
                "asking": page.values(of: "asking")[0], "broker": page.values(of: "broker")[number],
                "offer": page.values(of: "offer")[number],
            ])
    }

    /// Each platform's answer is there as it comes, the last one after a gate that only the test opens.
    @Test func answersArriveInTheirOrder() async throws {
        let gate = Gate()
        try await PortalDesk.during([[TaskPlatform("quick"), TaskPlatform("slow", after: { await gate.wait() })]]) {
            desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft()
            let before = try await browser.get(draft.askedPath)
            #expect(before.text.contains("This was not asked yet."))
            #expect(desk.sites[0].count("POST /requests") == 0)
            #expect(try await browser.post(draft.askedPath).status == 303)
            let asking = try #require(try await desk.portal.asking(of: "\(draft.id)")).id
            let events = try await browser.events("\(draft.askedPath)/events?asking=\(asking)")
            let first = try await events.read(until: "quick: yes")
            #expect(!first.contains("slow"))
            #expect(!first.contains("<table"))
            // Without JavaScript the page says the same, and leads on.
            let page = try await browser.get(draft.askedPath)
            #expect(page.text.contains("<li class=\"tag good\">quick: yes</li>"))
            #expect(page.text.contains("Show newer answers"))
            gate.open()
            let rest = try await events.read(until: "<table")
            #expect(rest.contains("slow: yes"))
            events.cancel()
            #expect(try await browser.get(draft.askedPath).text.contains("2 offers from 2 platforms"))
        }
    }

    /// Pressed twice, loaded again, opened in another tab: one question, one set of holds.
    @Test func itIsAskedOnce() async throws {
        try await PortalDesk.during([[TaskPlatform()]]) { desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft()
            let page = try await Self.asked(desk, browser, draft)
            _ = try await browser.post(draft.askedPath)
            let again = try await Self.asked(desk, Browser(desk.url), draft)
            #expect(again.values(of: "asking") == page.values(of: "asking"))
            #expect(again.values(of: "offer") == page.values(of: "offer"))
            #expect(desk.sites[0].count("POST /requests") == 1)
        }
    }

    @Test func twoTabsAcceptSiblings() async throws {
        try await PortalDesk.during([[TaskPlatform("one"), TaskPlatform("two")]]) { desk in
            let (tab, other) = (Browser(desk.url), Browser(desk.url))
            let draft = try await desk.draft(["wait"])
            let page = try await Self.asked(desk, tab, draft)
            let same = try await other.get(draft.askedPath)
            #expect(page.values(of: "offer").count == 2)
            let won = try await Self.accept(tab, draft, page, 0)
            #expect(won.status == 303)
            let session = try #require(won.location)
            #expect(session == "/portal/sessions/here/" + page.values(of: "offer")[0])
            let lost = try await Self.accept(other, draft, same, 1)
            #expect(lost.status == 409)
            #expect(
                lost.text.contains(
                    "Another offer of this answer was accepted already, that of one: maybe in another tab. This one "
                        + "was not accepted."))
            #expect(lost.text.contains("href=\"\(session)\">To the session that was accepted</a>"))
            // Accepting the same once more is harmless.
            #expect(try await Self.accept(other, draft, same, 0).location == session)
            // Back in the browser: the page says what was accepted, and has no more forms to accept.
            let back = try await tab.get(draft.askedPath)
            #expect(back.text.contains("You accepted the offer of one. <a href=\"\(session)\">To the session</a>"))
            #expect(!back.text.contains("/accept\""))
            #expect(back.text.contains("given back"))
        }
    }

    /// Two brokers know nothing of each other; one offer is enough all the same.
    @Test func offersOfTwoBrokersAreOneAnswer() async throws {
        try await PortalDesk.during([[TaskPlatform("one")], [TaskPlatform("two")]]) { desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft(["wait"])
            let page = try await Self.asked(desk, browser, draft)
            #expect(page.text.contains("2 offers from 2 platforms"))
            #expect(page.text.contains("one, Broker here</th>"))
            #expect(page.text.contains("two, Broker east1</th>"))
            #expect(Set(page.values(of: "broker")) == ["here", "east1"])
            async let first = Self.accept(browser, draft, page, 0)
            async let second = Self.accept(Browser(desk.url, like: browser), draft, page, 1)
            let statuses = try await [first.status, second.status].sorted()
            #expect(statuses == [303, 409])
            // The offer that was not taken is given back.
            let back = try await browser.get(draft.askedPath)
            #expect(back.text.contains("given back"))
        }
    }

    @Test func anOfferThatIsNoLongerHeld() async throws {
        try await PortalDesk.during([[TaskPlatform()]]) { desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft()
            let page = try await Self.asked(desk, browser, draft)
            desk.world.goOn(TimeSpan(seconds: 301))
            let gone = try await Self.accept(browser, draft, page, 0)
            #expect(gone.status == 410)
            #expect(gone.text.contains("This offer cannot be accepted any more: it was held until <time"))
            #expect(gone.values(of: "instead") == [page.values(of: "asking")[0]])
            let shown = try await browser.get(draft.askedPath)
            #expect(shown.text.contains("These offers are no longer held."))
            // Asked again, there are fresh ones; the same form sent twice asks once.
            let fields = ["instead": page.values(of: "asking")[0]]
            #expect(try await browser.post(draft.askedPath, fields).status == 303)
            #expect(try await browser.post(draft.askedPath, fields).status == 303)
            try await desk.complete(draft)
            #expect(desk.sites[0].count("POST /requests") == 2)
            #expect(try await browser.get(draft.askedPath).values(of: "asking").first != fields["instead"])
        }
    }

    @Test func aChangeIsMadeAndAskedAgain() async throws {
        try await PortalDesk.during([[TaskPlatform()]]) { desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft(cores: 64)
            let page = try await Self.asked(desk, browser, draft)
            #expect(page.text.contains("Nobody can run this as it is asked."))
            #expect(page.text.contains("<h3>Not possible here</h3>"))
            #expect(page.text.contains("Change to at most 4 cores instead of 64 and ask again"))
            let number = try #require(page.values(of: "change").first)
            let changed = try await browser.post(
                draft.askedPath + "/change",
                ["asking": page.values(of: "asking")[0], "broker": "here", "change": number])
            #expect(changed.location == draft.askedPath)
            let now = try await desk.portal.draft("\(draft.id)", for: PortalVisitor(subject: "local", name: ""))
            #expect(now.request["compute"]?["cores"]?["min"] == .integer(4))
            #expect(now.revision == 2)
            #expect(try await Self.asked(desk, browser, draft).text.contains("one offer"))
            let unknown = try await browser.post(
                draft.askedPath + "/change",
                ["asking": page.values(of: "asking")[0], "broker": "here", "change": "77"])
            #expect(unknown.status == 404)
            // What was refused is on the administrators' page, with what would have won it.
            let refused = try await browser.get("/portal/refused").text
            #expect(refused.contains("<p>One request that no platform of a broker would"))
            #expect(refused.contains("<tr><th scope=\"row\">at most 4 cores</th><td>desk</td><td>1</td></tr>"))
        }
    }

    @Test func aBrokerThatIsAwayIsNamed() async throws {
        try await PortalDesk.during([[TaskPlatform()], [TaskPlatform("two")]]) { desk in
            await desk.sites[1].goAway()
            let browser = Browser(desk.url)
            let page = try await Self.asked(desk, browser, try await desk.draft())
            #expect(page.text.contains("<p class=\"notice warn\">Broker east1: "))
            #expect(page.values(of: "offer").count == 1)
            let platforms = try await browser.get("/portal/platforms").text
            #expect(platforms.contains("<th scope=\"row\">desk <span class=\"soft\">tasks</span>"))
            #expect(platforms.contains("<h2 id=\"broker-1\">Broker east1</h2>\n<p class=\"notice warn\">"))
        }
    }

    /// A portal that was started again finds what was asked, and asks nobody again.
    @Test func askingsOutliveThePortal() async throws {
        try await PortalDesk.during([[TaskPlatform()]]) { desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft()
            let page = try await Self.asked(desk, browser, draft)
            let second = try await PortalDesk.portal(desk.sites, desk.world, desk.store, nil)
            let asking = try #require(try await second.asking(of: "\(draft.id)"))
            #expect("\(asking.id)" == page.values(of: "asking")[0])
            #expect(asking.board.value.rows.map { "\($0.id)" } == page.values(of: "offer"))
            #expect(desk.sites[0].count("POST /requests") == 1)
            for broker in second.brokers { await broker.close() }
        }
    }

    @Test func whatIsSomebodyElsesIsNotThere() async throws {
        let eve = PortalVisitor(subject: "eve", name: "Eve")
        try await PortalDesk.during([[TaskPlatform()]], visitor: eve) { desk in
            let browser = Browser(desk.url)
            let draft = try await desk.draft()
            #expect(try await browser.get(draft.askedPath).status == 404)
            _ = try await desk.portal.ask(draft, for: PortalVisitor(subject: "local", name: ""))
            #expect(try await browser.get(draft.askedPath).status == 404)
            #expect(try await browser.get("/portal/refused").status == 403)
            #expect(try await browser.get("/portal/history").text.contains("Nothing yet."))
        }
    }
}
