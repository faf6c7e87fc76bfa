import Glibc
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
            for _ in 0..<3 { await Task.yield() }
            return HTTPResponse(.ok, body: request.body)
        }
        let answer = try await RawConnection.exchange(
            server.port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
        #expect(answer.hasSuffix("\r\n\r\nhello"))
        await server.stop()
    }

    @Test func streamsToAnOlderClientUntilTheEnd() async throws {
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
        let answer = try await RawConnection.exchange(server.port, "GET / HTTP/1.0\r\n\r\n")
        #expect(answer.hasSuffix("\r\n\r\npart 0\npart 1\npart 2\n"))
        await server.stop()
    }

    @Test func listensOnIPv6() async throws {
        let server = try HTTPServer(HTTPServerSettings(.tcp(host: "::1", port: 0))) { request in
            HTTPResponse(.ok, body: Array((request.peer?.host ?? "").utf8))
        }
        #expect(server.address.description == "[::1]:\(server.port)")
        let reply = try await HTTPClient().send(HTTPClientRequest(.get, "http://[::1]:\(server.port)/"))
        #expect(reply.body == Array("::1".utf8))
        await server.stop()
    }

    @Test func aUnixSocketIsThereWhileItListens() async throws {
        let path = "/tmp/berth-server-\(UInt64.random(in: 0...UInt64.max)).sock"
        let server = try HTTPServer(HTTPServerSettings(.unix(path: path))) { request in
            HTTPResponse(.ok, body: Array(request.body))
        }
        #expect(server.address == .unix(path: path))
        #expect(server.port == 0)
        var request = HTTPClientRequest(.post, "http://any/", body: [1, 2, 3])
        request.unixSocket = path
        #expect(try await HTTPClient().send(request).body == [1, 2, 3])
        await server.stop()
        #expect(access(path, F_OK) != 0)
    }

    // MARK: TLS

    @Test func everythingWorksOverTLS() async throws {
        let certificate = try Certificate()
        defer { certificate.remove() }
        var settings = certificate.settings
        settings.limits.bodyBytes = 1_000
        let server = try HTTPServer(settings) { request in
            if request.path == "/stream" {
                return HTTPResponse(
                    .ok, contentType: "x/y",
                    stream: HTTPStream { writer in
                        for _ in 0..<100 {
                            try await writer.write([UInt8](repeating: 65, count: 10_000))
                            await Task.yield()
                        }
                    })
            }
            return HTTPResponse(.ok, body: request.body)
        }
        var clientSettings = HTTPClientSettings()
        clientSettings.authorityPath = certificate.certificatePath
        let client = HTTPClient(clientSettings)
        let url = "https://127.0.0.1:\(server.port)"
        let body = [UInt8](repeating: 1, count: 1_000)
        #expect(try await client.send(HTTPClientRequest(.post, url, body: body)).body == body)
        #expect(try await client.send(HTTPClientRequest(.post, url, body: body + [1])).status == .contentTooLarge)
        #expect(try await client.send(HTTPClientRequest(.get, url + "/stream")).body.count == 1_000_000)
        await server.stop()
    }

    @Test func aProducerThatFailsCutsAConnectionOfTLS() async throws {
        let certificate = try Certificate()
        defer { certificate.remove() }
        let server = try HTTPServer(certificate.settings) { _ in
            HTTPResponse(
                .ok, contentType: "x/y",
                stream: HTTPStream { writer in
                    try await writer.write([65])
                    throw HTTPError(.localFailure, "broken")
                })
        }
        var settings = HTTPClientSettings()
        settings.authorityPath = certificate.certificatePath
        let error = try await failure {
            try await HTTPClient(settings).send(HTTPClientRequest(.get, "https://127.0.0.1:\(server.port)/"))
        }
        #expect(error.code == .brokenReply)
        await server.stop()
    }

    @Test(arguments: ["no TLS at all\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "\u{16}\u{3}\u{1}"])
    func whoDoesNotSpeakTLSHarmsNobody(text: String) async throws {
        let certificate = try Certificate()
        defer { certificate.remove() }
        let server = try HTTPServer(certificate.settings) { _ in HTTPResponse(.ok, body: [1]) }
        let answer = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send(text)
            connection.closeWriting()
            return connection.readToEnd()
        }
        #expect(!answer.contains("HTTP"))
        var settings = HTTPClientSettings()
        settings.authorityPath = certificate.certificatePath
        let request = HTTPClientRequest(.get, "https://127.0.0.1:\(server.port)/")
        #expect(try await HTTPClient(settings).send(request).body == [1])
        await server.stop()
    }

    @Test func aCertificateThatCannotBeUsedIsTold() throws {
        let certificate = try Certificate()
        defer { certificate.remove() }
        var settings = certificate.settings
        settings.tls?.keyPath = "/nowhere/key.pem"
        let missing = #expect(throws: HTTPError.self) { try HTTPServer(settings) { _ in HTTPResponse(.ok) } }
        #expect(
            missing
                == HTTPError(
                    .localFailure, "cannot read the file for TLS", subject: "/nowhere/key.pem",
                    cause: "No such file or directory"))
        settings.tls?.keyPath = certificate.certificatePath
        let wrong = #expect(throws: HTTPError.self) { try HTTPServer(settings) { _ in HTTPResponse(.ok) } }
        #expect(wrong?.code == .localFailure)
        #expect(wrong?.message == "the file holds no private key in PEM without a password")
    }

    // MARK: Limits of connections

    @Test func soManyConnectionsAreOpenAtOnceAndTheRestWaits() async throws {
        var settings = HTTPServerSettings()
        settings.threadCount = 1
        settings.limits.connections = 3
        let server = try HTTPServer(settings) { _ in HTTPResponse(.ok) }
        let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
        try await offPool { [port = server.port] in
            let open = try (0..<3).map { _ in try RawConnection(port: port) }
            for connection in open {
                connection.send(request)
                #expect(ReplyReader(connection).next()?.status == 200)
            }
            let next = try RawConnection(port: port)
            next.send(request)
            #expect(!next.hasInput(milliseconds: 200))
            open[0].close()
            #expect(ReplyReader(next).next()?.status == 200)
            for connection in open.dropFirst() + [next] { connection.close() }
        }
        await server.stop()
    }

    @Test func oneAddressHasSoManyConnections() async throws {
        var settings = HTTPServerSettings()
        settings.limits.connectionsPerAddress = 2
        let server = try HTTPServer(settings) { _ in HTTPResponse(.ok) }
        let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
        try await offPool { [port = server.port] in
            let open = try (0..<2).map { _ in try RawConnection(port: port) }
            for connection in open {
                connection.send(request)
                #expect(ReplyReader(connection).next()?.status == 200)
            }
            let refused = try RawConnection(port: port)
            refused.send(request)
            #expect(ReplyReader(refused).next() == nil)
            for connection in open + [refused] { connection.close() }
        }
        await server.stop()
    }
}
