package import BerthHTTP

/// A stream of server-sent events to a page. Source: HTML Living Standard, section 9.2.
package struct PortalEvents: Sendable {
    private let writer: HTTPBodyWriter

    /// The answer whose events a task of its own writes; the task is cancelled when the browser goes away.
    package static func answer(
        _ produce: @escaping @Sendable (PortalEvents) async throws -> Void
    ) -> PortalAnswer {
        let stream = HTTPStream(whenStopping: .end) { writer in try await produce(PortalEvents(writer: writer)) }
        var response = HTTPResponse(.ok, contentType: "text/event-stream", stream: stream)
        response.headers["Cache-Control"] = "no-store"
        // Proxies that gather would keep the events back.
        response.headers["X-Accel-Buffering"] = "no"
        return .response(response)
    }

    /// Sends one event.
    ///
    /// - Parameters:
    ///   - name: one word of ours.
    ///   - id: comes back as `Last-Event-ID` when the browser asks again.
    /// - Throws: `peerGone` when nobody reads any more.
    package func send(_ name: String, id: String? = nil, _ content: HTML) async throws(HTTPError) {
        try await writer.write(Self.frame(name, id: id, content.text))
    }

    /// A line that says nothing, so that nobody between takes the connection for dead.
    package func keepAlive() async throws(HTTPError) { try await writer.write(Array(":\n\n".utf8)) }

    static func frame(_ name: String, id: String?, _ text: String) -> [UInt8] {
        var frame = id.map { "id: \($0)\n" } ?? ""
        frame += "event: \(name)\n"
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            frame += "data: \(line)\n"
        }
        return Array((frame + "\n").utf8)
    }
}
