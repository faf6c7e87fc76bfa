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

    @Test func directExecutionAsksThoseThatAreChosen() async throws {
        try await RunningService.during { service in
            let health = try await service.client.get("/platforms")
            let name = try #require(try health.text(["platforms", .index(0), "name"]))
            #expect(try await service.client.post("/direct?platform=\(name)", Requests.yes).status == 303)
            let refused = try await service.client.post("/direct?without=\(name)", Requests.yes)
            #expect(refused.status == 400)
            #expect(
                try refused.text(["meta", "messages", .index(0), "message"]) == "No platform is left to ask.")
            let wrong = try await service.client.post("/direct?platform=nobody", Requests.yes)
            #expect(wrong.headers["Content-Type"] == "application/problem+json")
            #expect(try wrong.text(["detail"])?.hasPrefix("There is no platform nobody; ") == true)
        }
    }

    @Test func directExecutionThatCannotBeReadIsAProblem() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/direct", "{")
            #expect(reply.status == 400)
            #expect(reply.headers["Content-Type"] == "application/problem+json")
        }
    }

    // MARK: keys

    private static let key = [("Idempotency-Key", "\"once\"")]
    private static let calls = ["/requests", "/direct"]

    private func uuid(_ reply: LoopbackClient.Reply) throws -> String {
        try #require(try reply.text(["meta", "uuid"]))
    }

    @Test(arguments: calls) func theSameKeyGivesTheSameAnswer(_ path: String) async throws {
        let store = MemoryStore()
        var first = ""
        try await RunningService.during(store: store) { service in
            let reply = try await service.client.post(path, Requests.yes, Self.key)
            #expect(reply.status == 303, "\(reply.text)")
            first = try uuid(reply)
            let again = try await service.client.post(
                path, Requests.yes, [("Idempotency-Key", "once"), ("Accept", "application/yaml")])
            #expect(again.status == 303)
            #expect(again.headers["Location"] == reply.headers["Location"])
            #expect(again.headers["Content-Type"] == "application/yaml")
            #expect(service.broker.figures.answeredYes == 1)
        }
        // Another broker on the same store, as after a crash.
        try await RunningService.during(store: store) { service in
            let reply = try await service.client.post(path, Requests.yes, Self.key)
            #expect(reply.status == 303)
            #expect(try uuid(reply) == first)
            #expect(service.broker.figures.answeredYes == 0)
        }
    }

    @Test func theOffersAreAsTheyStandNow() async throws {
        try await RunningService.during { service in
            let id = try await service.offer(Self.key)
            try await service.update(id, "REJECTED")
            let reply = try await service.client.post("/requests", Requests.yes, Self.key)
            #expect(try reply.text(["offers", .index(0), "meta", "uuid"]) == id.description)
            #expect(try reply.text(["offers", .index(0), "phase"]) == "REJECTED")
        }
    }

    @Test(arguments: calls) func theSameNoIsGivenAgain(_ path: String) async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post(path, Requests.no, Self.key)
            let again = try await service.client.post(path, Requests.no, Self.key)
            #expect(again.status == reply.status)
            #expect(again.body == reply.body)
            #expect(service.broker.figures.answeredNo == 1)
            let other = try await service.client.post(path, Requests.yes, Self.key)
            #expect(other.status == 422, "a NO has used the key, too")
        }
    }

    @Test(arguments: calls) func anotherRequestWithTheSameKeyIsAProblem(_ path: String) async throws {
        try await RunningService.during { service in
            _ = try await service.client.post(path, Requests.yes, Self.key)
            let reply = try await service.client.post(path, Requests.no, Self.key)
            #expect(reply.status == 422)
            #expect(reply.headers["Content-Type"] == "application/problem+json")
            #expect(try reply.text(["type"]) == ProblemKind.keyReused.uri)
            #expect(
                try reply.text(["detail"])
                    == "This Idempotency-Key was used for another request; send each request with a key of its own, "
                    + "and only a repetition with the same.")
        }
    }

    @Test func aKeyIsOfOneCallOnly() async throws {
        try await RunningService.during { service in
            let offers = try await service.client.post("/requests", Requests.yes, Self.key)
            let session = try await service.client.post("/direct", Requests.no, Self.key)
            #expect(offers.status == 303)
            #expect(session.status == 400)
            #expect(try session.text(["phase"]) == "FAILED")
        }
    }

    @Test func theKeysOfOthersAreNobodysConcern() async throws {
        try await RunningService.during(users: Tokens.users) { service in
            let (ada, grace) = (("Authorization", "Bearer test"), ("Authorization", "Bearer secret"))
            let hers = try await service.client.post("/requests", Requests.yes, Self.key + [ada])
            let others = try await service.client.post("/requests", Requests.yes, Self.key + [grace])
            #expect(others.status == 303)
            #expect(try uuid(others) != uuid(hers))
            // Whoever guesses a key can work out the identifier, and learns nothing by it.
            for body in [Requests.yes, Requests.no] {
                let key = [("Idempotency-Key", "k\(body.utf8.count)"), ada]
                let id = try uuid(try await service.client.post("/requests", body, key))
                let known = try await service.client.get("/offersets/\(id)", [grace])
                #expect(known.status == 404)
                #expect(try known.text(["detail"]) == "There is no offer set \(id).")
                #expect(try await service.client.get("/offersets/\(id)", [ada]).status == 200)
            }
        }
    }

    @Test(arguments: calls + ["/sessions/00000000-0000-4000-8000-000000000000"])
    func aKeyThatIsNoneIsToldBeforeAnythingIsDone(_ path: String) async throws {
        try await RunningService.during { service in
            for fields in [
                [("Idempotency-Key", "")], [("Idempotency-Key", "\"a")], [("Idempotency-Key", "ä")],
                Self.key + Self.key,
            ] {
                let reply = try await service.client.post(path, Requests.yes, fields)
                #expect(reply.status == 400, "\(fields)")
                #expect(try reply.text(["type"]) == ProblemKind.wrongParameter.uri)
            }
            #expect(service.broker.figures.answeredYes == 0)
        }
    }

    /// What was not answered as meant has used no key.
    @Test func aRequestThatCannotBeReadUsesNoKey() async throws {
        try await RunningService.during { service in
            let unreadable = try await service.client.post("/requests", "{", Self.key)
            #expect(unreadable.status == 400)
            let reply = try await service.client.post("/requests", Requests.yes, Self.key)
            #expect(reply.status == 303)
        }
    }

    @Test func twoAtOnceMakeOneOfferSet() async throws {
        try await RunningService.during { service in
            let replies = try await withThrowingTaskGroup(of: LoopbackClient.Reply.self) { group in
                for _ in 0..<16 {
                    group.addTask { try await service.client.post("/requests", Requests.yes, Self.key) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.contains { $0.status == 303 })
            #expect(Set(replies.filter { $0.status == 303 }.map { $0.headers["Location"] }).count == 1)
            for busy in replies where busy.status != 303 {
                #expect(busy.status == 409)
                #expect(busy.headers["Retry-After"] == "1")
                #expect(try busy.text(["type"]) == ProblemKind.keyBusy.uri)
            }
            #expect(service.broker.figures.answeredYes == 1)
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
