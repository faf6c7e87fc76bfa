import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthClient

struct BrokerClientTests {
    static let id = UUID(random: 1, 2)
    static let task: Document = ["executable": ["kind": "docker-container"], "extra": 1]

    @Test(arguments: ["json", "yaml", "xml"])
    func theExampleInEverySyntax(_ syntax: String) async throws {
        let yes = try Example.response(.seeOther, "offerset-yes.\(syntax)", ["Location": "/offersets/x"])
        try await CannedBroker.answering({ _, _ in yes }) { (broker: CannedBroker) async throws in
            let answer = try await broker.client.ask(Self.task)
            #expect(answer.isYes)
            #expect(answer.location == "/offersets/x")
            #expect(answer.value.offers.count == 1)
            #expect(answer.value.offers.first?.phase == .offered)
            #expect(answer.document["result"]?.text == "YES")
            let request = try #require(broker.requests.first)
            #expect(request.method == .post)
            #expect(request.path == "/requests")
            #expect(request.headers["Content-Type"] == "application/json")
            #expect(request.headers["Accept"] == "application/json")
            #expect(request.headers["Authorization"] == nil)
            // What is not known here is sent as it is.
            #expect(try Document.read(request.body, as: .json) == Self.task)
        }
    }

    @Test func noIsAnAnswer() async throws {
        let no = try Example.response(.ok, "offerset-no.json")
        try await CannedBroker.answering({ _, _ in no }) { (broker: CannedBroker) async throws in
            let answer = try await broker.client.ask(ExecutionRequest())
            #expect(!answer.isYes)
            #expect(answer.value.meta?.options.count == 1)
        }
    }

    /// So that a request that is sent again does nothing twice.
    @Test func everyPostHasAKeyOfItsOwn() async throws {
        let yes = try Example.response(.seeOther, "offerset-yes.json")
        try await CannedBroker.answering({ _, _ in yes }) { (broker: CannedBroker) async throws in
            _ = try? await broker.client.ask(Self.task)
            _ = try? await broker.client.ask(Self.task)
            _ = try? await broker.client.direct(Self.task)
            _ = try? await broker.client.accept(Self.id)
            _ = try? await broker.client.offerSet(Self.id)
            let keys = broker.requests.map { $0.headers["Idempotency-Key"] }
            #expect(keys.count == 5)
            #expect(keys.last == .some(nil))
            for key in keys.dropLast() {
                #expect(UUID(String(key?.dropFirst().dropLast() ?? "")) != nil, "\(key ?? "none")")
            }
            #expect(Set(keys).count == 5)
        }
    }

    @Test func aKeyMayBeGiven() async throws {
        let yes = try Example.response(.seeOther, "offerset-yes.json")
        try await CannedBroker.answering({ _, _ in yes }) { (broker: CannedBroker) async throws in
            _ = try? await broker.client.ask(Self.task, key: "mine")
            _ = try? await broker.client.direct(Self.task, key: #"a "b" \c"#)
            #expect(broker.requests.map { $0.headers["Idempotency-Key"] } == ["\"mine\"", #""a \"b\" \\c""#])
            for key in ["", "ä", "a\n", String(repeating: "k", count: 256)] {
                let error = await #expect(throws: ClientError.self) { try await broker.client.ask(Self.task, key: key) }
                #expect(error?.code == .badRequest)
                #expect(error?.message == "A key must have from 1 to 255 printable ASCII characters.")
            }
            #expect(broker.requests.count == 2)
        }
    }

    @Test func aRedirectionWithoutABodyIsFollowed() async throws {
        let yes = try Example.response(.ok, "offerset-yes.json")
        try await CannedBroker.answering(path: "/berth", token: "secret") { request, _ in
            request.method == .post
                ? HTTPResponse(.seeOther, headers: ["Location": "/berth/offersets/1"]) : yes
        } _: { (broker: CannedBroker) async throws in
            #expect(try await broker.client.ask(Self.task).isYes)
            #expect(broker.requests.map(\.path) == ["/berth/requests", "/berth/offersets/1"])
            #expect(broker.requests.allSatisfy { $0.headers["Authorization"] == "Bearer secret" })
        }
    }

    @Test func anotherServiceDoesNotSeeTheToken() async throws {
        try await CannedBroker.answering(token: "secret") { _, _ in
            HTTPResponse(.seeOther, headers: ["Location": "http://127.0.0.1:1/offersets/1"])
        } _: { (broker: CannedBroker) async throws in
            let error = await #expect(throws: ClientError.self) { try await broker.client.ask(Self.task) }
            #expect(error?.code == .brokenReply)
            #expect(error?.message == "The broker at \(broker.url) points to another service for the answer.")
        }
    }

    /// An older broker: other kinds, words that are not known, no result.
    @Test func whatIsNotKnownIsMissingAndStillThere() async throws {
        let text = """
            {"offers": [{"kind": "https://www.purl.org/ivoa.net/EB/schema/v1.0/types/session/x-1.0", "phase": "PENDING",
              "executable": {"kind": "https://www.purl.org/ivoa.net/EB/schema/types/executable/docker-container-1.0"},
              "compute": {"kind": "https://example.org/quantum", "qubits": 5}, "expires": "soon", "novel": [1]}]}
            """
        try await CannedBroker.answering({ _, _ in .json(.ok, text) }) { (broker: CannedBroker) async throws in
            let answer = try await broker.client.ask(Self.task)
            #expect(answer.isYes)
            let offer = try #require(answer.value.offers.first)
            #expect(offer.phase == nil)
            #expect(offer.expires == nil)
            #expect(offer.executable?.kind == .dockerContainer)
            #expect(offer.compute?.stranger?.kind == "https://example.org/quantum")
            let document = answer.document
            #expect(document.value(at: ["offers", .index(0), "phase"])?.text == "PENDING")
            #expect(document.value(at: ["offers", .index(0), "novel"]) == .list([.integer(1)]))
        }
    }

    @Test func updatesAreSent() async throws {
        let session = try Example.response(.ok, "session.json")
        try await CannedBroker.answering({ _, _ in session }) { (broker: CannedBroker) async throws in
            _ = try await broker.client.accept(Self.id)
            _ = try await broker.client.reject(Self.id)
            #expect(try await broker.client.cancel(Self.id).value.phase == .running)
            #expect(broker.requests.map(\.path) == Array(repeating: "/sessions/\(Self.id)", count: 3))
            let values = try broker.requests.map { try Document.read($0.body, as: .json)["value"]?.text }
            #expect(values == ["ACCEPTED", "REJECTED", "CANCELLED"])
        }
    }

    @Test func listsAndFacts() async throws {
        try await CannedBroker.answering { request, _ in
            switch request.path {
            case "/sessions": .json(.ok, #"{"sessions": [{"phase": "RUNNING"}], "next": "\#(Self.id)"}"#)
            case "/platforms": .json(.ok, #"{"platforms": [{"name": "a"}]}"#)
            default: .json(.unavailable, #"{"status": "FAIL", "messages": ["It is stopping."]}"#)
            }
        } _: { (broker: CannedBroker) async throws in
            let list = try await broker.client.sessions(in: [.running, .failed], limit: 5, after: Self.id)
            #expect(list.value.next == Self.id)
            #expect(broker.requests[0].query("phase") == "RUNNING,FAILED")
            #expect(broker.requests[0].query("limit") == "5")
            #expect(broker.requests[0].query("after") == "\(Self.id)")
            #expect(try await broker.client.platforms().value.platforms.first?.name == "a")
            #expect(try await broker.client.health().value.messages == ["It is stopping."])
        }
    }

    @Test func runningAtOnce() async throws {
        let refused = #"{"phase": "FAILED", "meta": {"messages": [{"message": "No."}]}}"#
        try await CannedBroker.answering { _, count in
            switch count {
            case 0: .json(.seeOther, #"{"phase": "ACCEPTED"}"#)
            case 1: .json(.badRequest, refused)
            default: .problem(.badRequest, "What is this?")
            }
        } _: { (broker: CannedBroker) async throws in
            #expect(try await broker.client.direct(Self.task).value.phase == .accepted)
            #expect(try await broker.client.direct(Self.task).value.component.meta?.messages.count == 1)
            let error = await #expect(throws: ClientError.self) { try await broker.client.direct(Self.task) }
            #expect(error?.code == .badRequest)
            #expect(error?.message == "What is this?")
        }
    }

    @Test(arguments: ["", "[1]", "hello", "<html>hello</html>", "{"])
    func whatIsNoAnswer(_ body: String) async throws {
        try await CannedBroker.answering({ _, _ in
            HTTPResponse(.ok, contentType: "text/html", body: Array(body.utf8))
        }) { (broker: CannedBroker) async throws in
            let error = await #expect(throws: ClientError.self) { try await broker.client.session(Self.id) }
            #expect(error?.code == .brokenReply)
        }
    }

    @Test(arguments: ["two words", "", "caf\u{E9}", "a\nb"])
    func tokensThatCannotBeSent(_ token: String) {
        let error = #expect(throws: ClientError.self) { try BrokerClient(url: "http://a", token: token) }
        #expect(error?.code == .badToken)
        #expect(error?.message == "The token must be one word of printable ASCII characters.")
    }

    @Test func nobodyThere() async throws {
        let client = try BrokerClient(url: "http://127.0.0.1:1")
        let error = await #expect(throws: ClientError.self) { try await client.health() }
        #expect(error?.code == .unreachable)
        await client.close()
        let closed = await #expect(throws: ClientError.self) { try await client.health() }
        #expect(closed?.code == .stopped)
    }
}
