import Testing

@testable import BerthHTTP

@Suite struct HTTPRouterTests {
    private let router = HTTPRouter { routes in
        func on(_ method: HTTPMethod, _ template: String) {
            routes.on(method, template) { request in
                let named = request.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
                return HTTPResponse(.ok, body: Array("\(method) \(template) \(named)".utf8))
            }
        }
        on(.get, "/")
        on(.get, "/sessions")
        on(.post, "/sessions/{id}")
        on(.get, "/sessions/{id}")
        on(.get, "/sessions/{id}/log/{stream}")
        on(.get, "/sessions/latest")
        on(.delete, "/sessions/{id}/log/stdout")
        on(.get, "/schemas/{path...}")
        on(.get, "/schemas/index")
        on(.options, "/own")
        on(.head, "/own")
    }

    private func answer(_ method: HTTPMethod, _ target: String) async throws -> HTTPResponse {
        await router.answer(HTTPRequest(method: method, target: try RequestTarget(reading: target.utf8)))
    }

    private func text(_ response: HTTPResponse) -> String {
        if case .bytes(let bytes) = response.body { String(decoding: bytes, as: UTF8.self) } else { "stream" }
    }

    @Test(arguments: [
        ("/", "GET / "), ("/sessions", "GET /sessions "), ("/sessions/7", "GET /sessions/{id} id=7"),
        ("/sessions/latest", "GET /sessions/latest "), ("/sessions/a%2Fb", "GET /sessions/{id} id=a/b"),
        ("/sessions/7/log/stderr", "GET /sessions/{id}/log/{stream} id=7,stream=stderr"),
        ("/schemas/a", "GET /schemas/{path...} path=a"), ("/schemas/a/b/", "GET /schemas/{path...} path=a/b/"),
        ("/schemas/index", "GET /schemas/index "), ("/schemas/index/x", "GET /schemas/{path...} path=index/x"),
    ]) func finds(target: String, said: String) async throws {
        let response = try await answer(.get, target)
        #expect(text(response) == said)
        #expect(response.route == String(said.split(separator: " ")[1]))
    }

    @Test(arguments: [
        "/nothing", "/sessions/", "/sessions/7/", "/sessions/7/log", "/schemas", "//", "/sessions/7/log/a/b",
    ])
    func findsNothing(target: String) async throws {
        let response = try await answer(.get, target)
        #expect(response.status == .notFound)
        #expect(response.route == nil)
        #expect(text(response) == "nothing is served under this path\n")
    }

    @Test func anotherMethodIsToldWhatIsAllowed() async throws {
        let response = try await answer(.delete, "/sessions/7")
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers["Allow"] == "GET, HEAD, OPTIONS, POST")
        #expect(text(response) == "DELETE is not served under this path; it takes GET, HEAD, OPTIONS, POST\n")
        #expect(try await answer(.post, "/schemas/x").headers["Allow"] == "GET, HEAD, OPTIONS")
        #expect(try await answer("get", "/sessions").status == .methodNotAllowed)
        // A literal wins even where only the name has the method.
        #expect(try await answer(.get, "/sessions/7/log/stdout").headers["Allow"] == "DELETE, OPTIONS")
    }

    @Test func getAnswersHead() async throws {
        #expect(text(try await answer(.head, "/sessions")) == "GET /sessions ")
        #expect(text(try await answer(.head, "/own")) == "HEAD /own ")
        #expect(try await answer(.head, "/nothing").status == .notFound)
    }

    @Test func optionsAreAnsweredForEveryPath() async throws {
        let response = try await answer(.options, "/sessions")
        #expect(response.status == .noContent)
        #expect(response.headers["Allow"] == "GET, HEAD, OPTIONS")
        #expect(text(try await answer(.options, "/own")) == "OPTIONS /own ")
        #expect(try await answer(.options, "*").status == .noContent)
        #expect(try await answer(.options, "/nothing").status == .notFound)
        #expect(try await answer(.get, "*").status == .notFound)
    }

    @Test func refusalsAreWrittenByTheServersWriter() async throws {
        let router = HTTPRouter(onProblem: { problem, request in
            HTTPResponse(problem.status, body: Array("\(problem.code) \(request?.path ?? "")".utf8))
        }) { $0.on(.get, "/a") { _ in HTTPResponse(.ok) } }
        let missing = await router.answer(HTTPRequest(method: .get, target: RequestTarget(segments: ["b", "c"])))
        #expect(text(missing) == "notFound /b/c")
        let wrong = await router.answer(HTTPRequest(method: .put, target: RequestTarget(segments: ["a"])))
        #expect(text(wrong) == "methodNotAllowed /a")
    }

    @Test func thousandsOfSegmentsAreLookedAtOnce() async throws {
        let long = String(repeating: "/a", count: 100_000)
        #expect(try await answer(.get, long).status == .notFound)
        #expect(try await answer(.get, "/schemas" + long).status == .ok)
    }
}
