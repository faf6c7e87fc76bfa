import Testing

@testable import BerthHTTP

/// How each way to fail is told.
@Suite struct HTTPErrorCURLTests {
    let client = HTTPClient()

    /// The error of a request to a server that follows a script; the port in it is left out.
    private func answer(_ steps: [RawServer.Step], _ change: (inout HTTPClientRequest) -> Void = { _ in }) async throws
        -> HTTPError
    {
        let server = try RawServer(steps)
        var request = HTTPClientRequest(.get, "http://user:pw@127.0.0.1:\(server.port)/a?token=1#b")
        change(&request)
        var error = try await failure { try await client.send(request) }
        #expect(error.subject == "http://127.0.0.1:\(server.port)/a")
        error.subject = nil
        return error
    }

    @Test func nobodyListens() async throws {
        let port = try ListenSocket(.tcp(port: 0)).closedPort()
        let error = try await failure { try await client.send(HTTPClientRequest(.get, "http://127.0.0.1:\(port)/")) }
        #expect(
            error.description == "http://127.0.0.1:\(port)/: nobody answers there; check host and port, and that the "
                + "service runs (Couldn't connect to server)")
        #expect(error.code == .unreachable)
    }

    @Test func theNameIsNotKnown() async throws {
        let error = try await failure {
            try await client.send(HTTPClientRequest(.get, "http://berth.invalid/"))
        }
        #expect(
            error.description == "http://berth.invalid/: the name of the host is not known; check its spelling "
                + "(Couldn't resolve host name)")
        #expect(error.code == .unreachable)
    }

    @Test func theReplyDoesNotCome() async throws {
        let error = try await answer([.readHead, .waitForEnd]) { $0.totalSeconds = 0.05 }
        #expect(error.code == .tooSlow)
        #expect(
            error.description == "the reply did not come in time; try again later or allow more time "
                + "(Timeout was reached)")
    }

    @Test func theReplyStalls() async throws {
        let steps: [RawServer.Step] = [.readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nso"), .waitForEnd]
        let error = try await answer(steps) { $0.stalledSeconds = 0.05 }
        #expect(error == HTTPError(.tooSlow, "nothing came for 0.05 seconds; try again later or allow more time"))
    }

    @Test func theReplyEndsEarly() async throws {
        let error = try await answer([.readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome")])
        #expect(error.code == .brokenReply)
        #expect(error.message == "the reply ended before its end")
    }

    @Test func theConnectionIsReset() async throws {
        let error = try await answer([.readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), .reset])
        #expect(error.code == .brokenReply)
        #expect(error.message == "the reply ended before its end")
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nA\0: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
    ]) func theReplyIsNotHTTP(text: String) async throws {
        let error = try await answer([.readHead, .send(text)])
        #expect(error.code == .brokenReply)
        #expect(error.message == "what came back is not an HTTP reply")
    }

    @Test func theChunksAreBroken() async throws {
        let error = try await answer([
            .readHead, .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        ])
        #expect(error.code == .brokenReply)
    }

    @Test func theBodyIsNotWhatItPromises() async throws {
        let error = try await answer([
            .readHead, .send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nplai"),
        ])
        #expect(error.code == .brokenReply)
        #expect(error.message == "the body of the reply is not in the encoding that it promises")
    }

    @Test(arguments: [true, false]) func theBodyIsAsLargeAsAllowedOrOneByteLarger(isTold: Bool) async throws {
        let length = isTold ? "Content-Length: 10\r\n" : "Connection: close\r\n"
        let steps: [RawServer.Step] = [.readHead, .send("HTTP/1.1 200 OK\r\n\(length)\r\n0123456789")]
        let error = try await answer(steps) { $0.maximumBytes = 9 }
        #expect(error == HTTPError(.tooLarge, "the reply is larger than the 9 bytes that are allowed"))
        let server = try RawServer(steps)
        var request = HTTPClientRequest(.get, server.url)
        request.maximumBytes = 10
        #expect(try await client.send(request).body == Array("0123456789".utf8))
    }

    @Test func aBombIsLimitedAfterDecompression() async throws {
        let packed = try #require(Gzip.compress([UInt8](repeating: 0, count: 4 << 20)))
        let error = try await answer([
            .readHead, .send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"),
            .sendBytes(packed),
        ]) { $0.maximumBytes = 1 << 20 }
        #expect(error == HTTPError(.tooLarge, "the reply is larger than the 1048576 bytes that are allowed"))
    }

    @Test func theHeadersAreTooLarge() async throws {
        let line = "X-Long: \(String(repeating: "x", count: 8_000))\r\n"
        let error = try await answer([
            .readHead, .send("HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 40) + "\r\n"),
        ])
        #expect(error.code == .tooLarge)
        #expect(error.message == "the header fields of the reply are larger than 262144 bytes")
    }

    @Test func theAddressIsNotAllowed() async throws {
        let error = try await answer([.readHead]) { $0.allows = { !$0.isLoopback } }
        #expect(error == HTTPError(.addressRefused, "the address stands for a place that is not allowed"))
    }

    @Test func aKeptConnectionIsNoWayAroundTheRule() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { _ in HTTPResponse(.ok) }
        var request = HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/")
        #expect(try await client.send(request).status == .ok)
        request.allows = { _ in false }
        #expect(try await failure { try await client.send(request) }.code == .addressRefused)
        request.allows = { [port = server.port] in $0 == HTTPAddress(numeric: "127.0.0.1", port: port) }
        #expect(try await client.send(request).status == .ok)
        await server.stop()
    }
}

extension ListenSocket {
    /// A port that nobody listens on any more.
    func closedPort() -> UInt16 {
        RawConnection(accepted: descriptor).close()
        return address.port ?? 0
    }
}
