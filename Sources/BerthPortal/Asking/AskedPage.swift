import BerthAnswers
import BerthHTTP
import BerthModel

/// The page of an asking, in parts: whole when it is loaded, and each part again when it has changed.
struct AskedPage: Sendable {
    let asking: LiveAsking
    let state: AskedState
    let order: OfferOrder
    let now: Instant
    /// The hidden field of every form of this browser.
    let guardField: HTML

    var draftPath: String { PortalPath.of("request", asking.draft) }
    var path: String { PortalPath.of("asked", asking.draft) }

    static func session(_ place: OfferPlace) -> String { PortalPath.of("sessions", place.broker, "\(place.id)") }

    var page: PortalPage {
        let events =
            path + "/events"
            + PortalPath.query([("asking", "\(asking.id)"), ("sort", order == .start ? "" : order.rawValue)])
        let live: HTML = state.isComplete && !state.isOpen(at: now) ? "" : " data-live=\"\(href: events)\""
        var page = PortalPage(
            "Offers for \(asking.title)", in: .ask,
            """
            <h1>Offers for \(asking.title)</h1>
            <p class="meta">\(asking.asked.executable). Asked \(HTML.time(asking.at, now)). \
            <a href="\(href: draftPath)">Change the request</a></p>
            <p id="live-status" class="meta" role="status"></p>
            <div\(live) class="stack">
            \(parts.map(\.html))</div>
            """)
        page.scripts = [.live, .times]
        page.styles = [.offersStyle]
        page.isWide = true
        page.refreshSeconds = state.isComplete ? nil : 5
        return page
    }

    /// Each with its own identifier, which is that of its element.
    var parts: [(id: String, html: HTML)] {
        [
            ("asked-now", element("asked-now", progress)), ("asked-banner", element("asked-banner", banner)),
            ("offers", element("offers", offers)), ("refused", element("refused", refused)),
        ]
    }

    private func element(_ id: String, _ inner: HTML) -> HTML { "<div id=\"\(id)\">\(inner)</div>\n" }

    // MARK: how far it is

    private var progress: HTML {
        let open = state.brokers.filter { !$0.isDone }.map(\.title)
        let text = open.isEmpty ? summary : "Asking \(open.joined(separator: ", ")); what is said so far:"
        let problems = state.brokers.compactMap { broker in
            broker.problem.map { "<p class=\"notice warn\">\(broker.title): \($0)</p>\n" as HTML }
        }
        let answers: HTML? =
            state.heard.isEmpty
            ? nil : "<ul class=\"answers\" aria-label=\"Answers of platforms\">\n\(state.heard.map(answer))</ul>\n"
        let newer: HTML? =
            state.isComplete
            ? nil
            : """
            <noscript><p><a id="newer" href="\(href: path)">Show newer answers</a></p></noscript>

            """
        return "<p>\(text)</p>\n\(answers)\(problems)\(newer)"
    }

    private var summary: String {
        let rows = state.rows
        if rows.isEmpty { return "Everybody has answered, and nobody has an offer." }
        let count = Set(rows.map(\.place)).count
        let places = count == 1 ? "" : " from \(count) platforms"
        return "Everybody has answered: \(rows.count == 1 ? "one offer" : "\(rows.count) offers")\(places)."
    }

    private func answer(_ heard: AskedState.Heard) -> HTML {
        let (style, words) = Self.words(heard.answer)
        let title = state.brokers.count == 1 ? nil : state.brokers.first { $0.name == heard.broker }?.title
        let place = [heard.answer.platform ?? "", title ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        return "<li class=\"tag \(style)\">\(place): \(words)</li>\n"
    }

    static func words(_ answer: PlatformAnswer) -> (style: String, words: String) {
        switch answer.answer {
        case "yes":
            let ways = answer.ways ?? 1
            return ("good", ways == 1 ? "yes" : "yes, in \(ways) ways")
        case "no": return ("bad", "no")
        case "unreachable": return ("warn", "cannot be reached")
        case "tooSlow": return ("warn", "has not answered in time")
        case "brokenReply": return ("warn", "gave no answer that can be read")
        case let other: return ("warn", other ?? "no answer")
        }
    }

    // MARK: what was taken

    private var banner: HTML {
        if let accepted = state.accepted {
            let place = state.rows.first { $0.broker == accepted.broker && $0.id == accepted.id }?.place ?? ""
            return """
                <p class="notice good">You accepted the offer\(place.isEmpty ? "" : " of \(place)"). \
                <a href="\(href: Self.session(accepted))">To the session</a></p>
                \(askAgain)
                """
        }
        if let reason = state.givenBack {
            return "<p class=\"notice warn\">\(reason.sentence) Ask again for fresh ones.</p>\n\(askAgain)"
        }
        let rows = state.rows
        let isHeld = rows.contains { $0.isOpen(at: now) }
        if isHeld || !state.isComplete { return leaving(isShown: isHeld) }
        if rows.isEmpty {
            return """
                <p class="notice bad">Nobody can run this as it is asked. See below why, and what would do.</p>
                \(askAgain)
                """
        }
        return "<p class=\"notice warn\">These offers are no longer held. Ask again for fresh ones.</p>\n\(askAgain)"
    }

    /// The form that gives all offers back. A script sends it, too, when the page is left.
    ///
    /// - Parameter isShown: false where there is nothing to give back yet.
    private func leaving(isShown: Bool) -> HTML {
        """
        <form class="row" method="post" action="\(href: path + "/leave")" data-leave\(flag: "hidden", !isShown)>\
        \(guardField)<input type="hidden" name="asking" value="\(asking.id.description)">\
        <button class="quiet small" id="give-back">Give these offers back</button>\
        <span class="meta">Each platform holds its offers for you, and for nobody else, until they end.</span></form>

        """
    }

    private var askAgain: HTML {
        Self.askAgain(asking, guardField)
    }

    static func askAgain(_ asking: LiveAsking, _ guardField: HTML) -> HTML {
        """
        <form method="post" action="\(href: PortalPath.of("asked", asking.draft))">\(guardField)\
        <input type="hidden" name="instead" value="\(asking.id.description)"><button>Ask again</button></form>

        """
    }

    // MARK: offers and reasons

    private var offers: HTML {
        let rows = order.sorted(state.rows)
        if rows.isEmpty { return "" }
        let (path, guardField, id) = (self.path, self.guardField, asking.id)
        let table = OfferTable(asked: asking.asked, rows: rows, now: now) { row in
            if state.isSettled { return nil }
            return """
                <form method="post" action="\(href: path + "/accept")">\(guardField)\
                <input type="hidden" name="asking" value="\(id.description)">\
                <input type="hidden" name="broker" value="\(row.broker)">\
                <input type="hidden" name="offer" value="\(row.id.description)">\
                <button id="accept-\(row.id.description)" aria-label="Accept offer \(row.number), \(row.place)">Accept\
                </button></form>
                """
        }
        let charts = rows.count > 1 ? CostChart(rows: rows).figures : []
        return """
            \(rows.count > 1 ? sorting : nil)\(table.html)\(TimeAxis(rows: rows, now: now).figure)\(charts)
            """
    }

    private var sorting: HTML {
        let links = OfferOrder.allCases.map { order -> HTML in
            let query = PortalPath.query([("asking", "\(asking.id)"), ("sort", order.rawValue)])
            let current: HTML = order == self.order ? " aria-current=\"true\"" : ""
            return "<a id=\"sort-\(order.rawValue)\" href=\"\(href: path + query)\"\(current)>\(order.title)</a>\n"
        }
        return "<nav class=\"row\" aria-label=\"Sort offers\"><span>First:</span> \(links)</nav>\n"
    }

    private var refused: HTML {
        let (path, guardField, id) = (self.path, self.guardField, asking.id)
        let whyNot = WhyNot(said: state.refusals, request: asking.request) { fields, inner in
            let hidden = fields.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" as HTML }
            return """
                <form method="post" action="\(href: path + "/change")">\(guardField)\
                <input type="hidden" name="asking" value="\(id.description)">\(hidden)\(inner)</form>
                """
        }
        return whyNot.html
    }
}
