import BerthBroker
import BerthHTTP
import BerthPortal
import BerthService

/// What a server hands its requests to: it listens before there is a service, because the links of the service hold the
/// port that it got.
final class FrontDoor: Sendable {
    private struct Inside: Sendable {
        var handler: HTTPHandler
        var writeProblem: HTTPProblem.Writer
        var onHead: @Sendable (HTTPRequest) -> HTTPResponse?
        var count: @Sendable (HTTPAccess) -> Void
    }

    private let inside = Locked<Inside?>(nil)

    func open(_ service: Service, _ portal: Portal? = nil) {
        let router = service.router
        let pages = portal?.router
        let (writeProblem, onHead, writePage) = (service.writeProblem, service.onHead, portal?.writeProblem)
        inside.withLock {
            $0 = Inside(
                handler: { request in
                    guard let pages else { return await router.answer(request) }
                    if Self.isOfPortal(request) {
                        if let refusal = service.refusalOfForeign(request) { return refusal }
                        return await pages.answer(request)
                    }
                    if let way = Self.wayToPortal(request) { return way }
                    return await router.answer(request)
                },
                writeProblem: { problem, request in
                    guard let writePage, let request, Self.isOfPortal(request) else {
                        return writeProblem(problem, request)
                    }
                    return writePage(problem, request)
                },
                // Who sends a form is asked by the portal, which knows browsers by their cookies.
                onHead: { pages != nil && Self.isOfPortal($0) ? nil : onHead($0) },
                count: { service.count($0) })
        }
    }

    private static func isOfPortal(_ request: HTTPRequest) -> Bool { request.target.segments.first == "portal" }

    /// Leads a browser that comes to the service itself to its pages; programs get the index as ever.
    private static func wayToPortal(_ request: HTTPRequest) -> HTTPResponse? {
        guard request.method == .get || request.method == .head, request.target.segments.isEmpty,
            Accept.best(of: [MediaType("application", "json"), MediaType("text", "html")], request.headers)
                == MediaType("text", "html")
        else { return nil }
        var response = HTTPResponse.seeOther("/portal/", contentType: "text/plain; charset=utf-8", body: [])
        response.headers["Vary"] = "Accept"
        return response
    }

    var handler: HTTPHandler {
        { [self] request in
            guard let handler = inside.withLock({ $0?.handler }) else {
                return HTTPResponse(
                    .unavailable, headers: ["Retry-After": "1"], contentType: "text/plain; charset=utf-8",
                    body: Array("The service is starting; ask again in a moment.\n".utf8))
            }
            return await handler(request)
        }
    }

    var writeProblem: HTTPProblem.Writer {
        { [self] problem, request in
            (inside.withLock { $0 }?.writeProblem ?? HTTPProblem.plain)(problem, request)
        }
    }

    var onHead: @Sendable (HTTPRequest) -> HTTPResponse? {
        { [self] request in inside.withLock { $0?.onHead }?(request) }
    }

    func count(_ access: HTTPAccess) { inside.withLock { $0?.count }?(access) }
}
