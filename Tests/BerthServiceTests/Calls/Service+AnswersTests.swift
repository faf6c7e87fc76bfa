import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthService

@Suite struct ServiceAnswersTests {
    private static let events: (String, String) = ("Accept", "text/event-stream")

    /// Names and data of a stream.
    private func events(_ text: String) throws -> [(name: String, data: Document)] {
        try text.split(separator: "\n\n").map { block in
            let lines = block.split(separator: "\n")
            try #require(lines.count == 2)
            return (
                String(lines[0].dropFirst("event: ".count)),
                try Document.read(Array(lines[1].dropFirst("data: ".count).utf8), as: .json)
            )
        }
    }

    @Test func everyAnswerComesBeforeTheOfferSet() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/requests", Requests.yes, [Self.events])
            #expect(reply.status == 200)
            #expect(reply.headers["Content-Type"] == "text/event-stream")
            let events = try events(reply.text)
            try #require(events.map(\.name) == ["answer", "offerset"])
            #expect(events[0].data["platform"]?.text == "simple")
            #expect(events[0].data["answer"]?.text == "yes")
            #expect(events[1].data["result"]?.text == "YES")
            let id = try #require(events[1].data["meta"]?["uuid"]?.text)
            #expect(try await service.client.get("/offersets/\(id)").status == 200)
            #expect(service.service.meter.openStreams == 0)
        }
    }

    @Test func aRefusalHasItsReasonsInBoth() async throws {
        try await RunningService.during { service in
            let events = try events(try await service.client.post("/requests", Requests.no, [Self.events]).text)
            try #require(events.map(\.name) == ["answer", "offerset"])
            #expect(events[0].data["answer"]?.text == "no")
            let reason = "compute.cores.min: 400 cores are wanted, this platform has 4."
            for messages in [events[0].data["messages"], events[1].data["meta"]?["messages"]] {
                guard case .list(let items)? = messages else {
                    Issue.record("no messages")
                    continue
                }
                #expect(items.contains { $0["message"]?.text == reason })
            }
        }
    }

    @Test func whatCannotBeReadIsRefusedBeforeTheStream() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/requests", "{", [Self.events])
            #expect(reply.status == 400)
        }
    }

    @Test func whatTheBrokerRefusesIsTheLastEvent() async throws {
        try await RunningService.during { service in
            let key = ("Idempotency-Key", "\"one\"")
            _ = try await service.client.post("/requests", Requests.yes, [key])
            let reply = try await service.client.post("/requests", Requests.no, [key, Self.events])
            #expect(reply.status == 200)
            let events = try events(reply.text)
            try #require(events.map(\.name) == ["problem"])
            #expect(events[0].data["status"] == 422)
        }
    }

    @Test(arguments: [
        ("time=PT1S&enough=1", 303), ("time=5", 400), ("time=-PT1S", 400), ("enough=0", 400), ("enough=x", 400),
        ("before=2030-01-01T00:00:00Z", 303), ("before=soon&enough=1", 400), ("before=", 400),
        ("time=PT1S&other=1", 400), ("platform=simple&enough=2", 303),
    ]) func wishesOfTheQuery(_ query: String, _ status: Int) async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/requests?\(query)", Requests.no)
            #expect(reply.status == status)
        }
    }

    @Test(arguments: [("before=2030-01-01", 1), ("enough=3&before=2030-01-01T01:00:00%2B01:00", 3)])
    func aStartThatIsGoodEnoughIsEnoughOnce(_ query: String, _ enough: Int) throws {
        var items = try RequestTarget(reading: "/requests?platform=a&\(query)".utf8).query
        let wishes = try AskingWishes(taking: &items)
        #expect(wishes.enough == enough)
        #expect(wishes.before == Instant("2030-01-01T00:00:00Z"))
        #expect(items.map(\.name) == ["platform"])
    }

    @Test(arguments: [
        ("text/event-stream", true), ("text/event-stream, application/json;q=0.9", true), ("application/json", false),
        ("application/json, text/event-stream;q=0.5", false), ("*/*", false), ("text/event-stream;q=0", false),
    ]) func eventsAreForThoseWhoLikeThemBest(_ accept: String, _ areWanted: Bool) {
        #expect(EventFrames.areWanted(["Accept": accept]) == areWanted)
    }
}
