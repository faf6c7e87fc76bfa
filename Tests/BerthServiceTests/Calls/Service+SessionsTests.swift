import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthService

@Suite struct ServiceSessionsTests {
    @Test func anOfferIsReadAcceptedAndRun() async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let offered = try await service.client.get("/sessions/\(id)")
            #expect(offered.status == 200)
            #expect(try offered.text(["phase"]) == "OFFERED")
            let accepted = try await service.update(id, "ACCEPTED")
            #expect(accepted.status == 200)
            #expect(accepted.headers["ETag"] != nil)
            let again = try await service.update(id, "ACCEPTED")
            #expect(again.status == 200)
            service.platform.finish()
            try await service.wait(for: id) { $0 == .completed }
            #expect(try await service.client.get("/sessions/\(id)").text(["phase"]) == "COMPLETED")
        }
    }

    /// Whatever has happened since, and with or without a key.
    @Test(arguments: [["ACCEPTED"], ["REJECTED"], ["ACCEPTED", "CANCELLED"]])
    func anUpdateThatIsSentAgainIsHarmless(_ phases: [String]) async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let key = [("Idempotency-Key", "\"once\"")]
            for phase in phases { try await service.update(id, phase, key) }
            try await service.wait(for: id) { $0 == .running || $0.isEnd }
            let before = try await service.client.get("/sessions/\(id)")
            let again = try await service.update(id, phases[phases.count - 1], key)
            #expect(again.status == 200)
            #expect(again.body == before.body)
        }
    }

    @Test(arguments: Syntax.allCases) func anUpdateIsReadInEverySyntax(_ syntax: Syntax) async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let media = "application/\(syntax.rawValue)"
            let reply = try await service.client.post(
                "/sessions/\(id)", try Requests.update("REJECTED", syntax),
                [("Content-Type", media), ("Accept", media)])
            #expect(reply.status == 200)
            #expect(try Document.read(reply.body, as: syntax)["phase"]?.text == "REJECTED")
        }
    }

    @Test func anUpdateMayBeCalledAfterItsKindInXML() async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let body = try Requests.update("REJECTED", .xml).replacing("Update", with: "EnumValueUpdate")
            let reply = try await service.client.post("/sessions/\(id)", body, [("Content-Type", "text/xml")])
            #expect(reply.status == 200, "\(reply.text)")
        }
    }

    @Test func aPhaseThatDoesNotAllowItIsAConflict() async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            try await service.update(id, "REJECTED")
            let before = try await service.client.get("/sessions/\(id)")
            for phase in ["ACCEPTED", "CANCELLED", "RUNNING"] {
                let reply = try await service.update(id, phase)
                #expect(reply.status == 409, "\(phase)")
                #expect(reply.headers["Content-Type"] == "application/problem+json")
                #expect(try reply.text(["type"]) == ProblemKind.wrongPhase.uri)
            }
            #expect(try await service.client.get("/sessions/\(id)").body == before.body)
        }
    }

    @Test func anExpiredOfferIsGone() async throws {
        try await RunningService.during(broker: { $0.offerLife = TimeSpan(milliseconds: 1) }) { service in
            let id = try await service.offer()
            try await service.wait(for: id) { $0 == .expired }
            let reply = try await service.update(id, "ACCEPTED")
            #expect(reply.status == 410)
            #expect(try reply.text(["type"]) == ProblemKind.expired.uri)
        }
    }

    @Test(arguments: [
        ("{}", "kind is missing: it says what kind of update this is.", "kind"),
        ("{\"kind\": \"uri:other\"}", "The kind of update uri:other is not known here.", "kind"),
        ("{\"kind\": \"uri:enum-value-update\"}", "path is missing: it names the member to change.", "path"),
        (Requests.update("DONE"), "DONE is not a phase of a session.", "value"),
    ])
    func anUpdateThatCannotBeMeantIsRefused(_ body: String, _ detail: String, _ path: String) async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let reply = try await service.client.post("/sessions/\(id)", body)
            #expect(reply.status == 400)
            #expect(try reply.text(["detail"]) == detail)
            #expect(try reply.text(["problems", .index(0), "path"]) == path)
            #expect(try await service.client.get("/sessions/\(id)").text(["phase"]) == "OFFERED")
        }
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        try await RunningService.during { service in
            for id in ["00000000-0000-4000-8000-000000000000", "1", "%F0%9F%98%80"] {
                for path in ["", "/events", "/log/stdout"] {
                    let reply = try await service.client.get("/sessions/\(id)\(path)")
                    #expect(reply.status == 404, "\(id)\(path)")
                    #expect(try reply.text(["type"]) == ProblemKind.notFound.uri)
                }
                #expect(try await service.client.post("/sessions/\(id)", Requests.update("ACCEPTED")).status == 404)
            }
        }
    }

    // MARK: If-Match

    @Test(arguments: Syntax.allCases) func anUpdateOfWhatWasReadIsMade(_ syntax: Syntax) async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let read = try await service.client.get("/sessions/\(id)", [("Accept", "application/\(syntax.rawValue)")])
            let tag = try #require(read.headers["ETag"])
            let old = try await service.update(id, "ACCEPTED", [("If-Match", "\"other\"")])
            #expect(old.status == 412)
            #expect(try await service.client.get("/sessions/\(id)").text(["phase"]) == "OFFERED")
            #expect(try await service.update(id, "REJECTED", [("If-Match", "\"other\", \(tag)")]).status == 200)
            // Now it is another.
            #expect(try await service.update(id, "REJECTED", [("If-Match", tag)]).status == 412)
            #expect(try await service.update(id, "REJECTED", [("If-Match", "*")]).status == 200)
        }
    }

    // MARK: lists

    @Test func sessionsAreListedInPages() async throws {
        try await RunningService.during { service in
            var ids: Set<String> = []
            for _ in 0..<5 { ids.insert("\(try await service.offer())") }
            var found: [String] = []
            var path = "/sessions?limit=2"
            for _ in 0..<3 {
                let list = try await service.client.get(path)
                #expect(list.status == 200)
                guard case .list(let sessions)? = try list.json["sessions"] else { return #expect(Bool(false)) }
                found += sessions.compactMap { $0.value(at: ["meta", "uuid"])?.text }
                guard let next = try list.text(["next"]) else { break }
                path = "/sessions?limit=2&after=\(next)"
            }
            #expect(found.count == 5)
            #expect(Set(found) == ids)
        }
    }

    @Test func sessionsAreListedByPhase() async throws {
        try await RunningService.during { service in
            let rejected = try await service.offer()
            try await service.update(rejected, "REJECTED")
            let offered = try await service.offer()
            for (query, ids) in [
                ("phase=OFFERED", [offered]), ("phase=REJECTED", [rejected]), ("phase=RUNNING", []),
                ("phase=OFFERED,REJECTED", [offered, rejected]), ("phase=OFFERED&phase=REJECTED", [offered, rejected]),
                ("phase=OFFERED&phase=OFFERED", [offered]),
            ] {
                let list = try await service.client.get("/sessions?\(query)")
                var found: Set<String> = []
                if case .list(let sessions)? = try list.json["sessions"] {
                    found = Set(sessions.compactMap { $0.value(at: ["meta", "uuid"])?.text })
                }
                #expect(found == Set(ids.map { "\($0)" }), "\(query)")
            }
        }
    }

    @Test(arguments: [
        ("phase=DONE", "phase must be one of INITIAL, OFFERED, "), ("phase=", "phase must be one of "),
        ("phase=OFFERED,", "phase must be one of "), ("phase=offered", "phase must be one of "),
        ("limit=0", "limit must be a whole number from 1 to 1000."), ("limit=1001", "limit must be "),
        ("limit=x", "limit must be "), ("limit=%2B1", "limit must be "), ("limit=-1", "limit must be "),
        ("limit=99999999999999999999", "limit must be "), ("limit=1&limit=1", "limit can stand there once."),
        ("after=1", "after must be the UUID in next of the page before."),
        ("colour=red", "The query may have phase, limit and after, and nothing else."), ("x", "The query may have "),
    ])
    func wrongQueriesAreRefused(_ query: String, _ detail: String) async throws {
        try await RunningService.during { service in
            let reply = try await service.client.get("/sessions?\(query)")
            #expect(reply.status == 400)
            #expect(try reply.text(["type"]) == ProblemKind.wrongParameter.uri)
            #expect(try reply.text(["detail"])?.hasPrefix(detail) == true, "\(reply.text)")
        }
    }

    @Test func limitsAreTaken() async throws {
        try await RunningService.during { service in
            for limit in [1, 1000] { #expect(try await service.client.get("/sessions?limit=\(limit)").status == 200) }
            let reply = try await service.client.get("/sessions?after=00000000-0000-4000-8000-000000000000")
            #expect(reply.status == 404)
        }
    }
}
