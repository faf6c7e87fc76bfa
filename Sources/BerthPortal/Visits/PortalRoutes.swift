import BerthHTTP

/// The pages and forms of a portal while they are collected. What every one of them needs is done here: who looks, the
/// browser's cookie, the word of a form, the headers of the answer, and errors as pages.
package struct PortalRoutes {
    package typealias Look = @Sendable (PortalVisit) async throws(PortalError) -> PortalAnswer
    package typealias Send = @Sendable (PortalVisit, PortalForm) async throws(PortalError) -> PortalAnswer

    private let portal: Portal
    var all: HTTPRouter.Routes

    init(portal: Portal, _ all: HTTPRouter.Routes) {
        self.portal = portal
        self.all = all
    }

    /// A GET for visitors that are known; others are led to the sign-in first.
    package mutating func page(_ template: String, _ look: @escaping Look) {
        add(.get, template, needsVisitor: true) { visit throws(PortalError) in try await look(visit) }
    }

    /// A GET for everybody.
    package mutating func openPage(_ template: String, _ look: @escaping Look) {
        add(.get, template, needsVisitor: false) { visit throws(PortalError) in try await look(visit) }
    }

    /// A POST of a form that a page of this portal has shown in this browser, to a visitor that is known.
    package mutating func form(_ template: String, _ send: @escaping Send) {
        addForm(template, needsVisitor: true, send)
    }

    /// As `form`, for everybody.
    package mutating func openForm(_ template: String, _ send: @escaping Send) {
        addForm(template, needsVisitor: false, send)
    }

    /// Something that is no page and needs nobody, such as a stylesheet.
    mutating func file(_ method: HTTPMethod, _ template: String, _ handler: @escaping HTTPHandler) {
        all.on(method, template) { request in Self.guarded(await handler(request)) }
    }

    private mutating func addForm(_ template: String, needsVisitor: Bool, _ send: @escaping Send) {
        add(.post, template, needsVisitor: needsVisitor) { visit throws(PortalError) in
            let form = try PortalForm(reading: visit.request)
            let browser = PortalGuard.browser(of: visit.request, isSecure: visit.portal.settings.isSecure)
            try visit.portal.guarding.check(visit.request, form, from: browser)
            return try await send(visit, form)
        }
    }

    private mutating func add(
        _ method: HTTPMethod, _ template: String, needsVisitor: Bool, _ look: @escaping Look
    ) {
        let portal = portal
        all.on(method, template) { request in
            let isSecure = portal.settings.isSecure
            let known = PortalGuard.browser(of: request, isSecure: isSecure)
            let visit = PortalVisit(
                portal: portal, request: request,
                visitor: await portal.signIn.visitor(of: request, isSecure: isSecure),
                browser: known ?? portal.secret())
            var answer: PortalAnswer
            do throws(PortalError) {
                if needsVisitor && visit.visitor == nil {
                    answer = .seeOther(visit.signInWay.path)
                } else {
                    answer = try await look(visit)
                }
            } catch {
                if let event = error.event(at: template) { portal.settings.log(event) }
                answer = .page(error.page)
            }
            if known == nil {
                answer.cookies.append(
                    PortalGuard.cookie.set(visit.browser, isSecure: portal.settings.isSecure, seconds: 365 * 86_400))
            }
            return Self.response(answer, visit)
        }
    }

    private static func response(_ answer: PortalAnswer, _ visit: PortalVisit) -> HTTPResponse {
        var response: HTTPResponse
        switch answer.kind {
        case .page(let page): response = Self.response(page, visit)
        case .seeOther(let address):
            response = guarded(.seeOther(address, contentType: "text/plain; charset=utf-8", body: []))
            response.headers["Cache-Control"] = "no-store"
        case .response(let other): response = guarded(other)
        }
        for cookie in answer.cookies { response.headers.add("Set-Cookie", cookie) }
        return response
    }

    static func response(_ page: PortalPage, _ visit: PortalVisit) -> HTTPResponse {
        var response = HTTPResponse(
            page.status, contentType: "text/html; charset=utf-8", body: Array(page.html(for: visit).text.utf8))
        // What a page says is the visitor's alone, and another thing the next time; Back shows it as it is now.
        response.headers["Cache-Control"] = "no-store"
        return guarded(response)
    }

    /// Nothing but our own files, no frames around us, no address of ours to others.
    /// Source: Content Security Policy Level 3.
    private static func guarded(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        // Origin and Referer of our own forms stay; no other site learns where somebody came from.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response
    }

    static let policy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
}
