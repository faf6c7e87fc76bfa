import BerthModel
import BerthPlatform
import Testing

@testable import BerthPortal

struct AskedPageTests {
    private static func page(
        _ state: AskedState, _ order: OfferOrder = .start, at now: Instant = Sample.noon
    ) -> AskedPage {
        AskedPage(asking: Sample.asking(state), state: state, order: order, now: now, guardField: "[guard]")
    }

    private static func part(_ id: String, _ page: AskedPage) -> String {
        page.parts.first { $0.id == id }?.html.text ?? ""
    }

    @Test func whileItIsAsked() {
        var state = Sample.state(nil, nil)
        state.heard = [Sample.heard("desk", "yes", ways: 2), Sample.heard("<west>", "tooSlow")]
        let page = Self.page(state)
        #expect(
            Self.part("asked-now", page) == """
                <div id="asked-now"><p>Asking This broker, East 1; what is said so far:</p>
                <ul class="answers" aria-label="Answers of platforms">
                <li class="tag good">desk, This broker: yes, in 2 ways</li>
                <li class="tag warn">&lt;west&gt;, This broker: has not answered in time</li>
                </ul>
                <noscript><p><a id="newer" href="/portal/asked/d">Show newer answers</a></p></noscript>
                </div>

                """)
        let whole = page.page
        #expect(whole.refreshSeconds == 5)
        let text = whole.content.text
        #expect(text.contains("<h1>Offers for A &lt;task&gt;</h1>"))
        #expect(text.contains("data-live=\"/portal/asked/d/events?asking=00000000-0000-0000-0000-000000000007\""))
        #expect(text.contains("<a href=\"/portal/request/d\">Change the request</a>"))
        #expect(!text.contains("style="))
    }

    @Test func offersCanBeGivenBack() {
        var state = Sample.state(Sample.answer([Sample.offer(1)]), nil)
        func banner() -> String { Self.part("asked-banner", Self.page(state)) }
        #expect(
            banner().contains(
                """
                <form class="row" method="post" action="/portal/asked/d/leave" data-leave>[guard]\
                <input type="hidden" name="asking" value="00000000-0000-0000-0000-000000000007">\
                <button class="quiet small" id="give-back">Give these offers back</button>
                """))
        // As long as there is nothing to give back it is there for the script alone.
        #expect(Self.part("asked-banner", Self.page(Sample.state(nil))).contains(" data-leave hidden>"))
        for reason in GivingBack.allCases {
            state.givenBack = reason
            #expect(banner().contains("<p class=\"notice warn\">\(reason.sentence) Ask again for fresh ones.</p>"))
            #expect(banner().contains("<button>Ask again</button>") && !banner().contains("data-leave"))
            #expect(!Self.part("offers", Self.page(state)).contains("/accept"))
            #expect(!Self.page(state).page.content.text.contains("data-live=") || !state.isComplete)
        }
    }

    @Test func offersWithTheirForms() {
        let page = Self.page(Sample.state(Sample.answer([Sample.offer(1), Sample.offer(2, start: 5)])), .cost)
        #expect(Self.part("asked-now", page).contains("<p>Everybody has answered: 2 offers.</p>"))
        let offers = Self.part("offers", page)
        #expect(
            offers.contains(
                """
                <form method="post" action="/portal/asked/d/accept">[guard]\
                <input type="hidden" name="asking" value="00000000-0000-0000-0000-000000000007">\
                <input type="hidden" name="broker" value="here">\
                <input type="hidden" name="offer" value="00000000-0000-0000-0000-000000000002">\
                <button id="accept-00000000-0000-0000-0000-000000000002" aria-label="Accept offer 2, desk">Accept\
                </button></form>
                """))
        #expect(
            offers.contains(
                "<a id=\"sort-cost\" href=\"/portal/asked/d?asking=00000000-0000-0000-0000-00000000000"
                    + "7&amp;sort=cost\" aria-current=\"true\">Lowest cost</a>"))
        #expect(page.page.refreshSeconds == nil)
        #expect(page.page.content.text.contains("&amp;sort=cost\" class=\"stack\">"))
        #expect(Self.part("asked-banner", page).hasPrefix("<div id=\"asked-banner\"><form class=\"row\""))
    }

    /// The browser's Back button after an accept.
    @Test func afterAnAccept() {
        var state = Sample.state(Sample.answer([Sample.offer(1, phase: .running), Sample.offer(2, phase: .rejected)]))
        state.accepted = OfferPlace(broker: "here", id: Sample.id(1))
        let page = Self.page(state)
        #expect(
            Self.part("asked-banner", page).contains(
                """
                <p class="notice good">You accepted the offer of desk. \
                <a href="/portal/sessions/here/00000000-0000-0000-0000-000000000001">To the session</a></p>
                """))
        #expect(!Self.part("offers", page).contains("<form"))
        #expect(!page.page.content.text.contains("data-live"))
    }

    @Test func whatIsNoLongerHeldCanBeAskedAgain() {
        let page = Self.page(Sample.state(Sample.answer([Sample.offer(1)])), at: Sample.after(300))
        let banner = Self.part("asked-banner", page)
        #expect(banner.contains("These offers are no longer held. Ask again for fresh ones."))
        #expect(
            banner.contains(
                """
                <form method="post" action="/portal/asked/d">[guard]\
                <input type="hidden" name="instead" value="00000000-0000-0000-0000-000000000007">\
                <button>Ask again</button></form>
                """))
    }

    @Test func nobodyCan() {
        var state = Sample.state(Sample.answer([], [Sample.obstacle(), Sample.change()]), nil)
        state.fail("east1", "The broker <x> is away.")
        let page = Self.page(state)
        #expect(Self.part("asked-banner", page).contains("Nobody can run this as it is asked."))
        let away = "<p class=\"notice warn\">East 1: The broker &lt;x&gt; is away.</p>"
        #expect(Self.part("asked-now", page).contains(away))
        #expect(
            Self.part("refused", page).contains(
                """
                <form method="post" action="/portal/asked/d/change">[guard]\
                <input type="hidden" name="asking" value="00000000-0000-0000-0000-000000000007">\
                <input type="hidden" name="broker" value="here"><input type="hidden" name="change" value="1">
                """.trimmed))
    }

    @Test(arguments: [
        ("yes", "yes"), ("no", "no"), ("unreachable", "cannot be reached"),
        ("brokenReply", "gave no answer that can be read"), ("maybe", "maybe"),
    ])
    func wordsOfPlatforms(_ word: String, _ words: String) {
        #expect(AskedPage.words(Sample.heard("p", word).answer).words == words)
    }
}
