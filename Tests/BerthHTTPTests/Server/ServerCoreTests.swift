import Testing

@testable import BerthHTTP

/// How a server stops.
@Suite struct ServerCoreTests {
    private let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    /// A server whose handler says that it began and waits for the gate.
    private struct Gated {
        let server: HTTPServer
        let begun: AsyncStream<Void>
        let gate: AsyncStream<Void>.Continuation

        init(_ answer: @escaping @Sendable () -> HTTPResponse = { HTTPResponse(.ok, body: [65]) }) throws {
            let (begun, begin) = AsyncStream<Void>.makeStream()
            let (opened, gate) = AsyncStream<Void>.makeStream()
            self.begun = begun
            self.gate = gate
            server = try HTTPServer(HTTPServerSettings()) { _ in
                begin.yield()
                for await _ in opened { break }
                return answer()
            }
        }

        func waitForBegin() async { for await _ in begun { break } }
    }

    @Test func aStopCompletesTheAnswersThatRun() async throws {
        let gated = try Gated()
        async let reply = RawConnection.ask(gated.server.port, request)
        await gated.waitForBegin()
        async let stopped: Void = gated.server.stop(deadlineSeconds: 60)
        // Nobody new is taken.
        while (try? RawConnection(port: gated.server.port).close()) != nil { await Task.yield() }
        gated.gate.yield()
        await stopped
        let got = try #require(try await reply)
        #expect(got.body == "A")
        #expect(got.headers["Connection"] == "close")
    }

    @Test func theDeadlineCutsWhatStillRuns() async throws {
        let gated = try Gated()
        async let reply = RawConnection.ask(gated.server.port, request)
        await gated.waitForBegin()
        await gated.server.stop(deadlineSeconds: 0.05)
        #expect(try await reply == nil)
        gated.gate.yield()
    }

    @Test func aStopEndsIdleConnectionsAtOnce() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { _ in HTTPResponse(.ok) }
        let fresh = try RawConnection(port: server.port)
        let used = try RawConnection(port: server.port)
        defer {
            fresh.close()
            used.close()
        }
        let reader = ReplyReader(used)
        used.send(request)
        #expect(reader.next()?.status == 200)
        await server.stop(deadlineSeconds: 60)
        #expect(fresh.readSome() == nil)
        #expect(reader.isAtEnd)
    }

    /// Answers with a stream that says that it has begun, and never ends by itself.
    private func endlessServer(whenStopping: HTTPStream.WhenStopping = .finish) throws -> HTTPServer {
        try HTTPServer(HTTPServerSettings()) { _ in
            HTTPResponse(
                .ok, contentType: "text/event-stream",
                stream: HTTPStream(whenStopping: whenStopping) { writer in
                    try await writer.write(Array("begun\n".utf8))
                    try await Task.sleep(for: .seconds(3_600))
                })
        }
    }

    /// A body that is not whole has no last chunk.
    @Test(arguments: [(HTTPStream.WhenStopping.end, true), (.cut, false)])
    func aStopEndsStreamsThatNeverEnd(_ whenStopping: HTTPStream.WhenStopping, _ isWhole: Bool) async throws {
        let server = try endlessServer(whenStopping: whenStopping)
        let connection = try RawConnection(port: server.port)
        defer { connection.close() }
        connection.send(request)
        _ = try await offPool { connection.read(until: "begun\n") }
        await server.stop(deadlineSeconds: 60)
        #expect(try await offPool { connection.readToEnd() }.hasSuffix("0\r\n\r\n") == isWhole)
    }

    @Test func aStopLetsOtherStreamsFinish() async throws {
        let (opened, gate) = AsyncStream<Void>.makeStream()
        let server = try HTTPServer(HTTPServerSettings()) { _ in
            HTTPResponse(
                .ok, contentType: "x/y",
                stream: HTTPStream { writer in
                    try await writer.write(Array("begun\n".utf8))
                    for await _ in opened { break }
                    try await writer.write(Array("done".utf8))
                })
        }
        let connection = try RawConnection(port: server.port)
        defer { connection.close() }
        connection.send(request)
        _ = try await offPool { connection.read(until: "begun\n") }
        async let stopped: Void = server.stop(deadlineSeconds: 60)
        while (try? RawConnection(port: server.port).close()) != nil { await Task.yield() }
        gate.yield()
        await stopped
        #expect(try await offPool { connection.readToEnd() }.hasSuffix("done\r\n0\r\n\r\n"))
    }

    @Test func theDeadlineCutsStreams() async throws {
        let server = try endlessServer()
        let connection = try RawConnection(port: server.port)
        defer { connection.close() }
        connection.send(request)
        _ = try await offPool { connection.read(until: "begun\n") }
        await server.stop(deadlineSeconds: 0.05)
        #expect(!(try await offPool { connection.readToEnd() }.contains("0\r\n\r\n")))
    }

    @Test func stoppingTwiceIsHarmless() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { _ in HTTPResponse(.ok) }
        await server.stop()
        await server.stop()
    }
}
