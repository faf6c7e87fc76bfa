import Testing

@testable import BerthHTTP

@Suite struct HTTPStreamedReplyTests {
    let client = HTTPClient()

    @Test func theHeadComesBeforeTheBody() async throws {
        let (gate, open) = AsyncStream<Void>.makeStream()
        let server = try HTTPServer(HTTPServerSettings()) { _ in
            HTTPResponse(
                .ok, contentType: "text/event-stream",
                stream: HTTPStream { writer in
                    for await _ in gate { break }
                    try await writer.write(Array("data: 1\n\n".utf8))
                })
        }
        let reply = try await client.stream(HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/"))
        #expect(reply.status == .ok)
        #expect(reply.headers["Content-Type"] == "text/event-stream")
        open.yield()
        var body: [UInt8] = []
        while let part = try await reply.next() { body += part }
        #expect(body == Array("data: 1\n\n".utf8))
        #expect(try await reply.next() == nil)
        await server.stop()
    }

    @Test func aSlowReaderMakesThePeerWait() async throws {
        let block = [UInt8](repeating: 7, count: 1 << 20)
        let sent = Count()
        let server = try HTTPServer(HTTPServerSettings()) { _ in
            HTTPResponse(
                .ok, contentType: "application/octet-stream",
                stream: HTTPStream { writer in
                    for _ in 0..<32 {
                        try await writer.write(block)
                        sent.add(1)
                    }
                })
        }
        var request = HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/")
        request.maximumBytes = .max
        let reply = try await client.stream(request)
        // What fits into the buffers of both ends and of the system, and no more: the producer comes to rest.
        var last = -1
        while last != sent.count || last == 0 {
            last = sent.count
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(sent.count < 24)
        var total = 0
        while let part = try await reply.next() {
            #expect(part.first == 7 && part.last == 7)
            total += part.count
        }
        #expect(total == 32 << 20)
        #expect(sent.count == 32)
        await server.stop()
    }

    @Test func timeInWhichNobodyReadsIsNotThePeers() async throws {
        let bytes = [UInt8](repeating: 7, count: 4 << 20)
        let server = try RawServer([
            .readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: \(bytes.count)\r\n\r\n"), .sendBytes(bytes),
        ])
        var request = HTTPClientRequest(.get, server.url)
        request.stalledSeconds = 0.3
        let reply = try await client.stream(request)
        try await Task.sleep(for: .milliseconds(900))
        var total = 0
        while let part = try await reply.next() { total += part.count }
        #expect(total == bytes.count)
    }

    @Test func whoLetsGoOfAReplyEndsItsTransfer() async throws {
        let server = try RawServer([.readHead, .send("HTTP/1.1 200 OK\r\n\r\nsome"), .waitForEnd, .send("x")])
        do {
            let reply = try await client.stream(HTTPClientRequest(.get, server.url))
            #expect(try await reply.next() == Array("some".utf8))
        }
        await server.finished()
    }

    @Test func cancellingTheTaskEndsTheWaitForBytes() async throws {
        let server = try RawServer([.readHead, .send("HTTP/1.1 200 OK\r\n\r\n"), .waitForEnd])
        let reply = try await client.stream(HTTPClientRequest(.get, server.url))
        let task = Task { try await reply.next() }
        task.cancel()
        #expect(try await failure { try await task.value }.code == .cancelled)
        #expect(try await failure { try await reply.next() }.code == .cancelled)
        await server.finished()
    }

    @Test func bytesBeforeABrokenEndAreRead() async throws {
        let server = try RawServer([.readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome")])
        let reply = try await client.stream(HTTPClientRequest(.get, server.url))
        #expect(try await reply.next() == Array("some".utf8))
        #expect(try await failure { try await reply.next() }.code == .brokenReply)
    }

    @Test func aCompressedStreamIsDecompressedWhileThePeerWaits() async throws {
        let plain = [UInt8](repeating: 65, count: 4 << 20)
        let packed = try #require(Gzip.compress(plain))
        let server = try RawServer([
            .readHead, .send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"),
            .sendBytes(packed),
        ])
        let reply = try await client.stream(HTTPClientRequest(.get, server.url))
        var total = 0
        while let part = try await reply.next() { total += part.count }
        #expect(total == plain.count)
        #expect(reply.headers["Content-Encoding"] == nil)
    }
}
