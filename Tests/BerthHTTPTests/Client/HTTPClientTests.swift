import Testing

@testable import BerthHTTP

@Suite struct HTTPClientTests {
    let client = HTTPClient()

    private func echo() throws -> HTTPServer {
        try HTTPServer(HTTPServerSettings()) { request in
            let fields = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            let head = "\(request.method) \(request.path)\n\(fields)\n\n"
            return HTTPResponse(
                .ok, headers: ["X-Kind": "echo"], contentType: "text/x", body: Array(head.utf8) + request.body)
        }
    }

    @Test func sendsAGetAndReadsItsReply() async throws {
        let server = try echo()
        let reply = try await client.send(HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/a%20b?q=1"))
        #expect(reply.status == .ok)
        #expect(reply.headers["x-kind"] == "echo")
        #expect(reply.url == "http://127.0.0.1:\(server.port)/a%20b?q=1")
        let text = String(decoding: reply.body, as: UTF8.self)
        let host = "Host: 127.0.0.1:\(server.port)"
        #expect(text == "GET /a b\n\(host)\nUser-Agent: berth\nAccept: */*\nAccept-Encoding: gzip\n\n")
        await server.stop()
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "GET"]) func sendsABody(method: String) async throws {
        let server = try echo()
        var request = HTTPClientRequest(HTTPMethod(method), "http://127.0.0.1:\(server.port)/")
        request.headers["Content-Type"] = "text/plain"
        request.headers["X-Empty"] = ""
        request.body = Array("hello\0world".utf8)
        let text = String(decoding: try await client.send(request).body, as: UTF8.self)
        #expect(text.hasPrefix("\(method) /\n"))
        #expect(text.contains("\nContent-Type: text/plain\n"))
        #expect(text.contains("\nX-Empty: \n"))
        #expect(text.contains("\nContent-Length: 11\n"))
        #expect(text.hasSuffix("\n\nhello\0world"))
        await server.stop()
    }

    @Test func aPostWithoutABodySaysSo() async throws {
        let server = try echo()
        let reply = try await client.send(HTTPClientRequest(.post, "http://127.0.0.1:\(server.port)/"))
        let text = String(decoding: reply.body, as: UTF8.self)
        #expect(text.contains("\nContent-Length: 0\n"))
        #expect(!text.contains("Content-Type"))
        await server.stop()
    }

    @Test func aHeadHasNoBody() async throws {
        let server = try echo()
        let reply = try await client.send(HTTPClientRequest(.head, "http://127.0.0.1:\(server.port)/"))
        #expect(reply.status == .ok)
        #expect(reply.body.isEmpty)
        #expect(reply.headers["Content-Length"] != nil)
        await server.stop()
    }

    @Test func aStatusThatSaysNoIsNoError() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { _ in HTTPResponse(.conflict, body: [1, 2]) }
        let reply = try await client.send(HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/"))
        #expect(reply.status == .conflict)
        #expect(reply.body == [1, 2])
        await server.stop()
    }

    @Test func decompressesUnlessTheRequestNamesItsEncodings() async throws {
        let long = Array(String(repeating: "all work and no play ", count: 1_000).utf8)
        let server = try HTTPServer(HTTPServerSettings()) { _ in
            HTTPResponse(.ok, headers: ["ETag": "\"1\""], contentType: "text/plain", body: long)
        }
        var request = HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/")
        let reply = try await client.send(request)
        #expect(reply.body == long)
        #expect(reply.headers["Content-Encoding"] == nil)
        #expect(reply.headers["Content-Length"] == nil)
        #expect(reply.headers["ETag"] == "W/\"1\"")
        request.headers["Accept-Encoding"] = "gzip"
        let packed = try await client.send(request)
        #expect(packed.headers["Content-Encoding"] == "gzip")
        #expect(try Gzip.decompress(packed.body, limitBytes: 1 << 20) == long)
        await server.stop()
    }

    @Test func talksOverAUnixSocket() async throws {
        let path = "/tmp/berth-client-\(UInt64.random(in: 0...UInt64.max)).sock"
        let server = try HTTPServer(HTTPServerSettings(.unix(path: path))) { request in
            HTTPResponse(.ok, body: Array(request.path.utf8))
        }
        var request = HTTPClientRequest(.get, "http://engine/here")
        request.unixSocket = path
        request.allows = { _ in false }
        #expect(try await client.send(request).body == Array("/here".utf8))
        await server.stop()
        let error = try await failure { try await client.send(request) }
        #expect(error.code == .unreachable)
    }

    @Test func manyAtOnceShareOneThread() async throws {
        let server = try echo()
        let url = "http://127.0.0.1:\(server.port)/"
        let replies = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask { [client] in
                    let body = Array("number \(number)".utf8)
                    let reply = try await client.send(HTTPClientRequest(.post, url, body: body))
                    return reply.body.suffix(body.count).elementsEqual(body) ? 1 : 0
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(replies == 200)
        await server.stop()
    }

    @Test func connectionsAreKept() async throws {
        let server = try RawServer([
            .readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"),
            .readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb"),
        ])
        #expect(try await client.send(HTTPClientRequest(.get, server.url + "/1")).body == Array("a".utf8))
        #expect(try await client.send(HTTPClientRequest(.get, server.url + "/2")).body == Array("b".utf8))
        #expect(server.heads.map { $0.prefix(6) } == ["GET /1", "GET /2"])
    }

    @Test func connectionsAreNotKeptWhenNoneMayBeIdle() async throws {
        var settings = HTTPClientSettings()
        settings.idleConnections = 0
        let client = HTTPClient(settings)
        let server = try RawServer(
            [.readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"), .waitForEnd],
            [.readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb")])
        #expect(try await client.send(HTTPClientRequest(.get, server.url)).body == Array("a".utf8))
        #expect(try await client.send(HTTPClientRequest(.get, server.url)).body == Array("b".utf8))
    }

    @Test func cancellingTheTaskEndsTheTransferAtOnce() async throws {
        let server = try RawServer([.readHead, .waitForEnd])
        let task = Task { [client] in try await client.send(HTTPClientRequest(.get, server.url + "/?secret=1")) }
        while server.heads.isEmpty { await Task.yield() }
        task.cancel()
        let error = try await failure { try await task.value }
        #expect(error == HTTPError(.cancelled, "the request was cancelled", subject: "\(server.url)/"))
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        let server = try RawServer([.readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")])
        let task = Task { [client] in
            while !Task.isCancelled { await Task.yield() }
            return try await client.send(HTTPClientRequest(.get, server.url))
        }
        task.cancel()
        #expect(try await failure { try await task.value }.code == .cancelled)
        #expect(server.heads.isEmpty)
    }

    @Test func closingEndsWhatRunsAndRefusesWhatComes() async throws {
        let client = HTTPClient()
        let server = try RawServer([.readHead, .waitForEnd])
        let task = Task { try await client.send(HTTPClientRequest(.get, server.url)) }
        while server.heads.isEmpty { await Task.yield() }
        await client.close()
        let expected = HTTPError(.stopped, "the client is closed", subject: "\(server.url)/")
        #expect(try await failure { try await task.value } == expected)
        #expect(try await failure { try await client.send(HTTPClientRequest(.get, server.url)) } == expected)
        await client.close()
    }
}
