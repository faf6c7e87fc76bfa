package import BerthHTTP

/// One request of a browser: what it wants, who is behind it, and the portal that it came to.
package struct PortalVisit: Sendable {
    package let portal: Portal
    package let request: HTTPRequest
    /// Who looks; nil only on the pages that everybody may see.
    package let visitor: PortalVisitor?
    /// What tells this browser from others; not who is behind it.
    let browser: String

    /// The hidden field that every form needs, or its POST is refused.
    package var guardField: HTML {
        "<input type=\"hidden\" name=\"\(PortalGuard.field)\" value=\"\(portal.guarding.word(of: browser))\">"
    }

    /// The visitor of a page for which one has to be signed in.
    ///
    /// - Throws: `notSignedIn`.
    package func signedIn() throws(PortalError) -> PortalVisitor {
        guard let visitor else { throw PortalError(.notSignedIn, "Sign in first.", way: signInWay) }
        return visitor
    }

    /// One part of the path, by the name that the route gave it; empty when there is none.
    package func part(_ name: String) -> String { request.parameter(name) ?? "" }

    /// The value of a cookie of the portal.
    func word(of cookie: PortalCookie) -> String? {
        cookie.value(in: request.headers, isSecure: portal.settings.isSecure)
    }

    var signInWay: PortalWay {
        var path = "/portal/signin"
        if request.method == .get { path += "?to=" + request.path.percentEncoded }
        return PortalWay(path, "Sign in")
    }
}
