import BerthBroker

// For administrators: what was refused.

extension Portal {
    func refusedRoutes(_ routes: inout PortalRoutes) {
        routes.page("/portal/refused") { visit throws(PortalError) in
            guard try visit.signedIn().isAdministrator else {
                throw PortalError(
                    .notAllowed, "This page is for administrators; they are named in the configuration of the portal.")
            }
            let book = visit.portal.askings.refusals
            let sheet = RefusedSheet(
                requests: try await book.all(), now: visit.portal.world.now(), retention: book.retention)
            return .page(sheet.page)
        }
    }
}
