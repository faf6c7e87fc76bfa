package import BerthHTTP

/// Everybody is the one local user, as for a broker without users.
package struct LocalSignIn: PortalSignIn {
    private static let local = PortalVisitor(subject: "local", name: "You", isAdministrator: true)

    package init() {}

    package var isNeeded: Bool { false }

    package func visitor(of request: HTTPRequest, isSecure: Bool) async -> PortalVisitor? { Self.local }

    package func answer(_ visit: PortalVisit, _ form: PortalForm?) async throws(PortalError) -> PortalAnswer {
        .seeOther(way(back: visit.request.query("to")))
    }
}
