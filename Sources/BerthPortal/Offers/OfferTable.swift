import BerthAnswers
import BerthModel

/// The offers side by side, under what was asked.
struct OfferTable: Sendable {
    let asked: AskedFor
    let rows: [OfferRow]
    let now: Instant
    /// Makes the form that accepts an offer; nil where none may be accepted.
    let accept: @Sendable (OfferRow) -> HTML?

    private var hasExtras: Bool { rows.contains { !$0.extras.isEmpty } }
    private var hasPrices: Bool { rows.contains { !$0.prices.isEmpty } || !asked.bounds.isEmpty }
    private var hasMeasures: Bool { rows.contains { !$0.measures.isEmpty } }

    var html: HTML {
        """
        <div class="table-wrap" role="region" aria-label="Offers" tabindex="0">
        <table class="offers">
        <caption>\(rows.count == 1 ? "One offer" : "\(rows.count) offers"), under what you asked</caption>
        <thead>
        <tr><th scope="col">Offer</th><th scope="col">Starts</th><th scope="col">For</th><th scope="col">Cores</th>\
        <th scope="col">Memory</th><th scope="col">Storage</th>\(column("With", hasExtras))\
        \(column("Cost", hasPrices))\(column("Uses", hasMeasures))<th scope="col">Ends</th>\
        <th scope="col"><span class="visually-hidden">Accept</span></th></tr>
        </thead>
        <tbody>
        \(askedRow)\(rows.map(line))</tbody>
        </table>
        </div>
        <p class="meta"><span class="filled">Marked values</span> were filled in by the platform: you left them open, \
        or it gives more than you asked for.</p>

        """
    }

    private func column(_ title: String, _ isThere: Bool) -> HTML? {
        isThere ? "<th scope=\"col\">\(title)</th>" : nil
    }

    private var askedRow: HTML {
        let start: HTML =
            asked.start.map { start in
                start.start == start.end
                    ? HTML.time(start.start, now)
                    : "\(HTML.time(start.start, now)) to \(HTML.time(start.end, now))"
            } ?? open
        let bounds: HTML = asked.bounds.isEmpty ? open : "at most \(asked.bounds.joined(separator: ", "))"
        return """
            <tr class="asked"><th scope="row">You asked</th>\(cell("Starts", start))\
            \(cell("For", text(asked.duration.map(TimeText.span))))\(cell("Cores", text(asked.coresText)))\
            \(cell("Memory", text(asked.memoryText)))\(cell("Storage", text(asked.storage)))\
            \(hasExtras ? cell("With", "") : nil)\(hasPrices ? cell("Cost", bounds) : nil)\
            \(hasMeasures ? cell("Uses", "") : nil)\(cell("Ends", ""))<td></td></tr>

            """
    }

    /// What was left to the platforms.
    private var open: HTML { "<span class=\"soft\">any</span>" }

    private func text(_ text: String?) -> HTML {
        guard let text, !text.isEmpty else { return open }
        return HTML(escaping: text)
    }

    private func line(_ row: OfferRow) -> HTML {
        let filled = asked.filled(by: row)
        func mark(_ part: AskedFor.Filled, _ html: HTML) -> HTML {
            filled.contains(part)
                ? "<span class=\"filled\">\(html)<span class=\"visually-hidden\"> (filled in)</span></span>" : html
        }
        let times = row.times
        let start: HTML? = times.start.map { mark(.start, HTML.time($0, now)) + waits(times) }
        let duration = mark(.duration, HTML(escaping: times.duration.map(TimeText.span) ?? ""))
        let isOpen = row.isOpen(at: now)
        return """
            <tr id="offer-\(row.id.description)"\(isOpen ? "" : " class=\"is-over\"" as HTML) data-offer>\
            <th scope="row"><span class="number">\(row.number)</span> \(row.place)</th>\
            \(cell("Starts", start ?? ""))\(cell("For", duration))\
            \(cell("Cores", mark(.cores, HTML(escaping: ValueText.cores(row.cores)))))\
            \(cell("Memory", mark(.memory, HTML(escaping: ValueText.gibibytes(row.memory)))))\
            \(cell("Storage", mark(.storage, HTML(escaping: row.storage))))\
            \(hasExtras ? cell("With", HTML(escaping: row.extras)) : nil)\
            \(hasPrices ? cell("Cost", Self.prices(row.prices)) : nil)\
            \(hasMeasures ? cell("Uses", Self.prices(row.measures)) : nil)\
            \(cell("Ends", held(row)))<td class="act">\(isOpen ? accept(row) : nil)</td></tr>

            """
    }

    /// What comes before the start: nothing that lasts less than a minute is worth a word.
    private func waits(_ times: OfferTimes) -> HTML {
        guard let start = times.start else { return "" }
        let staging = min(times.staging ?? start, start)
        var words: [String] = []
        if staging - now >= TimeSpan(seconds: 60) { words.append("waits \(TimeText.span(Self.whole(staging - now)))") }
        if start > staging { words.append("stages for \(TimeText.span(start - staging))") }
        return words.isEmpty ? "" : "<br><span class=\"soft\">\(words.joined(separator: ", "))</span>"
    }

    private static func whole(_ span: TimeSpan) -> TimeSpan { TimeSpan(seconds: span.milliseconds / 1000) }

    private static func prices(_ prices: [OfferPrice]) -> HTML {
        let lines = prices.map { price -> HTML in
            let hourly: HTML? = price.hourlyText.map { "<br><span class=\"soft\">\($0)</span>" }
            return "<div>\(price.totalText ?? "")\(hourly)</div>"
        }
        return "\(lines)"
    }

    private func held(_ row: OfferRow) -> HTML {
        switch row.phase {
        case .offered:
            guard let expires = row.expires else { return "" }
            return expires > now
                ? "<span data-held>\(HTML.countdown(expires, now))</span>"
                : "expired \(HTML.countdown(expires, now))"
        case .expired: return "expired"
        case .rejected: return "given back"
        default:
            return "<span class=\"tag good\">accepted</span>"
        }
    }

    /// The title stands beside the value where the table is a list of cards, at the width of a phone.
    private func cell(_ title: String, _ html: HTML) -> HTML {
        "<td data-title=\"\(title)\">\(html)</td>"
    }
}
