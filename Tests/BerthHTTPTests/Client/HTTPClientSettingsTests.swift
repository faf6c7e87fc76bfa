import Foundation
import Testing

@testable import BerthHTTP

@Suite struct HTTPClientSettingsTests {
    @Test func theUserAgentIsASetting() async throws {
        var settings = HTTPClientSettings()
        settings.userAgent = "berth/1.2"
        let client = HTTPClient(settings)
        let server = try HTTPServer(HTTPServerSettings()) { request in
            HTTPResponse(.ok, body: Array((request.headers["User-Agent"] ?? "").utf8))
        }
        var request = HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/")
        #expect(try await client.send(request).body == Array("berth/1.2".utf8))
        request.headers["User-Agent"] = "other"
        #expect(try await client.send(request).body == Array("other".utf8))
        await server.stop()
    }

    @Test func whatATransferLeavesIsNoneOfTheNextOnes() async throws {
        var settings = HTTPClientSettings()
        (settings.readBytes, settings.spareTransfers, settings.remembersNames) = (1024, 1, false)
        let client = HTTPClient(settings)
        let server = try HTTPServer(HTTPServerSettings()) { request in
            let said = "\(request.method.name) \(request.headers["X-One"] ?? "-") \(request.body.count) "
            return HTTPResponse(.ok, body: Array((said + String(repeating: "x", count: 100_000)).utf8))
        }
        var request = HTTPClientRequest(.post, "http://localhost:\(server.port)/", body: Array("abc".utf8))
        request.headers["X-One"] = "1"
        #expect(String(decoding: try await client.send(request).body.prefix(10), as: UTF8.self) == "POST 1 3 x")
        let bare = HTTPClientRequest(.get, request.url)
        for _ in 0..<3 {
            let body = try await client.send(bare).body
            #expect(body.count == 8 + 100_000)
            #expect(String(decoding: body.prefix(9), as: UTF8.self) == "GET - 0 x")
        }
        await server.stop()
    }

    @Test func noProxyIsTakenUnlessItIsASetting() async throws {
        let proxy = try RawServer([.readHead, .send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\np")])
        var settings = HTTPClientSettings()
        settings.proxy = proxy.url
        let reply = try await HTTPClient(settings).send(HTTPClientRequest(.get, "http://berth.invalid/x"))
        #expect(reply.body == Array("p".utf8))
        #expect(proxy.heads[0].hasPrefix("GET http://berth.invalid/x HTTP/1.1\r\n"))
    }

    @Test func onlySoManyConnectionsGoToOneHost() async throws {
        let running = Count()
        let most = Count()
        let server = try HTTPServer(HTTPServerSettings()) { _ in
            running.add(1)
            most.raise(to: running.count)
            try? await Task.sleep(for: .milliseconds(20))
            running.add(-1)
            return HTTPResponse(.ok)
        }
        var settings = HTTPClientSettings()
        settings.connectionsPerHost = 3
        let client = HTTPClient(settings)
        let request = HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<24 { group.addTask { _ = try await client.send(request) } }
            try await group.waitForAll()
        }
        #expect(most.count == 3)
        await server.stop()
    }

    @Test func aCertificateIsTrustedOnlyWhenItsAuthorityIs() async throws {
        let certificate = try Certificate()
        defer { certificate.remove() }
        let server = try HTTPServer(certificate.settings) { _ in HTTPResponse(.ok, body: [1]) }
        let request = HTTPClientRequest(.get, "https://127.0.0.1:\(server.port)/")
        let error = try await failure { try await HTTPClient().send(request) }
        #expect(error.code == .untrusted)
        #expect(
            error.description
                == "https://127.0.0.1:\(server.port)/: the certificate or the handshake is not acceptable "
                + "(SSL certificate problem: self-signed certificate)")
        var settings = HTTPClientSettings()
        settings.authorityPath = certificate.certificatePath
        let client = HTTPClient(settings)
        #expect(try await client.send(request).body == [1])
        var named = request
        named.url = "https://localhost:\(server.port)/"
        #expect(try await failure { try await client.send(named) }.code == .untrusted)
        settings.authorityPath = "/nowhere.pem"
        let missing = try await failure { try await HTTPClient(settings).send(request) }
        #expect(missing.code == .localFailure)
        #expect(missing.message == "the file of trusted authorities cannot be used")
        await server.stop()
    }

    @Test func authoritiesNeedNoFile() async throws {
        let certificate = try Certificate()
        defer { certificate.remove() }
        let server = try HTTPServer(certificate.settings) { _ in HTTPResponse(.ok, body: [1]) }
        let request = HTTPClientRequest(.get, "https://127.0.0.1:\(server.port)/")
        var settings = HTTPClientSettings()
        settings.authorities = Array(try String(contentsOfFile: certificate.certificatePath, encoding: .utf8).utf8)
        #expect(try await HTTPClient(settings).send(request).body == [1])
        settings.certificate = ClientCertificate(certificate: Array("no PEM".utf8), key: [])
        let error = try await failure { try await HTTPClient(settings).send(request) }
        #expect(error.code == .untrusted)
        #expect(error.message == "the certificate or the handshake is not acceptable")
        await server.stop()
    }

    @Test func aPeerWithoutTLSIsNotTrusted() async throws {
        let server = try RawServer([.send("HTTP/1.1 400 No\r\n\r\n"), .waitForEnd])
        let error = try await failure {
            try await HTTPClient().send(HTTPClientRequest(.get, "https://127.0.0.1:\(server.port)/"))
        }
        #expect(error.code == .untrusted)
    }
}
