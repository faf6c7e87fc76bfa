package import BerthHTTP

/// What one page says; the layout around it is the same everywhere.
package struct PortalPage: Sendable {
    package var title: String
    /// Which entry of the navigation is current.
    package var section: PortalSection?
    /// What stands in `<main>`; begins with its `<h1>`.
    package var content: HTML
    package var scripts: [PortalAsset] = []
    /// Stylesheets beside the one of every page.
    package var styles: [PortalAsset] = []
    package var status: HTTPStatus = .ok
    /// Seconds after which a browser without JavaScript loads the page again; nil for never.
    package var refreshSeconds: Int?
    /// Whether the content may use the whole width: tables and charts.
    package var isWide = false

    package init(_ title: String, in section: PortalSection? = nil, _ content: HTML) {
        self.title = title
        self.section = section
        self.content = content
    }

    /// The whole document.
    func html(for visit: PortalVisit) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>\(title) · Berth</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        \(refresh)<link rel="icon" href="\(href: PortalAsset.icon.path)" type="image/svg+xml">
        \(([.style] + styles).map { "<link rel=\"stylesheet\" href=\"\(href: $0.path)\">\n" as HTML })\
        \(scripts.map { "<script src=\"\(href: $0.path)\" defer></script>\n" as HTML })</head>
        <body>
        <a class="skip" href="#main">To the content</a>
        <header class="top">
        <div class="bar">
        <a class="brand" href="/portal/"><img src="\(href: PortalAsset.icon.path)" alt="" width="28"
        height="28">Berth</a>
        <nav aria-label="Portal"><ul>
        \(PortalSection.allCases.map(item))</ul></nav>
        \(Self.who(visit))</div>
        </header>
        <main id="main" class="\(isWide ? "wide" : "page")" tabindex="-1">
        \(content)
        </main>
        <footer><div class="bar"><p>Berth \(visit.portal.settings.version): ask whether something can be run, compare
        the offers, run it.</p><p><a href="/openapi.yaml">The broker’s calls</a></p></div></footer>
        </body>
        </html>

        """
    }

    private var refresh: HTML? {
        refreshSeconds.map { "<noscript><meta http-equiv=\"refresh\" content=\"\($0)\"></noscript>\n" }
    }

    private func item(_ section: PortalSection) -> HTML {
        let current: HTML = self.section == section ? " aria-current=\"page\"" : ""
        return "<li><a href=\"\(href: section.path)\"\(current)>\(section.title)</a></li>\n"
    }

    /// Who is signed in, where somebody can be.
    private static func who(_ visit: PortalVisit) -> HTML {
        guard visit.portal.signIn.isNeeded else { return "" }
        guard let visitor = visit.visitor else {
            return "<p class=\"who\"><a href=\"/portal/signin\">Sign in</a></p>\n"
        }
        return """
            <form class="who" method="post" action="/portal/signin/out">\(visit.guardField)
            <span>\(visitor.name)</span> <button class="quiet">Sign out</button></form>

            """
    }
}
