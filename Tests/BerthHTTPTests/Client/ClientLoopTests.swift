import Testing

@testable import BerthHTTP

@Suite struct ClientLoopTests {
    @Test func whoLetsGoOfAClientEndsItsThread() async throws {
        let settings = HTTPClientSettings()
        weak var loop: ClientLoop?
        do {
            let client = HTTPClient(settings)
            loop = client.loop
            let server = try HTTPServer(HTTPServerSettings()) { _ in HTTPResponse(.ok) }
            #expect(try await client.send(HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/")).status == .ok)
            await server.stop()
        }
        // The thread holds the loop until it ends.
        while loop != nil { await Task.yield() }
    }

    @Test func aStreamKeepsItsClient() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { _ in HTTPResponse(.ok, body: Array("kept".utf8)) }
        let reply = try await HTTPClient().stream(HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/"))
        #expect(try await reply.next() == Array("kept".utf8))
        #expect(try await reply.next() == nil)
        await server.stop()
    }

    @Test func manyAreCancelledAtOnce() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { _ in
            try? await Task.sleep(for: .seconds(3_600))
            return HTTPResponse(.ok)
        }
        let client = HTTPClient()
        let request = HTTPClientRequest(.get, "http://127.0.0.1:\(server.port)/")
        let tasks = (0..<100).map { _ in Task { try await client.send(request) } }
        await Task.yield()
        for task in tasks { task.cancel() }
        for task in tasks { #expect(try await failure { try await task.value }.code == .cancelled) }
        await server.stop(deadlineSeconds: 0.01)
    }

    @Test func closingTwiceAtTheSameTimeIsHarmless() async throws {
        let client = HTTPClient()
        async let one: Void = client.close()
        async let other: Void = client.close()
        _ = await (one, other)
    }

    @Test func eachTransferStallsInItsOwnTime() async throws {
        let server = try RawServer([.readHead, .waitForEnd])
        let other = try RawServer([.readHead, .waitForEnd])
        let client = HTTPClient()
        var quick = HTTPClientRequest(.get, server.url)
        quick.stalledSeconds = 0.05
        var patient = HTTPClientRequest(.get, other.url)
        patient.stalledSeconds = 3_600
        let waiting = Task { [patient] in try await client.send(patient) }
        while other.heads.isEmpty { await Task.yield() }
        #expect(try await failure { try await client.send(quick) }.code == .tooSlow)
        waiting.cancel()
        #expect(try await failure { try await waiting.value }.code == .cancelled)
    }
}
