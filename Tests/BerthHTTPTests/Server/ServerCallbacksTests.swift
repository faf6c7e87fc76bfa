import Testing

@testable import BerthHTTP

/// Many requests: on one connection, one after the other and all at once, and on many.
@Suite struct ServerCallbacksTests {
    private func echo() throws -> HTTPServer {
        try HTTPServer(HTTPServerSettings()) { request in
            // Every second one is not done at once.
            if request.path.hasSuffix("1") { await Task.yield() }
            return HTTPResponse(.ok, body: Array(request.path.utf8) + request.body)
        }
    }

    @Test func aConnectionIsKept() async throws {
        let server = try echo()
        let bodies = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            let reader = ReplyReader(connection)
            return (0..<20).map { number in
                connection.send("POST /\(number) HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx")
                return reader.next()?.body
            }
        }
        #expect(bodies == (0..<20).map { "/\($0)x" })
        await server.stop()
    }

    @Test func requestsThatComeTogetherAreAnsweredInOrder() async throws {
        let server = try echo()
        let bodies = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send(
                (0..<200).map { "POST /\($0) HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab" }.joined())
            let reader = ReplyReader(connection)
            return (0..<200).map { _ in reader.next()?.body }
        }
        #expect(bodies == (0..<200).map { "/\($0)ab" })
        await server.stop()
    }

    @Test func aRefusalInTheMiddleKeepsTheOrder() async throws {
        let server = try echo()
        let statuses = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send(
                ["/a", "/%zz", "/b"].map { "POST \($0) HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab" }.joined())
            let reader = ReplyReader(connection)
            return (0..<3).map { _ in reader.next()?.status }
        }
        // The body of a refused request ends the connection, lest what follows is taken for something else.
        #expect(statuses == [200, 400, nil])
        await server.stop()
    }

    @Test func aHundredClientsAreAnsweredAtOnce() async throws {
        let (opened, gate) = AsyncStream<Void>.makeStream()
        let waiting = Count()
        let server = try HTTPServer(HTTPServerSettings()) { request in
            waiting.add(1)
            // The last one lets all others go.
            if waiting.count == 100 { gate.finish() }
            for await _ in opened {}
            return HTTPResponse(.ok, body: Array(request.path.utf8))
        }
        let client = HTTPClient()
        let right = try await withThrowingTaskGroup(of: Bool.self) { [port = server.port] group in
            for number in 0..<100 {
                group.addTask {
                    let reply = try await client.send(HTTPClientRequest(.get, "http://127.0.0.1:\(port)/\(number)"))
                    return reply.body == Array("/\(number)".utf8)
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == 100)
        await server.stop()
    }

    @Test func anOlderClientIsAnsweredAndLeft() async throws {
        let server = try echo()
        let answer = try await RawConnection.exchange(server.port, "GET /a HTTP/1.0\r\n\r\n")
        #expect(answer.hasSuffix("\r\n\r\n/a"))
        await server.stop()
    }

    @Test func aClientThatGoesAwayCancelsItsHandler() async throws {
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let (ended, end) = AsyncStream<Void>.makeStream()
        let server = try HTTPServer(HTTPServerSettings()) { _ in
            begin.yield()
            return HTTPResponse(
                .ok, contentType: "x/y",
                stream: HTTPStream { _ in
                    do { try await Task.sleep(for: .seconds(3_600)) } catch { end.yield() }
                })
        }
        let connection = try RawConnection(port: server.port)
        connection.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        for await _ in begun { break }
        connection.close()
        for await _ in ended { break }
        await server.stop()
    }
}
