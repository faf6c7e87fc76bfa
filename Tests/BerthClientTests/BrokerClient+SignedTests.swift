import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthClient

struct BrokerClientSignedTests {
    private static let id = UUID(random: 1, 2)

    private static func json(_ text: String) -> HTTPResponse {
        HTTPResponse(.ok, contentType: "application/json", body: Array(text.utf8))
    }

    @Test func `keys and signed offers are read as they are`() async throws {
        let reply = Self.json(#"{"keys":[]}"#)
        try await CannedBroker.answering({ _, _ in reply }) { (broker: CannedBroker) async throws in
            #expect(try await broker.client.keys() == ["keys": []])
            #expect(try await broker.client.signedOffer(Self.id) == ["keys": []])
            #expect(broker.requests.map(\.path) == ["/keys", "/sessions/\(Self.id)/signed"])
            #expect(broker.requests[1].headers["Accept"] == "application/jose+json")
        }
    }

    @Test func `what is none is named`() async throws {
        let reply = Self.json("hello")
        try await CannedBroker.answering({ _, _ in reply }) { (broker: CannedBroker) async throws in
            let error = await #expect(throws: ClientError.self) { try await broker.client.keys() }
            #expect(error?.code == .brokenReply)
            #expect(error?.message == "The broker at \(broker.url) answered something else than its keys (GET /keys).")
        }
    }

    @Test func `a signed offer is presented as it is`() async throws {
        let reply = Self.json(#"{"phase":"ACCEPTED"}"#)
        try await CannedBroker.answering({ _, _ in reply }) { (broker: CannedBroker) async throws in
            let session = try await broker.client.accept(Self.id, presenting: Array("{ }".utf8))
            #expect(session.value.phase == .accepted)
            let request = try #require(broker.requests.first)
            #expect(request.path == "/sessions/\(Self.id)")
            #expect(request.headers["Content-Type"] == "application/jose+json")
            #expect(request.body == Array("{ }".utf8))
        }
        let gone = HTTPResponse(.gone)
        try await CannedBroker.answering({ _, _ in gone }) { (broker: CannedBroker) async throws in
            let error = await #expect(throws: ClientError.self) {
                try await broker.client.accept(Self.id, presenting: [])
            }
            #expect(error?.code == .gone)
        }
    }
}
