import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthService

@Suite struct ServiceEventsTests {
    /// One event of a stream.
    private struct Event: Equatable {
        var id: Int64?
        var name: String?
        var data: Document?
        var phase: String? { data?["phase"]?.text }
    }

    private func events(_ text: String) throws -> [Event] {
        var events: [Event] = []
        for block in text.split(separator: "\n\n") {
            var event = Event()
            for line in block.split(separator: "\n") {
                if line.hasPrefix("id: ") { event.id = Int64(line.dropFirst(4)) }
                if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") {
                    event.data = try Document.read(Array(line.dropFirst(6).utf8), as: .json)
                }
            }
            if event.name != nil { events.append(event) }
        }
        return events
    }

    @Test func aSessionIsFollowedToItsEnd() async throws {
        try await RunningService.during { service in
            let id = try await service.running()
            let stream = try await service.client.open("GET", "/sessions/\(id)/events")
            let begin = try await stream.read(until: "event: session")
            #expect(begin.contains("Content-Type: text/event-stream\r\n"))
            #expect(begin.contains("Cache-Control: no-store\r\n"))
            #expect(service.service.meter.openStreams == 1)
            service.platform.finish()
            let rest = String(decoding: try await stream.readToEnd(), as: UTF8.self)
            #expect(rest.contains("event: phase"))
            let whole = try await service.client.get("/sessions/\(id)/events")
            let all = try events(whole.text)
            #expect(
                all.filter { $0.name == "phase" }.compactMap(\.phase) == [
                    "OFFERED", "ACCEPTED", "PREPARING", "AVAILABLE", "RUNNING", "RELEASING", "COMPLETED",
                ])
            #expect(all.last?.name == "session")
            #expect(all.last?.phase == "COMPLETED")
            #expect(all.compactMap(\.id) == all.compactMap(\.id).sorted())
            #expect(service.service.meter.openStreams == 0)
        }
    }

    @Test func aStreamIsTakenUpWhereItEnded() async throws {
        try await RunningService.during { service in
            let id = try await service.completed()
            let all = try events(try await service.client.get("/sessions/\(id)/events").text)
            let seen = try #require(all.first { $0.phase == "RUNNING" }?.id)
            let rest = try await service.client.get("/sessions/\(id)/events", [("Last-Event-ID", "\(seen)")])
            #expect(
                try events(rest.text).map(\.phase) == ["RELEASING", "COMPLETED", "COMPLETED"])
            #expect(try events(rest.text).map(\.name) == ["phase", "phase", "session"])
        }
    }

    /// A browser comes back until it is told not to.
    @Test func whoHasSeenTheEndIsToldNotToComeBack() async throws {
        try await RunningService.during { service in
            let id = try await service.completed()
            let last = try #require(try events(try await service.client.get("/sessions/\(id)/events").text).last?.id)
            for seen in [last, last + 1, .max] {
                let reply = try await service.client.get("/sessions/\(id)/events", [("Last-Event-ID", "\(seen)")])
                #expect(reply.status == 204)
                #expect(reply.body.isEmpty)
            }
        }
    }

    @Test(arguments: ["x", "-1", "", "99999999999999999999"])
    func anIdentifierThatCannotBeReadIsNone(_ seen: String) async throws {
        try await RunningService.during { service in
            let id = try await service.completed()
            let reply = try await service.client.get("/sessions/\(id)/events", [("Last-Event-ID", seen)])
            #expect(reply.status == 200)
            #expect(try events(reply.text).first?.phase == "OFFERED")
        }
    }

    @Test func aQuietStreamSaysThatItIsThere() async throws {
        var settings = ServiceSettings()
        settings.keepAlive = TimeSpan(milliseconds: 10)
        try await RunningService.during(settings) { service in
            let id = try await service.offer()
            let stream = try await service.client.open("GET", "/sessions/\(id)/events")
            let text = try await stream.read(until: ":\n\n")
            #expect(text.contains(":\n\n"))
            let more = try await stream.read(until: ":\n\n")
            #expect(more.contains(":\n\n"))
        }
    }

    @Test func aStreamEndsWhenTheServiceStops() async throws {
        let service = try await RunningService()
        let id = try await service.offer()
        let stream = try await service.client.open("GET", "/sessions/\(id)/events")
        _ = try await stream.read(until: "event: session")
        await service.stop()
        // In full: the last chunk is there.
        #expect(String(decoding: try await stream.readToEnd(), as: UTF8.self).hasSuffix("0\r\n\r\n"))
    }
}
