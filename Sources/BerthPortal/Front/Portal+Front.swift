// The front page.

extension Portal {
    func frontRoutes(_ routes: inout PortalRoutes) {
        routes.openPage("/portal/") { _ throws(PortalError) in
            .page(
                PortalPage(
                    "Berth",
                    """
                    <h1>Find a place to run it</h1>
                    <p class="lead">Berth asks every platform you may use whether it can run your software, shows you
                    what each would give, and runs it where you say.</p>
                    """))
        }
    }
}
