package import BerthHTTP

/// How the portal knows who looks at it.
package protocol PortalSignIn: Sendable {
    /// Whether anybody has to sign in at all.
    var isNeeded: Bool { get }
    /// Who sends a request; nil when that is not known.
    ///
    /// - Parameter isSecure: whether browsers reach the portal under TLS.
    func visitor(of request: HTTPRequest, isSecure: Bool) async -> PortalVisitor?
    /// Answers what stands under `/portal/signin`, GET and POST. A POST has been found to come from a page of this
    /// portal; `form` is there then.
    func answer(_ visit: PortalVisit, _ form: PortalForm?) async throws(PortalError) -> PortalAnswer
}

extension PortalSignIn {
    /// Where a visitor is led after signing in: a path of the portal, whatever the address asks for.
    package func way(back text: String?) -> String {
        guard let text, text.hasPrefix("/portal/"), HTML.isSafe(text), !text.contains("\\"),
            !text.hasPrefix("/portal/signin")
        else { return "/portal/" }
        return text
    }
}
