import BerthModel

/// What one can begin with when it is in no catalogue.
struct NewTaskPage: Sendable {
    var guardField: HTML
    /// What was pasted, and what is wrong with it.
    var text = ""
    var fault: String?

    var page: PortalPage {
        PortalPage(
            "Ask with your own task", in: .ask,
            """
            <h1>Ask with your own task</h1>
            <p class="lead">Say what kind of thing it is; the next page has a field for everything that can be said of
            it. Nothing runs before you accept an offer.</p>
            <form method="post" action="/portal/ask">\(guardField)
            <ul class="cards plain">\(TaskKind.choices.map(card))</ul></form>
            <section class="part" aria-labelledby="paste"><h2 id="paste">From a file</h2>
            <form class="sheet" method="post" action="/portal/ask">\(guardField)
            <div class="field"><label for="document">A request in YAML or JSON, as <code>berth ask</code> takes
            it</label>
            <textarea id="document" name="document" rows="8" required spellcheck="false"\(described)>
            \(text)</textarea>\(message)</div>
            <p><button>Go on with it</button></p></form></section>
            <p><a href="/portal/drafts">Your drafts</a> are where you left them.</p>
            """)
    }

    private var described: HTML { fault == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"document-fault\"" }

    private var message: HTML? {
        fault.map { "<p class=\"fault\" id=\"document-fault\" role=\"alert\">\($0)</p>" }
    }

    private func card(_ choice: TaskKind.Choice) -> HTML {
        """
        <li class="card"><h2>\(choice.title)</h2><p>\(choice.summary)</p>
        <p><button class="quiet" name="kind" value="\(choice.kind.name)">Begin<span class="visually-hidden">
        with: \(choice.title)</span></button></p></li>

        """
    }
}
