import Testing

@testable import BerthHTTP

@Suite struct HTTPServerTests {
    @Test func answersFromAHandlerThatIsDoneAtOnce() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { request in
            HTTPResponse(.ok, contentType: "text/plain", body: Array("\(request.method) \(request.path)".utf8))
        }
        let answer = try await RawConnection.exchange(
            server.port, "GET /a%20b/c?x=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nGET /a b/c"))
        await server.stop()
    }

    @Test func answersFromAHandlerThatWaits() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { request in
            for _ in 0..<100 { await Task.yield() }
            return HTTPResponse(.ok, body: request.body)
        }
        let answer = try await RawConnection.exchange(
            server.port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
        #expect(answer.hasSuffix("\r\n\r\nhello"))
        await server.stop()
    }

    @Test func streamsInChunks() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { _ in
            HTTPResponse(
                .ok, contentType: "text/plain",
                stream: HTTPStream { writer in
                    for number in 0..<3 {
                        try await writer.write(Array("part \(number)\n".utf8))
                        await Task.yield()
                    }
                })
        }
        let answer = try await RawConnection.exchange(
            server.port, "GET / HTTP/1.0\r\n\r\n")
        #expect(answer.hasSuffix("\r\n\r\npart 0\npart 1\npart 2\n"))
        await server.stop()
    }
}
