import BerthBroker

// For administrators: what was refused.

extension Portal {
    func refusedRoutes(_ routes: inout PortalRoutes) {
        routes.page("/portal/refused") { visit throws(PortalError) in
            guard try visit.signedIn().isAdministrator else {
                throw PortalError(
                    .notAllowed, "This page is for administrators; they are named in the configuration of the portal.")
            }
            let requests = try await visit.portal.askings.refusals.all()
            return .page(RefusedSheet(requests: requests, now: visit.portal.world.now()).page)
        }
    }
}
