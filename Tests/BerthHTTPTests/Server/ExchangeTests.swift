import Synchronization
import Testing

@testable import BerthHTTP

/// What one request meets, over a real connection.
@Suite struct ExchangeTests {
    private func server(_ change: (inout HTTPServerSettings) -> Void = { _ in }) throws -> HTTPServer {
        var settings = HTTPServerSettings()
        settings.onProblem = { problem, request in
            HTTPResponse(
                problem.status, headers: problem.headers, body: Array("\(problem.code) \(request?.path ?? "-")".utf8))
        }
        change(&settings)
        return try HTTPServer(settings) { request in
            HTTPResponse(.ok, contentType: "x/y", body: Array("\(request.method) \(request.path) ".utf8) + request.body)
        }
    }

    private func ask(
        _ text: String, hasBody: Bool = true, _ change: (inout HTTPServerSettings) -> Void = { _ in }
    ) async throws -> ReplyReader.Reply? {
        let server = try server(change)
        let reply = try await RawConnection.ask(server.port, text, hasBody: hasBody)
        await server.stop()
        return reply
    }

    // MARK: Bodies and their limits

    @Test(arguments: [(10, 200), (11, 413)]) func aBodyOfKnownLength(count: Int, status: Int) async throws {
        let body = String(repeating: "x", count: count)
        let reply = try await ask("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: \(count)\r\n\r\n\(body)") {
            $0.limits.bodyBytes = 10
        }
        #expect(reply?.status == status)
        #expect(reply?.body == (status == 200 ? "POST /a \(body)" : "bodyTooLarge /a"))
    }

    @Test(arguments: [(10, 200), (11, 413)]) func aBodyInChunks(count: Int, status: Int) async throws {
        let chunks = String(repeating: "1\r\nx\r\n", count: count)
        let reply = try await ask("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n")
        {
            $0.limits.bodyBytes = 10
        }
        #expect(reply?.status == status)
        #expect(reply?.body == (status == 200 ? "POST /a xxxxxxxxxx" : "bodyTooLarge /a"))
    }

    @Test func aBodyWithoutEndIsCutOff() async throws {
        let server = try server { $0.limits.bodyBytes = 1 << 16 }
        let answer = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "4000\r\n" + String(repeating: "x", count: 0x4000) + "\r\n"
            var sent = 0
            // More than all that is drained and buffered on the way.
            while sent < 4_096 && connection.send(chunk) { sent += 1 }
            return (sent, connection.readToEnd())
        }
        #expect(answer.0 < 4_096)
        await server.stop()
    }

    @Test(arguments: [(100, 200), (101, 503)]) func bodiesOfAllTogether(count: Int, status: Int) async throws {
        let body = String(repeating: "x", count: count)
        let text = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: \(count)\r\n\r\n\(body)"
        let server = try server { $0.limits.bodiesBytes = 100 }
        // What one takes is given back: the next finds as much.
        for _ in 0..<2 {
            let reply = try await RawConnection.ask(server.port, text, hasBody: true)
            #expect(reply?.status == status)
        }
        await server.stop()
    }

    @Test func aLargeBodyIsAnsweredAsASmallOne() async throws {
        let body = String(repeating: "x", count: 100_000)
        let reply = try await ask("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n\(body)")
        #expect(reply?.body == "POST /a \(body)")
    }

    @Test func aBodyThatIsNotWantedIsNotRead() async throws {
        let head = "POST /a HTTP/1.1\r\nHost: h\r\n"
        func ask(_ rest: String) async throws -> ReplyReader.Reply? {
            try await self.ask(head + rest) {
                $0.onHead = { $0.headers["X-Known"] == nil ? HTTPResponse(.unauthorized) : nil }
            }
        }
        // The body does not come: the answer does not wait for it.
        #expect(try await ask("Content-Length: 10\r\n\r\n")?.status == 401)
        #expect(try await ask("Transfer-Encoding: chunked\r\n\r\n")?.status == 401)
        #expect(try await ask("X-Known: 1\r\nContent-Length: 1\r\n\r\nx")?.status == 200)
        #expect(try await ask("Content-Length: 0\r\n\r\n")?.status == 200, "there is nothing to keep out")
    }

    @Test(arguments: [(100_000, 200), (100_001, 413)]) func aCompressedBody(count: Int, status: Int) async throws {
        let packed = try #require(Gzip.compress([UInt8](repeating: 65, count: count)))
        let server = try server { $0.limits.bodyBytes = 100_000 }
        let head = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
        let reply = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send(Array(head.utf8) + packed)
            return ReplyReader(connection).next()
        }
        #expect(reply?.status == status)
        #expect(reply?.body.utf8.count == (status == 200 ? 100_008 : "bodyTooLarge /a".utf8.count))
        await server.stop()
    }

    @Test(arguments: [
        ("gzip", 400, "badBody /a"), ("br", 415, "unsupportedEncoding /a"),
        ("gzip, gzip", 415, "unsupportedEncoding /a"),
        ("identity", 200, "POST /a plain"), ("", 200, "POST /a plain"),
    ]) func encodings(coding: String, status: Int, body: String) async throws {
        let reply = try await ask(
            "POST /a HTTP/1.1\r\nHost: h\r\nContent-Encoding: \(coding)\r\nContent-Length: 5\r\n\r\nplain")
        #expect(reply?.status == status)
        #expect(reply?.body == body)
        #expect(reply?.headers["Accept-Encoding"] == (status == 415 ? "gzip" : nil))
    }

    @Test func whoAsksFirstIsToldToGoOn() async throws {
        let server = try server()
        let replies = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            let reader = ReplyReader(connection)
            connection.send("POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            let first = reader.next()
            connection.send("hi")
            return [first, reader.next()]
        }
        #expect(replies[0]?.status == 100)
        #expect(replies[1]?.body == "POST /a hi")
        await server.stop()
    }

    @Test func whoAsksFirstIsRefusedBeforeTheBody() async throws {
        let reply = try await ask(
            "POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2000000\r\n\r\n")
        #expect(reply?.status == 413)
    }

    // MARK: Heads

    @Test(arguments: [(0, 200), (1, 414)]) func theTarget(more: Int, status: Int) async throws {
        let target = "/" + String(repeating: "a", count: HTTPLimits().targetBytes - 1 + more)
        let reply = try await ask("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(reply?.status == status)
        #expect(reply?.body.hasPrefix(status == 200 ? "GET /aaa" : "targetTooLong /aaa") == true)
    }

    @Test(arguments: [(0, 200), (1, 431)]) func theFields(more: Int, status: Int) async throws {
        // "Host" and "h" are nine of the bytes, "A" is five of them.
        let value = String(repeating: "v", count: HTTPLimits().headerBytes - 14 + more)
        let reply = try await ask("GET /a HTTP/1.1\r\nHost: h\r\nA: \(value)\r\n\r\n")
        #expect(reply?.status == status)
        #expect(reply?.body == (status == 200 ? "GET /a " : "headersTooLarge /a"))
    }

    @Test func aHeaderOfAMebibyteIsRefused() async throws {
        let server = try server()
        let reply = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send("GET / HTTP/1.1\r\nHost: h\r\nA: " + String(repeating: "v", count: 1 << 20) + "\r\n\r\n")
            return ReplyReader(connection).next()
        }
        #expect(reply?.status == 431)
        await server.stop()
    }

    @Test func aTargetOfAMebibyteIsRefused() async throws {
        let reply = try await ask("GET /" + String(repeating: "a", count: 1 << 20) + " HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(reply?.status == 414)
    }

    @Test(arguments: [
        "/%2e%2e/x", "/a/../b", "/%00", "/%zz", "/%ff", "a", "ftp://h/", "/a%2f..%2fb", "/?a=%00",
    ]) func targetsThatAreRefused(target: String) async throws {
        let reply = try await ask("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(reply?.status == 400)
        #expect(reply?.body == "badTarget -")
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: h\r\nA\0B: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA B: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nA : x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA: \u{1}\r\n\r\n", "\0\0\0\0\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: h\r\n\r\n", "nonsense\r\n\r\n", "GET / HTTP/1.1\r\nnonsense\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
    ]) func headsThatAreRefused(text: String) async throws {
        // An end that comes together with bytes that are no head is overlooked by libmicrohttpd.
        let server = try server { $0.limits.headTimeoutMilliseconds = 1_000 }
        let reply = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send(text)
            connection.closeWriting()
            return ReplyReader(connection).next()
        }
        // The peer reads a refusal or the end; never a success, never an error of the server.
        if let reply { #expect((400..<500).contains(reply.status) || reply.status == 505) }
        let after = try await RawConnection.ask(server.port, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(after?.body == "GET /a ")
        await server.stop()
    }

    @Test func aNULEndsWhatIsReadOfItsLine() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { request in
            HTTPResponse(.ok, body: Array("\(request.path) \(request.headers["A"] ?? "")".utf8))
        }
        let reply = try await RawConnection.ask(server.port, "GET /a\0b HTTP/1.1\r\nHost: h\r\nA: x\0y\r\n\r\n")
        #expect(reply?.body == "/a x")
        await server.stop()
    }

    @Test func bytesThatAreNotUTF8InAFieldAreNoError() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { request in
            HTTPResponse(.ok, body: Array((request.headers["A"] ?? "").utf8))
        }
        let reply = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send(Array("GET / HTTP/1.1\r\nHost: h\r\nA: caf".utf8) + [0xe9] + Array("\r\n\r\n".utf8))
            return ReplyReader(connection).next()
        }
        #expect(reply?.body == "café")
        await server.stop()
    }

    // MARK: Smuggling

    @Test(arguments: [
        ("Content-Length: 5\r\nTransfer-Encoding: chunked", "badContentLength"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5", "badContentLength"),
        ("Content-Length: 5\r\nContent-Length: 6", "badContentLength"),
        ("Content-Length: 5\r\nContent-Length: 5", "badContentLength"), ("Content-Length: 5, 5", "badContentLength"),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "badTransferCoding"),
        ("Transfer-Encoding: xchunked", "badTransferCoding"),
        ("Transfer-Encoding: chunked, identity", "badTransferCoding"),
        ("Content-Length: +5", "badContentLength"), ("Content-Length: -5", "badContentLength"),
        ("Content-Length: 5 5", "badContentLength"),
    ]) func aMessageOfDoubtfulLengthIsRefusedAndNothingAfterItIsRead(fields: String, code: String) async throws {
        let asked = Count()
        var settings = HTTPServerSettings()
        settings.onProblem = { problem, _ in HTTPResponse(problem.status, body: Array("\(problem.code)".utf8)) }
        let server = try HTTPServer(settings) { _ in
            asked.add(1)
            return HTTPResponse(.ok)
        }
        let answer = try await RawConnection.exchange(
            server.port,
            "POST / HTTP/1.1\r\nHost: h\r\n\(fields)\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
        #expect(asked.count == 0)
        #expect(!answer.contains(" 200 "))
        // libmicrohttpd refuses what it cannot read itself, with its own page.
        #expect(answer.hasSuffix("\r\n\r\n\(code)") || answer.contains("<title>Request malformed</title>"))
        await server.stop()
    }

    @Test(arguments: ["5\r\nhello\r\nzz\r\n", "-1\r\n", "ffffffffffffffffff\r\n", "5\r\nhelloxx0\r\n\r\n"])
    func brokenChunksEndTheConnection(chunks: String) async throws {
        let asked = Count()
        let server = try HTTPServer(HTTPServerSettings()) { _ in
            asked.add(1)
            return HTTPResponse(.ok)
        }
        let answer = try await RawConnection.exchange(
            server.port, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)")
        #expect(!answer.contains(" 200 "))
        #expect(asked.count == 0)
        await server.stop()
    }

    // MARK: Answers

    @Test func aFieldThatWouldBreakOutIsNotSent() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { request in
            var response = HTTPResponse(.ok, headers: ["X-Echo": request.query("v") ?? "", "Y\r\nZ": "1", "Ok": "1"])
            response.headers["Content-Length"] = "500"
            response.headers["Transfer-Encoding"] = "chunked"
            response.headers["Connection"] = "x"
            return response
        }
        let answer = try await RawConnection.exchange(
            server.port, "GET /?v=a%0D%0ASet-Cookie:+b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        for absent in ["Set-Cookie", "X-Echo", "Z:", "500", "chunked"] { #expect(!answer.contains(absent)) }
        #expect(answer.contains("\r\nOk: 1\r\n"))
        #expect(answer.contains("\r\nContent-Length: 0\r\n"))
        await server.stop()
    }

    @Test func aHeadHasTheFieldsAndNoBody() async throws {
        let server = try server()
        let replies = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            let reader = ReplyReader(connection)
            connection.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n")
            let head = reader.next(hasBody: false)
            connection.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
            return [head, reader.next()]
        }
        #expect(replies[0]?.headers["Content-Length"] == "8")
        #expect(replies[0]?.headers["Content-Type"] == "x/y")
        #expect(replies[1]?.body == "GET /a ")
        await server.stop()
    }

    @Test func everyRequestIsToldOnceWithoutItsQuery() async throws {
        let told = Mutex<[HTTPAccess]>([])
        let (stream, ready) = AsyncStream<Void>.makeStream()
        var settings = HTTPServerSettings()
        settings.onAccess = { access in
            told.withLock { $0.append(access) }
            ready.yield()
        }
        let router = HTTPRouter { $0.on(.post, "/a/{id}") { _ in HTTPResponse(.created, body: [1, 2, 3]) } }
        let server = try HTTPServer(settings) { await router.answer($0) }
        _ = try await RawConnection.ask(
            server.port, "POST /a/secret?secret HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi")
        for await _ in stream { break }
        let access = try #require(told.withLock { $0 }.first)
        #expect(access.method == .post)
        #expect(access.route == "/a/{id}")
        #expect(access.status == .created)
        #expect(access.requestBytes == 2)
        #expect(access.responseBytes == 3)
        #expect(access.peer?.host == "127.0.0.1")
        #expect(told.withLock { $0.count } == 1)
        await server.stop()
    }
}
