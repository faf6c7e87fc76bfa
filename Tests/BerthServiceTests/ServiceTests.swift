import BerthDocument
import BerthHTTP
import BerthModel
import BerthSchemas
import Testing

@testable import BerthService

@Suite struct ServiceTests {
    /// An identifier that nobody has.
    private static let nobody = "00000000-0000-4000-8000-000000000000"

    private func path(_ operation: Operation) -> String {
        operation.path.replacing("{uuid}", with: Self.nobody).replacing("{stream}", with: "stdout")
            .replacing("{name}", with: "berth.xsd")
    }

    /// The route that answers is the path of the description.
    @Test(arguments: Operation.allCases) func everyOperationHasARoute(_ operation: Operation) async throws {
        try await RunningService.during { service in
            let segments = path(operation).split(separator: "/").map { String($0) }
            let request = HTTPRequest(
                method: HTTPMethod(operation.method), target: RequestTarget(segments: segments))
            let response = await service.service.router.answer(request)
            #expect(response.route == operation.path)
            #expect(response.headers["X-Content-Type-Options"] == "nosniff")
            #expect(response.status != .methodNotAllowed)
        }
    }

    /// Every route is an operation: what a path allows is what the description says of it.
    @Test(arguments: Set(Operation.allCases.map(\.path))) func noOtherMethodIsServed(_ path: String) async throws {
        try await RunningService.during { service in
            let operations = Operation.allCases.filter { $0.path == path }
            var methods = Set(operations.map(\.method)).union(["OPTIONS"])
            if methods.contains("GET") { methods.insert("HEAD") }
            let target = self.path(operations[0])
            let options = try await service.client.send("OPTIONS", target)
            #expect(options.status == 204)
            #expect(options.headers["Allow"] == methods.sorted().joined(separator: ", "))
            for method in ["DELETE", "PUT", "PATCH", "GET", "POST"] where !methods.contains(method) {
                let reply = try await service.client.send(method, target)
                #expect(reply.status == 405)
                #expect(reply.headers["Allow"] == methods.sorted().joined(separator: ", "))
                #expect(reply.headers["Content-Type"] == "application/problem+json")
                #expect(try reply.text(["title"]) == "The method is wrong")
            }
        }
    }

    @Test func HEADIsGETWithoutABody() async throws {
        try await RunningService.during { service in
            for path in ["/", "/health", "/sessions", "/platforms", "/metrics", "/capabilities", "/openapi.json"] {
                let reply = try await service.client.send("HEAD", path)
                #expect(reply.status == 200, "\(path)")
                #expect(reply.body.isEmpty, "\(path)")
            }
        }
    }

    @Test func otherPathsAreNotFoundInTheSyntaxThatIsWished() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.get("/nothing", [("Accept", "application/xml")])
            #expect(reply.status == 404)
            #expect(reply.headers["Content-Type"] == "application/problem+xml")
            #expect(reply.headers["X-Content-Type-Options"] == "nosniff")
            #expect(reply.text.contains("<detail>Nothing is served under this path.</detail>"))
        }
    }

    @Test func theServersOwnRefusalsAreProblems() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.get("/health?x=%zz")
            #expect(reply.status == 400)
            #expect(try reply.text(["type"]) == ProblemKind.unreadableRequest.uri)
        }
    }

    // MARK: who asks

    private static let closed = Operation.allCases.filter { !$0.isOpen }

    @Test func whatSaysNothingOfAnybodyIsOpen() {
        #expect(
            Self.closed == [
                .offerSetPost, .offerSetGet, .directPost, .snapshotPost, .sessionList, .sessionGet, .sessionPost,
                .sessionSigned, .sessionEvents, .sessionLog, .platforms,
            ])
    }

    @Test func usersHaveToSayWhoTheyAre() async throws {
        try await RunningService.during(users: Tokens.users) { service in
            for operation in Operation.allCases {
                let reply = try await service.client.send(operation.method, path(operation))
                #expect((reply.status == 401) == !operation.isOpen, "\(operation)")
                if operation.isOpen { continue }
                #expect(reply.headers["WWW-Authenticate"] == "Bearer realm=\"berth\"")
                let known = try await service.client.send(
                    operation.method, path(operation), [("Authorization", "Bearer test")])
                #expect(known.status != 401, "\(operation)")
            }
        }
    }

    @Test func whatBelongsToOthersIsNotShown() async throws {
        try await RunningService.during(users: Tokens.users) { service in
            let ada = ("Authorization", "Bearer test")
            let grace = ("Authorization", "Bearer secret")
            let reply = try await service.client.post("/requests", Requests.yes, [ada])
            #expect(reply.status == 303)
            let set = try #require(try reply.text(["meta", "uuid"]))
            let offer = try #require(try reply.text(["offers", .index(0), "meta", "uuid"]))
            for path in ["/offersets/\(set)", "/sessions/\(offer)", "/sessions/\(offer)/log/stdout"] {
                #expect(try await service.client.get(path, [ada]).status == 200, "\(path)")
                let other = try await service.client.get(path, [grace])
                #expect(other.status == 403, "\(path)")
                #expect(try other.text(["type"]) == ProblemKind.notAllowed.uri)
            }
            let events = try await service.client.get("/sessions/\(offer)/events", [grace])
            #expect(events.status == 403)
            let update = try await service.client.post("/sessions/\(offer)", Requests.update("ACCEPTED"), [grace])
            #expect(update.status == 403)
            let list = try await service.client.get("/sessions", [grace])
            #expect(list.text == "{}")
        }
    }

    /// No token comes back in an answer.
    @Test func aTokenIsNeverRepeated() async throws {
        try await RunningService.during(users: Tokens.users) { service in
            for field in ["Bearer verysecret", "verysecret", "Basic verysecret", "Bearer verysecret twice"] {
                let reply = try await service.client.get("/sessions", [("Authorization", field)])
                #expect(reply.status == 401)
                #expect(!reply.text.contains("verysecret"))
                #expect(!reply.headers.contains { $0.value.contains("verysecret") })
            }
        }
    }

    // MARK: browsers

    @Test func aPageOfOthersCannotUseIt() async throws {
        try await RunningService.during { service in
            let rebound = try await service.client.get("/sessions", [("Host", "evil.example.com")])
            #expect(rebound.status == 421)
            #expect(try rebound.text(["type"]) == ProblemKind.misdirected.uri)
            let forged = try await service.client.post(
                "/requests", Requests.yes, [("Origin", "https://evil.example.com")])
            #expect(forged.status == 403)
            let ours = try await service.client.post(
                "/requests", Requests.yes, [("Origin", "http://127.0.0.1:\(service.server.port)")])
            #expect(ours.status == 303)
        }
    }

    @Test func theGuardCanBeSwitchedOff() async throws {
        var settings = ServiceSettings()
        settings.guardsAgainstBrowsers = false
        try await RunningService.during(settings) { service in
            let reply = try await service.client.get("/sessions", [("Host", "evil.example.com")])
            #expect(reply.status == 200)
        }
    }

    /// A page has no token.
    @Test func whereATokenIsNeededThereIsNoGuard() async throws {
        try await RunningService.during(users: Tokens.users) { service in
            let reply = try await service.client.get(
                "/sessions", [("Host", "proxy.example.com"), ("Authorization", "Bearer test")])
            #expect(reply.status == 200)
        }
    }
}
