import BerthModel
import BerthSoftware

/// What was found in the catalogue, or why nothing could be.
struct CataloguePage: Sendable {
    var query: SoftwareQuery
    var found: Result<SoftwarePage, SoftwareError>
    var now: Instant

    var page: PortalPage {
        PortalPage(
            "Catalogue", in: .catalogue,
            """
            <h1>Catalogue</h1>
            \(Self.search(query, isWhole: true))\(results)
            """)
    }

    /// The form that searches; on the front page only the words.
    static func search(_ query: SoftwareQuery, isWhole: Bool) -> HTML {
        let rest: HTML? =
            isWhole
            ? """
            <div class="field"><label for="keyword">Keyword</label>
            <input id="keyword" name="keyword" value="\(query.keyword)"></div>
            <div class="field"><label for="author">Author</label>
            <input id="author" name="author" value="\(query.author)"></div>

            """ : nil
        return """
            <form class="search" role="search" action="/portal/catalogue">
            <div class="field grow"><label for="words">What should it do?</label>
            <input id="words" name="words" type="search" value="\(query.words)"
            placeholder="for example: source finding"></div>
            \(rest)<p><button>Search</button></p></form>

            """
    }

    private var results: HTML {
        switch found {
        case .failure(let error):
            return """
                <p class="notice bad" role="alert">The catalogue cannot be shown: \(error.message)</p>
                <p>You can still <a href="/portal/ask">ask with your own task</a>.</p>
                """
        case .success(let page):
            let count =
                page.total == 0 ? "Nothing was found." : page.total == 1 ? "One entry." : "\(page.total) entries."
            let nothing: HTML? =
                page.total == 0
                ? """
                <p>Try other words, or <a href="/portal/ask">ask with your own task</a>.</p>

                """ : nil
            return """
                \(FreshnessNote.html(page.freshness, now: now))<p class="meta" role="status">\(count)</p>
                \(nothing)<ul class="entries">
                \(page.entries.map(Self.item))</ul>
                \(paging(page))
                """
        }
    }

    static func item(_ entry: SoftwareSummary) -> HTML {
        let path = PortalPath.of("catalogue", entry.id)
        let words = [entry.version.map { "version \($0)" }, entry.license, entry.modified].compactMap(\.self)
        let facts: HTML? = words.isEmpty ? nil : "<p class=\"meta\">\(words.joined(separator: " · "))</p>\n"
        let authors: HTML? =
            entry.authors.isEmpty ? nil : "<p class=\"meta\">\(Self.names(entry.authors))</p>\n"
        let keywords: [HTML] = entry.keywords.prefix(8).map { keyword in
            let query = PortalPath.query([("keyword", keyword)])
            return "<li><a class=\"tag\" href=\"\(href: "/portal/catalogue" + query)\">\(keyword)</a></li>"
        }
        let list: HTML? = keywords.isEmpty ? nil : "<ul class=\"tags\" aria-label=\"Keywords\">\(keywords)</ul>\n"
        return """
            <li class="card"><h2><a href="\(href: path)">\(entry.title)</a></h2>
            \(authors)<p>\(entry.summary)</p>
            \(list)\(facts)</li>

            """
    }

    /// The first three, and how many more there are.
    static func names(_ authors: [String]) -> String {
        let shown = authors.prefix(3).joined(separator: ", ")
        return authors.count > 3 ? "\(shown) and \(authors.count - 3) more" : shown
    }

    private func paging(_ page: SoftwarePage) -> HTML? {
        if page.pages <= 1 { return nil }
        func link(_ number: Int, _ title: String, _ rel: String) -> HTML {
            let query = PortalPath.query([
                ("words", self.query.words), ("keyword", self.query.keyword), ("author", self.query.author),
                ("page", "\(number)"),
            ])
            let path = "/portal/catalogue" + query
            return "<a class=\"button quiet\" rel=\"\(rel)\" href=\"\(href: path)\">\(title)</a>\n"
        }
        return """
            <nav class="row paging" aria-label="Pages">
            \(page.page > 1 ? link(page.page - 1, "Previous", "prev") : nil)\
            <span>Page \(page.page) of \(page.pages)</span>
            \(page.page < page.pages ? link(page.page + 1, "Next", "next") : nil)</nav>
            """
    }
}

/// How old what is shown is.
enum FreshnessNote {
    static func html(_ freshness: Freshness, now: Instant) -> HTML? {
        let age = now - freshness.asOf
        let time: HTML =
            "<time datetime=\"\("\(freshness.asOf)")\">\(Portal.day(freshness.asOf))</time>, \(words(age)) ago"
        if freshness.isStale {
            let why = freshness.why ?? "The catalogue does not answer now."
            return "<p class=\"notice warn\">\(why) This is what it said on \(time).</p>\n"
        }
        // What was read a moment ago needs no word.
        if age < TimeSpan(seconds: 60) { return nil }
        return "<p class=\"meta\">As of \(time).</p>\n"
    }

    /// In the largest unit that fits.
    static func words(_ span: TimeSpan) -> String {
        let seconds = max(0, span.milliseconds / 1000)
        for (unit, length) in [("day", Int64(86_400)), ("hour", 3_600), ("minute", 60)] where seconds >= length {
            let count = seconds / length
            return "\(count) \(unit)\(count == 1 ? "" : "s")"
        }
        return "less than a minute"
    }
}
