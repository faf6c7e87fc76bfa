package import BerthHTTP

/// What comes of a visit.
package struct PortalAnswer: Sendable {
    enum Kind: Sendable {
        case page(PortalPage)
        case seeOther(String)
        case response(HTTPResponse)
    }

    var kind: Kind
    var cookies: [String] = []

    /// A page in the layout.
    package static func page(_ page: PortalPage) -> PortalAnswer { PortalAnswer(kind: .page(page)) }
    /// Another page, by GET: after every form, so that to load it again does nothing twice. A path of the portal, or
    /// the address of an identity provider.
    package static func seeOther(_ address: String) -> PortalAnswer { PortalAnswer(kind: .seeOther(address)) }
    /// Something that is no page: a stream of events, a file.
    package static func response(_ response: HTTPResponse) -> PortalAnswer { PortalAnswer(kind: .response(response)) }

    /// With a cookie (the value of `Set-Cookie`).
    package func setting(_ cookie: String) -> PortalAnswer {
        var answer = self
        answer.cookies.append(cookie)
        return answer
    }
}
