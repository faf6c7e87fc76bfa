import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthClient

struct BrokerClientAnswersTests {
    private static func stream(_ events: String...) -> HTTPResponse {
        HTTPResponse(.ok, contentType: "text/event-stream", body: Array(events.joined().utf8))
    }

    private static func event(_ name: String, _ file: String) throws -> String {
        let document = try Document.read(try Example.bytes(file), as: .json)
        return "event: \(name)\ndata: \(String(decoding: try document.written(as: .json), as: UTF8.self))\n\n"
    }

    private static let answer = "event: answer\ndata: {\"platform\": \"here\", \"answer\": \"yes\", \"ways\": 2}\n\n"

    @Test func answersAreHeardInTheirOrder() async throws {
        let no = "event: answer\ndata: {\"platform\": \"there\", \"answer\": \"no\"}\n\n"
        let reply = Self.stream(":\n\n", Self.answer, no, try Self.event("offerset", "offerset-yes.json"))
        try await CannedBroker.answering({ _, _ in reply }) { broker in
            var heard: [PlatformAnswer] = []
            let answer = try await broker.client.ask(
                BrokerClientTests.task, platforms: ["a"], within: TimeSpan(seconds: 5), enough: 3,
                before: Instant("2030-01-01T00:00:00Z")
            ) { heard.append($0) }
            #expect(heard.map(\.platform) == ["here", "there"])
            #expect(heard.map(\.ways) == [2, nil])
            #expect(answer.isYes)
            let request = try #require(broker.requests.first)
            #expect(request.headers["Accept"] == "text/event-stream, application/json;q=0.9")
            #expect(
                request.target.query.map { "\($0.name)=\($0.value)" } == [
                    "platform=a", "time=PT5S", "enough=3", "before=2030-01-01T00:00:00Z",
                ])
        }
    }

    @Test(arguments: [HTTPStatus.ok, .seeOther]) func aBrokerWithoutEvents(_ status: HTTPStatus) async throws {
        let reply = try Example.response(status, "offerset-no.json")
        try await CannedBroker.answering({ _, _ in reply }) { broker in
            let answer = try await broker.client.ask(BrokerClientTests.task) { _ in Issue.record("nothing was said") }
            #expect(!answer.isYes)
        }
    }

    @Test(arguments: [
        ("event: problem\ndata: {\"status\": 429, \"detail\": \"Too many.\"}\n\n", ClientError.Code.tooMany),
        (answer, .unreachable), ("event: offerset\ndata: {\n\n", .brokenReply), ("", .unreachable),
    ]) func streamsThatEndBadly(_ text: String, _ code: ClientError.Code) async throws {
        try await CannedBroker.answering({ _, _ in Self.stream(text) }) { broker in
            let error = await #expect(throws: ClientError.self) {
                _ = try await broker.client.ask(BrokerClientTests.task) { _ in }
            }
            #expect(error?.code == code)
        }
    }
}
