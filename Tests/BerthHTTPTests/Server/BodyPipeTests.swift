import Testing

@testable import BerthHTTP

/// Streams over a real connection.
@Suite struct BodyPipeTests {
    private func server(
        _ change: (inout HTTPServerSettings) -> Void = { _ in },
        _ produce: @escaping @Sendable (HTTPBodyWriter) async throws -> Void
    ) throws -> HTTPServer {
        var settings = HTTPServerSettings()
        change(&settings)
        return try HTTPServer(settings) { _ in HTTPResponse(.ok, contentType: "x/y", stream: HTTPStream(produce)) }
    }

    private let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test func everyByteArrivesInOrder() async throws {
        let server = try server { writer in
            for number in 0..<5_000 { try await writer.write(Array("\(number),".utf8)) }
        }
        let reply = try await RawConnection.ask(server.port, request)
        #expect(reply?.body == (0..<5_000).map { "\($0)," }.joined())
        await server.stop()
    }

    @Test func nothingIsABodyToo() async throws {
        let server = try server { _ in }
        let reply = try await RawConnection.ask(server.port, request)
        #expect(reply?.status == 200)
        #expect(reply?.body == "")
        await server.stop()
    }

    @Test func theConnectionIsKeptAfterAStream() async throws {
        let server = try server { try await $0.write([65]) }
        let bodies = try await offPool { [port = server.port, request] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            let reader = ReplyReader(connection)
            return (0..<3).map { _ in
                connection.send(request)
                return reader.next()?.body
            }
        }
        #expect(bodies == ["A", "A", "A"])
        await server.stop()
    }

    @Test func aSlowReaderMakesTheProducerWait() async throws {
        let sent = Count()
        let block = [UInt8](repeating: 7, count: 1 << 20)
        let server = try server { writer in
            for _ in 0..<64 {
                try await writer.write(block)
                sent.add(1)
            }
        }
        let connection = try RawConnection(port: server.port)
        connection.send(request)
        var last = -1
        while last != sent.count || last == 0 {
            last = sent.count
            try await Task.sleep(for: .milliseconds(200))
        }
        // What the system buffers on the way is not the producer's to wait for.
        #expect(sent.count < 32)
        let total = try await offPool {
            defer { connection.close() }
            var total = 0
            while total < 64 << 20, let part = connection.readSome() { total += part.count }
            return total
        }
        #expect(total >= 64 << 20)
        await server.stop()
    }

    @Test func aReaderThatGoesAwayEndsTheProducer() async throws {
        let (ended, end) = AsyncStream<HTTPError.Code?>.makeStream()
        let server = try server { writer in
            do {
                while true {
                    try await writer.write([65])
                    await Task.yield()
                }
            } catch {
                end.yield((error as? HTTPError)?.code)
                throw error
            }
        }
        try await offPool { [port = server.port, request] in
            let connection = try RawConnection(port: port)
            connection.send(request)
            _ = connection.read(until: "A")
            connection.close()
        }
        for await code in ended {
            #expect(code == .peerGone)
            break
        }
        await server.stop()
    }

    @Test func aReaderThatGoesAwayIsNoticedWhileNothingIsSent() async throws {
        let (ended, end) = AsyncStream<Bool>.makeStream()
        let server = try server { writer in
            do {
                // The reader may be gone before this returns.
                try await writer.write([65])
                // Sleeps until it is cancelled.
                try await Task.sleep(for: .seconds(3_600))
            } catch {
                end.yield(Task.isCancelled || (error as? HTTPError)?.code == .peerGone)
            }
        }
        try await offPool { [port = server.port, request] in
            let connection = try RawConnection(port: port)
            connection.send(request)
            _ = connection.read(until: "A")
            connection.close()
        }
        for await wasTold in ended {
            #expect(wasTold)
            break
        }
        await server.stop()
    }

    @Test func aProducerThatFailsCutsTheConnection() async throws {
        let server = try server { writer in
            try await writer.write([65])
            throw HTTPError(.localFailure, "the source is broken")
        }
        let answer = try await RawConnection.exchange(server.port, request)
        // Without the last chunk the reader knows that something is missing.
        #expect(answer.contains("\r\n1\r\nA\r\n"))
        #expect(!answer.contains("\r\n0\r\n"))
        await server.stop()
    }

    @Test func aHeadDoesNotStartTheProducer() async throws {
        let started = Count()
        let server = try server { _ in started.add(1) }
        let reply = try await RawConnection.ask(server.port, "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", hasBody: false)
        #expect(reply?.status == 200)
        await server.stop()
        #expect(started.count == 0)
    }
}
