import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthService

@Suite struct ServiceRequestsTests {
    private static let types: [(media: String, syntax: Syntax)] = [
        ("application/json", .json), ("application/yaml", .yaml), ("text/yaml", .yaml),
        ("application/x-yaml", .yaml), ("application/vnd.example+yaml", .yaml), ("application/xml", .xml),
        ("text/xml", .xml), ("application/vnd.example+xml", .xml), ("application/vnd.example+json", .json),
    ]

    @Test func aRequestIsAnsweredWithThePlaceOfItsOffersAndTheOffers() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/requests", Requests.yes)
            #expect(reply.status == 303)
            #expect(reply.headers["Content-Type"] == "application/json")
            #expect(reply.headers["Vary"]?.contains("Accept") == true)
            #expect(try reply.text(["result"]) == "YES")
            #expect(try reply.text(["offers", .index(0), "phase"]) == "OFFERED")
            let id = try #require(try reply.text(["meta", "uuid"]))
            #expect(reply.headers["Location"] == "\(RunningService.publicURL)/offersets/\(id)")
            let again = try await service.client.get("/offersets/\(id)")
            #expect(again.status == 200)
            #expect(again.body == reply.body)
        }
    }

    @Test func aRefusalIsAnAnswerAndCanBeReadAgain() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/requests", Requests.no)
            #expect(reply.status == 303)
            #expect(try reply.text(["result"]) == "NO")
            #expect(try reply.json["offers"] == nil)
            #expect(
                try reply.text(["meta", "messages", .index(0), "message"])
                    == "compute.cores.min: 400 cores are wanted, this platform has 4.")
            let id = try #require(try reply.text(["meta", "uuid"]))
            #expect(try await service.client.get("/offersets/\(id)").body == reply.body)
        }
    }

    /// In and out, each for itself.
    @Test(arguments: types.map(\.media)) func everyMediaTypeIsReadAndWritten(_ media: String) async throws {
        let syntax = try #require(Self.types.first { $0.media == media }).syntax
        try await RunningService.during { service in
            let read = try await service.client.post(
                "/requests", try Requests.no(syntax), [("Content-Type", media)])
            #expect(read.status == 303)
            #expect(try read.text(["result"]) == "NO")
            let written = try await service.client.post("/requests", Requests.no, [("Accept", media)])
            #expect(written.status == 303)
            #expect(try Document.read(written.body, as: syntax)["result"]?.text == "NO")
            let canonical = media.contains("vnd") ? "application/\(syntax.rawValue)" : media
            #expect(written.headers["Content-Type"] == canonical)
        }
    }

    @Test func XMLHasTheRootsOfTheStandard() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/requests", Requests.yes, [("Accept", "application/xml")])
            #expect(try Document.readXML(reply.body).root == "offers-response")
            let id = try await service.offer()
            let session = try await service.client.get("/sessions/\(id)", [("Accept", "application/xml")])
            #expect(try Document.readXML(session.body).root == "execution")
        }
    }

    @Test func aWrongMediaTypeIsToldBeforeAnythingIsDone() async throws {
        try await RunningService.during { service in
            let accept = try await service.client.post("/requests", Requests.yes, [("Accept", "image/png")])
            #expect(accept.status == 406)
            let type = try await service.client.post("/requests", Requests.yes, [("Content-Type", "text/plain")])
            #expect(type.status == 415)
            #expect(type.headers["Accept"] == RequestBody.mediaTypes)
            #expect(service.broker.figures.answeredYes == 0)
            #expect(try await service.client.get("/sessions").text == "{}")
        }
    }

    @Test func unknownMembersAreIgnoredAndReported() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/requests", "{\(Requests.docker), \"colour\": \"red\"}")
            #expect(try reply.text(["result"]) == "YES")
            #expect(
                try reply.text(["meta", "messages", .index(0), "message"])
                    == "colour: this member is not known here and was ignored.")
        }
    }

    /// What can be read and cannot be meant is answered NO, in every syntax alike.
    @Test(arguments: Syntax.allCases) func whatCannotBeMeantIsNo(_ syntax: Syntax) async throws {
        let json = """
            {\(Requests.docker),
             "compute": {"kind": "\(Kind.simpleCompute.uri)", "cores": {"min": 4, "max": 2}, "memory": {"min": -1}},
             "schedule": {"requested": {"duration": "P1M"}}}
            """
        let document = try Document.read(Array(json.utf8), as: .json)
        let body = String(decoding: try document.written(as: syntax, root: "ExecutionRequest"), as: UTF8.self)
        try await RunningService.during { service in
            let reply = try await service.client.post(
                "/requests", body, [("Content-Type", "application/\(syntax.rawValue)")])
            #expect(reply.status == 303)
            #expect(try reply.text(["result"]) == "NO")
            guard case .list(let messages)? = try reply.json.value(at: ["meta", "messages"]) else {
                return #expect(Bool(false), "\(reply.text)")
            }
            #expect(messages.count == 3, "\(reply.text)")
        }
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        try await RunningService.during { service in
            for id in ["00000000-0000-4000-8000-000000000000", "1", "x%20y", "..."] {
                let reply = try await service.client.get("/offersets/\(id)")
                #expect(reply.status == 404, "\(id)")
                #expect(try reply.text(["type"]) == ProblemKind.notFound.uri)
            }
        }
    }

    @Test func aTagSparesWhatTheClientHas() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/requests", Requests.no)
            let path = "/offersets/\(try #require(try reply.text(["meta", "uuid"])))"
            let first = try await service.client.get(path)
            let tag = try #require(first.headers["ETag"])
            #expect(first.headers["Cache-Control"] == "no-cache")
            let second = try await service.client.get(path, [("If-None-Match", tag)])
            #expect(second.status == 304)
            #expect(second.body.isEmpty)
            #expect(second.headers["ETag"] == tag)
            // Another syntax is another body.
            let other = try await service.client.get(path, [("If-None-Match", tag), ("Accept", "application/xml")])
            #expect(other.status == 200)
        }
    }

    // MARK: direct

    @Test func directExecutionIsAnsweredWithThePlaceOfTheSession() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/direct", Requests.yes)
            #expect(reply.status == 303)
            #expect(try reply.text(["phase"]) == "ACCEPTED")
            let id = try #require(try reply.text(["meta", "uuid"]))
            #expect(reply.headers["Location"] == "\(RunningService.publicURL)/sessions/\(id)")
            #expect(try await service.client.get("/sessions/\(id)").status == 200)
        }
    }

    @Test func directExecutionThatIsRefusedIsAFailedSession() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/direct", Requests.no)
            #expect(reply.status == 400)
            #expect(reply.headers["Content-Type"] == "application/json")
            #expect(reply.headers["Location"] == nil)
            #expect(try reply.text(["phase"]) == "FAILED")
            // Each component has an identifier, as in every answer.
            for member in ["executable", "compute"] {
                #expect(UUID(try reply.text([.member(member), "meta", "uuid"]) ?? "") != nil)
            }
            #expect(
                try reply.text(["meta", "messages", .index(0), "message"])
                    == "compute.cores.min: 400 cores are wanted, this platform has 4.")
        }
    }

    @Test func directExecutionThatCannotBeReadIsAProblem() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/direct", "{")
            #expect(reply.status == 400)
            #expect(reply.headers["Content-Type"] == "application/problem+json")
        }
    }

    // MARK: what the service cannot do

    @Test func moreQuestionsThanItTakesAreAskedToComeBack() async throws {
        try await RunningService.during(broker: { $0.questionsAtOnce = 0 }) { service in
            let reply = try await service.client.post("/requests", Requests.yes)
            #expect(reply.status == 429)
            #expect(reply.headers["Retry-After"] == "1")
        }
    }

    @Test func aServiceThatStopsSaysSo() async throws {
        try await RunningService.during { service in
            await service.broker.stop()
            let reply = try await service.client.post("/requests", Requests.yes)
            #expect(reply.status == 503)
            #expect(reply.headers["Retry-After"] == "5")
            #expect(try reply.text(["detail"]) == "The service is stopping; ask again when it is back.")
        }
    }

    @Test func aStoreThatCannotWriteIsNotNow() async throws {
        let store = MemoryStore()
        try await RunningService.during(store: store) { service in
            await store.close()
            let reply = try await service.client.post("/requests", Requests.yes)
            #expect(reply.status == 503)
            #expect(reply.headers["Retry-After"] == "5")
        }
    }
}
