import BerthHTTP

/// The page on which people say who they are: every way that there is.
struct SignInPage: Sendable {
    /// Where they go on afterwards.
    var back: String
    /// The URL of the provider where they can sign in.
    var provider: String?
    /// Whether a token of the broker is a way.
    var takesTokens = false
    /// What is wrong with the token that was shown.
    var problem: String?

    func page(_ visit: PortalVisit) -> PortalPage {
        let wasKnown = visit.visitor == nil && visit.word(of: TokenSignIn.cookie) != nil
        let again: HTML? =
            wasKnown && problem == nil
            ? """
            <p class="notice">You were signed in and are no longer: the time was over, or the portal was started again.
            Sign in once more; your drafts and runs are as they were.</p>

            """ : nil
        var page = PortalPage(
            "Sign in",
            """
            <h1>Sign in</h1>
            \(again)<p>This broker wants to know who asks.</p>
            \(provider.map(there))\(takesTokens ? token(visit) : nil)
            """)
        if problem != nil { page.status = .forbidden }
        return page
    }

    /// The way there is a link and no form: pages of the portal let no form lead to another site.
    private func there(_ provider: String) -> HTML {
        let address = "/portal/signin/begin" + PortalPath.query([("to", back)])
        return """
            <p>You sign in at <strong>\(provider)</strong>, which leads you back here. What it says of you goes to the
            brokers that you ask, and to nobody else.</p>
            <p><a class="button" href="\(href: address)">Sign in</a></p>

            """
    }

    private func token(_ visit: PortalVisit) -> HTML {
        let hint: HTML? = problem.map { "<p class=\"fault\" id=\"token-fault\" role=\"alert\">\($0)</p>" }
        let heading: HTML? = provider == nil ? nil : "<h2>With a token</h2>\n"
        return """
            \(heading)<p>Show the token that its administrator gave you; the portal keeps it for this visit and hands it
            to the brokers that you ask, and to nobody else.</p>
            <form class="sheet" method="post" action="/portal/signin">\(visit.guardField)
            <input type="hidden" name="to" value="\(back)">
            <div class="field"><label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required spellcheck="false"\
            \(problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"token-fault\"" as HTML)>\(hint)</div>
            <p><button\(provider == nil ? "" : " class=\"quiet\"" as HTML)>Sign in with it</button></p>
            </form>
            """
    }
}
