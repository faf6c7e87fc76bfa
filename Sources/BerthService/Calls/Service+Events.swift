import BerthBroker
import BerthHTTP
import BerthModel
import BerthPlatform

/// Following a session.
extension Service {
    func events(_ request: HTTPRequest, as asker: Identity) async throws(Refusal) -> HTTPResponse {
        let id = try Self.id(request, of: "session")
        let view = try await view(id, as: asker)
        // One that cannot be read has seen nothing.
        let seen = max(0, request.headers["Last-Event-ID"].flatMap { Int64($0) } ?? 0)
        // Tells browsers not to come back. Source: HTML Living Standard, section 9.2.3.
        if seen >= view.revision && view.isOver {
            return HTTPResponse(.noContent, headers: ["Cache-Control": "no-store"])
        }
        let stream = HTTPStream(whenStopping: .end) { [self] writer in
            meter.streamOpened()
            defer { meter.streamClosed() }
            try await follow(id, from: view, after: seen, as: asker, writer)
        }
        return HTTPResponse(
            .ok, headers: ["Cache-Control": "no-store"], contentType: "text/event-stream", stream: stream)
    }

    private func follow(
        _ id: UUID, from first: SessionView, after seen: Int64, as asker: Identity, _ writer: HTTPBodyWriter
    ) async throws {
        var view = first
        var last = min(seen, view.revision)
        while true {
            try await writer.write(try EventFrames.frames(view, after: last))
            last = view.revision
            if view.isOver { return }
            guard let next = try await change(of: id, after: last, as: asker, writer) else { return }
            view = next
        }
    }

    /// The session after its next change; nil when there will be none because the broker stops or nobody reads.
    private func change(
        of id: UUID, after revision: Int64, as asker: Identity, _ writer: HTTPBodyWriter
    ) async throws -> SessionView? {
        while true {
            let deadline = world.now() + settings.keepAlive
            if let view = try await broker.change(of: id, after: revision, until: deadline, as: asker) { return view }
            if Task.isCancelled || world.now() < deadline { return nil }
            try await writer.write(EventFrames.keepAlive)
        }
    }
}

extension SessionView {
    /// Nothing more will happen.
    var isOver: Bool { session.phase?.isEnd ?? false }
}
