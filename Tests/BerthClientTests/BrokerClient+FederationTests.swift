import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthClient

struct BrokerClientFederationTests {
    private static let id = UUID(random: 1, 2)

    private static func health(_ body: String, _ status: HTTPStatus = .ok) -> HTTPResponse {
        var response = HTTPResponse(status, contentType: "application/json", body: Array(body.utf8))
        response.headers["Date"] = "Sun, 06 Nov 1994 08:49:37 GMT"
        return response
    }

    @Test(arguments: [
        (health(#"{"status":"PASS","version":"1"}"#), true),
        (health(#"{"status":"FAIL","version":"1"}"#, .unavailable), true),
        (health(#"{"status":"UP"}"#), false), (health("hello"), false), (health("", .notFound), false),
    ])
    func whoAnswersIsThere(_ reply: HTTPResponse, _ isBerth: Bool) async throws {
        try await CannedBroker.answering({ _, _ in reply }) { (broker: CannedBroker) async throws in
            let known = try await broker.client.meet()
            #expect(known.isBerth == isBerth)
            #expect(known.time == Instant("1994-11-06T08:49:37Z"))
            #expect(broker.requests.map(\.path) == ["/health"])
        }
    }

    @Test(arguments: [
        (HTTPResponse(.badRequest), true), (HTTPResponse(422), true), (HTTPResponse(.unauthorized), true),
        (health(#"{"result":"NO"}"#), true), (health("<html></html>"), false), (health("{}"), false),
        (HTTPResponse(303, headers: ["Location": "/elsewhere"]), false), (HTTPResponse(.notFound), false),
        (HTTPResponse(.methodNotAllowed), false), (HTTPResponse(501), false),
    ])
    func whoTakesQuestionsIsABroker(_ reply: HTTPResponse, _ takes: Bool) async throws {
        try await CannedBroker.answering({ _, _ in reply }) { (broker: CannedBroker) async throws in
            let takesQuestions = try await broker.client.takesQuestions()
            #expect(takesQuestions == takes)
            #expect(broker.requests.map(\.path) == ["/requests"])
            #expect(broker.requests.map { (try? Document.read($0.body, as: .json)) == nil } == [true])
        }
    }

    @Test func aQuestionSaysWhereItCameThrough() async throws {
        let yes = try Example.response(.seeOther, "offerset-yes.json")
        let task = try BrokerClientTests.task.written(as: .json)
        try await CannedBroker.answering({ _, _ in yes }) { (broker: CannedBroker) async throws in
            let (answer, _) = try await broker.client.ask(task, key: "k", via: ["a", "b"])
            #expect(answer.isYes)
            _ = try await broker.client.ask(task, key: "k", via: [])
            #expect(broker.requests.map { $0.headers["Berth-Via"] } == ["a, b", nil])
            #expect(broker.requests.map { $0.headers["Idempotency-Key"] } == ["\"k\"", "\"k\""])
        }
    }

    // MARK: outputs

    private static func piece(
        _ reply: HTTPResponse, from offset: Int64 = 2, limit: Int = 3, waiting: Bool = false
    ) async throws -> (piece: BrokerClient.OutputPiece?, request: HTTPRequest) {
        try await CannedBroker.answering({ _, _ in reply }) { (broker: CannedBroker) async throws in
            let piece = try await broker.client.output(
                .stdout, of: id, from: offset, limit: limit, waiting: waiting)
            return (piece, try #require(broker.requests.first))
        }
    }

    @Test func aPieceIsAskedForAsARange() async throws {
        let part = HTTPResponse(.partialContent, body: Array("cde".utf8))
        let (piece, request) = try await Self.piece(part)
        #expect(piece == .init(bytes: Array("cde".utf8), isEnd: false))
        #expect(request.path == "/sessions/\(Self.id)/log/stdout")
        #expect(request.headers["Range"] == "bytes=2-4")
        let (rest, following) = try await Self.piece(part, limit: 2, waiting: true)
        #expect(rest == .init(bytes: Array("cd".utf8), isEnd: false))
        #expect(following.headers["Range"] == "bytes=2-")
        #expect(following.target.query.first?.name == "follow")
    }

    @Test func whoKnowsNoRangesSendsTheWhole() async throws {
        let whole = HTTPResponse(.ok, body: Array("abcdefgh".utf8))
        #expect(try await Self.piece(whole).piece == .init(bytes: Array("cde".utf8), isEnd: false))
        #expect(try await Self.piece(whole, from: 100).piece == .init(bytes: [], isEnd: false))
        #expect(try await Self.piece(whole, from: 100, waiting: true).piece == .init(bytes: [], isEnd: true))
    }

    @Test func nothingMoreIsTheEndForWhoWaits() async throws {
        let none = HTTPResponse(.rangeNotSatisfiable)
        #expect(try await Self.piece(none).piece == .init(bytes: [], isEnd: false))
        #expect(try await Self.piece(none, waiting: true).piece == .init(bytes: [], isEnd: true))
        #expect(try await Self.piece(none, from: .max).request.headers["Range"] == "bytes=\(Int64.max)-")
    }

    @Test func whoHasNoOutputsSaysSo() async throws {
        let session = HTTPResponse(.ok, contentType: "application/json", body: Array(#"{"phase":"RUNNING"}"#.utf8))
        let answer: CannedBroker.Answer = { request, _ in
            request.path.contains("/log/") ? HTTPResponse(.notFound) : session
        }
        try await CannedBroker.answering(answer) { (broker: CannedBroker) async throws in
            #expect(try await broker.client.output(.stdout, of: Self.id, from: 0, limit: 1, waiting: false) == nil)
            #expect(broker.requests.count == 2)
        }
        // Nor the session.
        try await CannedBroker.answering({ _, _ in HTTPResponse(.notFound) }) { (broker: CannedBroker) async throws in
            let error = await #expect(throws: ClientError.self) {
                try await broker.client.output(.stdout, of: Self.id, from: 0, limit: 1, waiting: false)
            }
            #expect(error?.code == .notFound)
        }
    }
}
