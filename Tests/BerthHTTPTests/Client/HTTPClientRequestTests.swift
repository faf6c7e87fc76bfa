import Testing

@testable import BerthHTTP

@Suite struct HTTPClientRequestTests {
    let client = HTTPClient()

    // MARK: What is not sent

    @Test(arguments: [
        "", "example.org", "ftp://example.org/", "file:///etc/passwd", "http://", "http://a b/",
        "http://a/\r\nX: y", "http://a/\0", "gopher://a/", "http://a:99999/",
    ]) func onlyURLsOfHTTPAreSent(url: String) async throws {
        let error = try await failure { try await client.send(HTTPClientRequest(.get, url)) }
        #expect(error.code == .badRequest)
        #expect(error.message == "the address must be a URL that begins with http:// or https://, without blanks")
    }

    @Test(arguments: [("A B", "x"), ("", "x"), ("A:", "x"), ("A", "x\r\nB: y"), ("A", "x\0"), ("A\n", "x")])
    func fieldsThatWouldBreakOutAreNotSent(name: String, value: String) async throws {
        var request = HTTPClientRequest(.get, "http://127.0.0.1/?secret")
        request.headers.add(name, value)
        let error = try await failure { try await client.send(request) }
        let called = name == "A" ? "A" : "with a forbidden name"
        #expect(
            error
                == HTTPError(
                    .badRequest, "the header field \(called) holds characters that would break the request",
                    subject: "http://127.0.0.1/"))
    }

    @Test(arguments: ["", "GET /", "G\r\n"]) func aMethodIsAWord(method: String) async throws {
        let request = HTTPClientRequest(HTTPMethod(method), "http://127.0.0.1/")
        let error = try await failure { try await client.send(request) }
        #expect(error.message == "the method must be a word such as GET")
    }

    @Test func fieldsOfTheConnectionAreNotTheCallers() async throws {
        let server = try RawServer([.readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")])
        var request = HTTPClientRequest(.post, server.url, body: Array("ab".utf8))
        request.headers = ["Content-Length": "500", "Transfer-Encoding": "chunked", "Connection": "x", "Expect": "y"]
        _ = try await client.send(request)
        let head = server.heads[0]
        #expect(head.contains("Content-Length: 2\r\n"))
        for other in [": 500\r", "chunked", "Connection", "Expect"] { #expect(!head.contains(other)) }
    }

    // MARK: Redirections

    private static func to(_ location: String, _ status: Int = 302) -> RawServer.Step {
        .send("HTTP/1.1 \(status) X\r\nLocation: \(location)\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngone")
    }

    private static let done = RawServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    @Test func aRedirectionIsTheReplyUnlessAskedFor() async throws {
        let server = try RawServer([.readHead, Self.to("/next")])
        let reply = try await client.send(HTTPClientRequest(.get, server.url))
        #expect(reply.status == 302)
        #expect(reply.headers["Location"] == "/next")
        #expect(reply.body == Array("gone".utf8))
    }

    @Test func redirectionsAreFollowedUpToTheirLimit() async throws {
        let script: [RawServer.Step] = [.readHead, Self.to("next?b=2")]
        let server = try RawServer(script, script, [.readHead, Self.done])
        var request = HTTPClientRequest(.get, server.url + "/a/b")
        request.maximumRedirects = 2
        request.headers["Authorization"] = "Bearer secret"
        let reply = try await client.send(request)
        #expect(reply.body == Array("ok".utf8))
        #expect(reply.url == server.url + "/a/next?b=2")
        #expect(
            server.heads.map { $0.prefix { $0 != "\r\n" } } == [
                "GET /a/b HTTP/1.1", "GET /a/next?b=2 HTTP/1.1", "GET /a/next?b=2 HTTP/1.1",
            ])
        #expect(server.heads.allSatisfy { $0.contains("Authorization: Bearer secret\r\n") })
        let other = try RawServer(script, script, script)
        request.url = other.url + "/a/b"
        let error = try await failure { try await client.send(request) }
        #expect(
            error
                == HTTPError(
                    .tooLarge, "the address leads to more than 2 others in turn", subject: "\(other.url)/a/b"))
    }

    @Test func whatProvesWhoAsksIsNotShownToAnotherOrigin() async throws {
        let other = try RawServer([.readHead, Self.done])
        let server = try RawServer([.readHead, Self.to(other.url + "/x")])
        var request = HTTPClientRequest(.get, server.url)
        request.maximumRedirects = 1
        request.headers = ["Authorization": "Bearer secret", "Cookie": "secret", "X-Kind": "kept"]
        _ = try await client.send(request)
        #expect(server.heads[0].contains("secret"))
        #expect(!other.heads[0].contains("secret"))
        #expect(other.heads[0].contains("X-Kind: kept\r\n"))
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "http://a b/", "http://[::"])
    func aRedirectionLeadsToHTTPOnly(location: String) async throws {
        let server = try RawServer([.readHead, Self.to(location)])
        var request = HTTPClientRequest(.get, server.url)
        request.maximumRedirects = 1
        #expect(try await failure { try await client.send(request) }.code == .badRequest)
    }

    @Test(arguments: [
        (301, "POST", "GET"), (302, "POST", "GET"), (303, "POST", "GET"), (303, "PUT", "GET"), (303, "HEAD", "HEAD"),
        (302, "PUT", "PUT"), (307, "POST", "POST"), (308, "POST", "POST"), (307, "GET", "GET"),
    ]) func theMethodThatFollows(status: Int, method: String, next: String) {
        var request = HTTPClientRequest(HTTPMethod(method), "http://a/x", body: [1])
        request.headers = ["Content-Type": "text/plain", "Accept": "a/b"]
        let follows = request.redirected(HTTPStatus(status), to: "http://a/y")
        #expect(follows.method.name == next)
        let keepsBody = method == next && method != "HEAD"
        #expect(follows.body == (keepsBody || method == "HEAD" ? [1] : nil))
        #expect(follows.headers["Content-Type"] == (method == next ? "text/plain" : nil))
        #expect(follows.headers["Accept"] == "a/b")
    }

    @Test(arguments: [
        ("http://a/x", "http://a/y", true), ("http://a/x", "http://A:80/y", true),
        ("https://a/", "https://a:443/", true),
        ("http://a/x", "https://a/x", false), ("http://a/x", "http://a:81/x", false),
        ("http://a/x", "http://b/x", false),
        ("http://a/x", "http://a.b/x", false), ("http://a/", "http://u@a/", true), ("http://a/", "http://a@b/", false),
        ("http://a/", "broken", false),
    ]) func anOriginIsSchemeHostAndPort(from: String, to: String, isSame: Bool) {
        var request = HTTPClientRequest(.get, from)
        request.headers = ["authorization": "secret", "Cookie": "c", "Host": "h"]
        let next = request.redirected(302, to: to)
        #expect(next.headers["Authorization"] == (isSame ? "secret" : nil))
        #expect(next.headers["Cookie"] == (isSame ? "c" : nil))
    }

    @Test func theTimeInTotalIncludesRedirections() async throws {
        let script: [RawServer.Step] = [.readHead, Self.to("/on")]
        let server = try RawServer(script, script, [.readHead, .waitForEnd])
        var request = HTTPClientRequest(.get, server.url)
        request.maximumRedirects = 5
        request.totalSeconds = 0.3
        #expect(try await failure { try await client.send(request) }.code == .tooSlow)
    }

    @Test(arguments: [
        ("http://a/x", "http://a/y", false), ("http://a/x", "https://A:81/x", false),
        ("http://a/x", "http://b/x", true),
        ("http://a/x", "http://[::1]/", true), ("http://a/", "broken", true),
    ]) func anotherHostHasARuleOfItsOwn(from: String, to: String, isElsewhere: Bool) {
        var request = HTTPClientRequest(.get, from)
        #expect(request.redirected(302, to: to).allows == nil)
        request.allowsElsewhere = { $0.port == 1 }
        let next = request.redirected(302, to: to)
        #expect((next.allows != nil) == isElsewhere)
        // It holds for what comes after that, too.
        #expect((next.redirected(302, to: "http://c/").allows != nil))
    }

    @Test func theRuleOfAddressesHoldsForRedirections() async throws {
        let other = try RawServer([.readHead, Self.done])
        let server = try RawServer([.readHead, Self.to(other.url)])
        var request = HTTPClientRequest(.get, server.url)
        request.maximumRedirects = 1
        request.allows = { [port = server.port] in $0.port == port }
        let error = try await failure { try await client.send(request) }
        #expect(error.code == .addressRefused)
        #expect(other.heads.isEmpty)
    }

    @Test func aBodyOfARedirectionIsNotCollected() async throws {
        let server = try RawServer(
            [
                .readHead, .send("HTTP/1.1 302 X\r\nLocation: /n\r\nConnection: close\r\n\r\n"),
                .sendBytes([UInt8](repeating: 1, count: 9)),
            ], [.readHead, Self.done])
        var request = HTTPClientRequest(.get, server.url)
        request.maximumRedirects = 1
        request.maximumBytes = 9
        #expect(try await client.send(request).body == Array("ok".utf8))
    }
}
