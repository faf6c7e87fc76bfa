import BerthBroker
import BerthClient
import BerthHTTP
import BerthModel

// Sessions: watched, read, cancelled.

extension Portal {
    /// How long a page waits for a broker to say how a session is.
    static let sessionPatience = TimeSpan(seconds: 5)
    /// How long it waits for outputs, which may be empty for hours.
    static let outputPatience = TimeSpan(milliseconds: 400)

    func sessionRoutes(_ routes: inout PortalRoutes) {
        let path = "/portal/sessions/{broker}/{id}"
        routes.page(path) { visit throws(PortalError) in try await Self.session(visit) }
        routes.page(path + "/events") { visit throws(PortalError) in try await Self.events(visit) }
        routes.page(path + "/log/{output}") { visit throws(PortalError) in try await Self.log(visit) }
        routes.form(path + "/cancel") { visit, _ throws(PortalError) in
            let (broker, id) = try Self.place(visit)
            let visitor = try visit.signedIn()
            do throws(ClientError) {
                _ = try await broker.client(for: visitor).cancel(id)
            } catch {
                var refused = PortalError(error)
                refused.way = PortalWay(PortalPath.of("sessions", broker.name, "\(id)"), "To the session")
                throw refused
            }
            return .seeOther(PortalPath.of("sessions", broker.name, "\(id)"))
        }
    }

    private static func place(_ visit: PortalVisit) throws(PortalError) -> (PortalBroker, UUID) {
        guard let broker = visit.portal.broker(visit.part("broker")), let id = UUID(visit.part("id")) else {
            throw PortalError(
                .notFound, "There is no such session: its address is not whole, or its broker is not asked here.",
                way: PortalWay("/portal/history", "What you asked"))
        }
        return (broker, id)
    }

    private static func session(_ visit: PortalVisit) async throws(PortalError) -> PortalAnswer {
        let (broker, id) = try place(visit)
        let world = visit.portal.world
        return try await visit.portal.watches.watching(id, at: broker, for: try visit.signedIn()) {
            watched throws(PortalError) in
            _ = try await watched.first(within: sessionPatience)
            let view = await watched.news(withOutputsWithin: outputPatience)
            return .page(SessionPage(watched: watched, view: view, now: world.now()).page(guardField: visit.guardField))
        }
    }

    private static func events(_ visit: PortalVisit) async throws(PortalError) -> PortalAnswer {
        let (broker, id) = try place(visit)
        let portal = visit.portal
        let visitor = try visit.signedIn()
        // Who may not see a session is told so by a status, as by its page: browsers ask no more then. What its broker
        // does not say now it may say later, and the stream goes on.
        try await portal.watches.watching(id, at: broker, for: visitor) { watched throws(PortalError) in
            do throws(PortalError) {
                _ = try await watched.first(within: sessionPatience)
            } catch  where error.code != .unavailable {
                throw error
            } catch {
            }
        }
        let isBack = visit.request.headers["Last-Event-ID"] != nil
        return PortalEvents.answer { events in
            let watched = try await portal.watches.join(id, at: broker, for: visitor)
            defer { portal.watches.leave(watched) }
            try await SessionStream.run(watched, portal.world, isBack: isBack, events)
        }
    }

    /// All that a task wrote, as it was written.
    private static func log(_ visit: PortalVisit) async throws(PortalError) -> PortalAnswer {
        let (broker, id) = try place(visit)
        guard let output = TaskOutput(rawValue: visit.part("output")) else {
            throw PortalError(.notFound, "A session has the outputs stdout, stderr and result, and no others.")
        }
        let visitor = try visit.signedIn()
        let log: LogBytes
        do throws(ClientError) {
            let client = try broker.client(for: visitor)
            // Whether there is one at all is said by a page, and not in the middle of a text.
            let first = try await client.output(output, of: id, from: 0, limit: 1, waiting: false)
            if first == nil { throw ClientError(.notFound, "This session has no output of that name.") }
            log = client.log(output, of: id)
        } catch {
            throw PortalError(error)
        }
        // What is missing at the end is not to look like the whole.
        let stream = HTTPStream(whenStopping: .cut) { writer in
            for try await piece in log { try await writer.write(piece) }
        }
        let isText = output != .result
        var response = HTTPResponse(
            .ok, contentType: isText ? "text/plain; charset=utf-8" : "application/octet-stream", stream: stream)
        response.headers["Cache-Control"] = "no-store"
        if !isText { response.headers["Content-Disposition"] = "attachment; filename=\"result-\(id)\"" }
        return .response(response)
    }
}
