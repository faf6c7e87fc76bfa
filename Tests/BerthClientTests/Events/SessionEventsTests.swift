import BerthHTTP
import BerthModel
import Testing

@testable import BerthClient

struct SessionEventsTests {
    static let id = UUID(random: 1, 2)

    static func frame(_ id: Int, _ phase: String) -> String {
        #"id: \#(id)\#nevent: session\#ndata: {"phase": "\#(phase)"}\#n\#n"#
    }

    static func stream(_ text: String) -> HTTPResponse {
        HTTPResponse(.ok, contentType: "text/event-stream", body: Array("retry: 1\n\(text)".utf8))
    }

    func phases(_ broker: CannedBroker, after: Int64? = nil) async throws -> [String] {
        var found: [String] = []
        for try await event in broker.client.events(of: Self.id, after: after) {
            switch event {
            case .session(let received): found.append(received.value.phase?.rawValue ?? "?")
            case .phase(let phase, _): found.append("into \(phase.rawValue)")
            case .interrupted: found.append("interrupted")
            }
        }
        return found
    }

    @Test func aBrokenStreamIsTakenUpWhereItBroke() async throws {
        let found = try await CannedBroker.answering { _, count in
            switch count {
            case 0: Self.stream(Self.frame(1, "PREPARING") + Self.frame(2, "RUNNING") + "id: 3\ndata: {")
            case 1: HTTPResponse(.unavailable, headers: ["Retry-After": "0"])
            default: Self.stream(Self.frame(3, "COMPLETED"))
            }
        } _: { (broker: CannedBroker) async throws in
            let found = try await phases(broker)
            #expect(broker.requests.map { $0.headers["Last-Event-ID"] } == [nil, "2", "2"])
            #expect(broker.requests.allSatisfy { $0.path == "/sessions/\(Self.id)/events" })
            #expect(broker.requests.allSatisfy { $0.headers["Accept"] == "text/event-stream" })
            return found
        }
        #expect(found == ["PREPARING", "RUNNING", "interrupted", "interrupted", "COMPLETED"])
    }

    @Test func whoHasSeenTheEndIsToldNothing() async throws {
        let found = try await CannedBroker.answering({ _, _ in HTTPResponse(.noContent) }) {
            (broker: CannedBroker) async throws in
            let found = try await phases(broker, after: 9)
            #expect(broker.requests.first?.headers["Last-Event-ID"] == "9")
            return found
        }
        #expect(found.isEmpty)
    }

    /// A broker of another kind has no events.
    @Test(arguments: [404, 405, 406, 501, 200])
    func withoutEventsTheSessionIsReadAgain(_ status: Int) async throws {
        let found = try await CannedBroker.answering { request, count in
            if request.path.hasSuffix("/events") { return .json(HTTPStatus(status), "{}") }
            return .json(.ok, count < 2 ? #"{"phase": "RUNNING"}"# : #"{"phase": "COMPLETED"}"#)
        } _: {
            try await phases($0)
        }
        #expect(found == ["into RUNNING", "RUNNING", "into COMPLETED", "COMPLETED"])
    }

    @Test(arguments: [(401, ClientError.Code.notIdentified), (403, .notAllowed), (410, .gone)])
    func whatWillNeverBeAnswered(_ status: Int, _ code: ClientError.Code) async throws {
        let error = try await CannedBroker.answering({ _, _ in .problem(HTTPStatus(status), "No.") }) {
            (broker: CannedBroker) async throws in
            await #expect(throws: ClientError.self) { try await phases(broker) }
        }
        #expect(error?.code == code)
        #expect(error?.message == "No.")
    }

    @Test func aSessionThatIsNotThere() async throws {
        let error = try await CannedBroker.answering({ _, _ in .problem(.notFound, "None.") }) {
            (broker: CannedBroker) async throws in
            await #expect(throws: ClientError.self) { try await phases(broker) }
        }
        #expect(error?.code == .notFound)
    }

    @Test func cancellingEndsIt() async throws {
        let error = try await CannedBroker.answering({ _, _ in
            HTTPResponse(
                .ok, contentType: "text/event-stream",
                stream: HTTPStream(whenStopping: .end) { writer in
                    try await writer.write(Array(Self.frame(1, "RUNNING").utf8))
                    try await Task.sleep(for: .seconds(600))
                })
        }) { (broker: CannedBroker) async throws in
            let task = Task { try await phases(broker) }
            while broker.requests.isEmpty { await Task.yield() }
            task.cancel()
            return await #expect(throws: ClientError.self) { try await task.value }
        }
        #expect(error?.code == .cancelled)
    }
}
