import Testing

@testable import BerthHTTP

/// What a transfer makes of what a server sends.
@Suite struct ClientTransferTests {
    let client = HTTPClient()

    private func reply(_ steps: RawServer.Step..., change: (inout HTTPClientRequest) -> Void = { _ in }) async throws
        -> HTTPReply
    {
        let server = try RawServer([.readHead] + steps)
        var request = HTTPClientRequest(.get, server.url)
        change(&request)
        return try await client.send(request)
    }

    @Test func interimRepliesAreNotTheReply() async throws {
        let reply = try await reply(
            .send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"), .send("HTTP/1.1 102 Processing\r\n\r\n"),
            .send("HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 2\r\n\r\nok"))
        #expect(reply.status == .ok)
        #expect(reply.headers == ["A": "1", "Content-Length": "2"])
        #expect(reply.body == Array("ok".utf8))
    }

    @Test func fieldsAfterTheBodyAreLeftOut() async throws {
        let reply = try await reply(
            .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: B\r\n\r\n2\r\nok\r\n0\r\nB: 2\r\n\r\n"))
        #expect(reply.body == Array("ok".utf8))
        #expect(reply.headers["B"] == nil)
    }

    @Test func aBodyEndsWithItsConnectionWhenNothingElseSaysSo() async throws {
        #expect(try await reply(.send("HTTP/1.0 200 OK\r\n\r\nall")).body == Array("all".utf8))
    }

    @Test(arguments: ["204 No Content", "304 Not Modified"]) func someRepliesHaveNoBody(status: String) async throws {
        let reply = try await reply(.send("HTTP/1.1 \(status)\r\nContent-Length: 99999999999\r\n\r\n"))
        #expect(reply.body.isEmpty)
        #expect(reply.headers["Content-Length"] == "99999999999")
    }

    @Test func theHeadOfAnEmptyReplyIsEnough() async throws {
        let reply = try await reply(.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")) {
            $0.method = .head
        }
        #expect(reply.headers["Content-Length"] == "99999999999")
    }

    @Test func whatComesBackMayBeAnything() async throws {
        let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0) }
        let reply = try await reply(.send("HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n"), .sendBytes(bytes))
        #expect(reply.body == bytes)
    }

    @Test(arguments: [0, -1, .nan, .infinity, 1e300, -1e300]) func oddTimesAreNoCrash(seconds: Double) async throws {
        let server = try HTTPServer(HTTPServerSettings()) { _ in HTTPResponse(.ok) }
        var request = HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/")
        request.connectSeconds = seconds
        request.totalSeconds = seconds
        request.stalledSeconds = seconds
        // What is no time at all is over at once; the rest is long enough.
        do { #expect(try await client.send(request).status == .ok) } catch { #expect(error.code == .tooSlow) }
        await server.stop()
    }

    @Test(arguments: [-1, 0]) func aLimitOfNothingTakesNothing(limit: Int) async throws {
        let error = try await failure {
            try await reply(.send("HTTP/1.1 200 OK\r\n\r\nx")) { $0.maximumBytes = limit }
        }
        #expect(error.code == .tooLarge)
    }

    @Test func aLargeBodyIsSent() async throws {
        var settings = HTTPServerSettings()
        settings.limits.bodyBytes = 8 << 20
        let server = try HTTPServer(settings) { HTTPResponse(.ok, body: Array("\($0.body.count)".utf8)) }
        var request = HTTPClientRequest(.put, "http://127.0.0.1:\(server.port)/")
        request.body = [UInt8](repeating: 9, count: 8 << 20)
        #expect(try await client.send(request).body == Array("8388608".utf8))
        request.body?.append(9)
        #expect(try await client.send(request).status == .contentTooLarge)
        await server.stop()
    }
}
