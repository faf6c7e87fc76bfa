import BerthBroker
import BerthHTTP
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

    func open(_ service: Service) {
        let router = service.router
        let (writeProblem, onHead) = (service.writeProblem, service.onHead)
        inside.withLock {
            $0 = Inside(
                handler: { await router.answer($0) }, writeProblem: writeProblem, onHead: onHead,
                count: { service.count($0) })
        }
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
