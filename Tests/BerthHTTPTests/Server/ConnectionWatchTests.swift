import Glibc
import Testing

@testable import BerthHTTP

/// What happens to those who are slow, idle, or refused in the middle of a body.
@Suite struct ConnectionWatchTests {
    private func server(_ change: (inout HTTPLimits) -> Void) throws -> HTTPServer {
        var settings = HTTPServerSettings()
        settings.limits.headTimeoutMilliseconds = 100
        settings.limits.bodyTimeoutMilliseconds = 100
        settings.limits.idleTimeoutSeconds = 60
        change(&settings.limits)
        return try HTTPServer(settings) { HTTPResponse(.ok, body: $0.body) }
    }

    private static let late = "the request did not come in whole in time; send it again, faster\n"

    @Test(arguments: ["G", "GET / HTTP/1.1", "GET / HTTP/1.1\r\nHost: h\r\n", "GET / HTTP/1.1\r\nHost: h\r\nA: b"])
    func aSlowHeadIs408(start: String) async throws {
        let server = try server { _ in }
        let answer = try await RawConnection.exchange(server.port, start)
        #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(answer.hasSuffix("\r\nConnection: close\r\n\r\n" + Self.late))
        await server.stop()
    }

    @Test(arguments: [
        "Content-Length: 10\r\n\r\n", "Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n5\r\nhe",
    ])
    func aSlowBodyIs408(rest: String) async throws {
        let server = try server { $0.headTimeoutMilliseconds = 60_000 }
        let answer = try await RawConnection.exchange(server.port, "POST / HTTP/1.1\r\nHost: h\r\n" + rest)
        #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(answer.hasSuffix(Self.late))
        await server.stop()
    }

    @Test func aDripOfBytesIsSlowToo() async throws {
        let server = try server { _ in }
        let answer = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send("GET / HTTP/1.1\r\n")
            // One field after the other, until the server has had enough.
            while connection.send("A: b\r\n") && !connection.hasInput(milliseconds: 20) {}
            return connection.readToEnd()
        }
        #expect(answer.hasPrefix("HTTP/1.1 408 "))
        await server.stop()
    }

    @Test func aSlowSecondRequestIs408() async throws {
        let server = try server { _ in }
        let replies = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            let reader = ReplyReader(connection)
            connection.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            let first = reader.next()
            connection.send("GET / HTTP/1.1\r\nHost: h\r\n")
            return [first?.status, reader.next()?.status]
        }
        #expect(replies == [200, 408])
        await server.stop()
    }

    @Test func anIdleConnectionIsClosedWithoutAWord() async throws {
        let server = try server { $0.idleTimeoutSeconds = 1 }
        let answers = try await offPool { [port = server.port] in
            let silent = try RawConnection(port: port)
            let used = try RawConnection(port: port)
            defer {
                silent.close()
                used.close()
            }
            used.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            let reader = ReplyReader(used)
            return (silent.readToEnd(), reader.next()?.status, reader.isAtEnd)
        }
        #expect(answers == ("", 200, true))
        await server.stop()
    }

    @Test func aSlowHandlerIsNotTheClientsFault() async throws {
        var settings = HTTPServerSettings()
        settings.limits.headTimeoutMilliseconds = 250
        settings.limits.bodyTimeoutMilliseconds = 250
        let server = try HTTPServer(settings) { _ in
            try? await Task.sleep(for: .milliseconds(800))
            return HTTPResponse(.ok)
        }
        #expect(try await RawConnection.ask(server.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")?.status == 200)
        await server.stop()
    }

    /// The peer sends it again: both would be done.
    @Test func whatWasToldToBeLateIsNotDone() async throws {
        let done = Count()
        let holding = BlockingGate()
        var settings = HTTPServerSettings()
        settings.limits.headTimeoutMilliseconds = 100
        settings.threadCount = 1
        let server = try HTTPServer(settings) { request in
            if request.path == "/hold" { holding.wait() } else { done.add(1) }
            return HTTPResponse(.ok)
        }
        try await offPool { [port = server.port] in
            let first = try RawConnection(port: port)
            let second = try RawConnection(port: port)
            defer {
                first.close()
                second.close()
            }
            // Both are known to the one thread before it is held.
            second.send("G")
            _ = second.hasInput(milliseconds: 20)
            first.send("GET /hold HTTP/1.1\r\nHost: h\r\n\r\n")
            holding.waitForSomebody()
            second.send("ET / HTTP/1.1\r\nHost: h\r\n\r\n")
            let answer = second.readToEnd()
            holding.open()
            #expect(answer.hasPrefix("HTTP/1.1 408 "))
            #expect(ReplyReader(first).next()?.status == 200)
        }
        await server.stop()
        #expect(done.count == 0)
    }

    @Test func aRefusedSenderReadsWhyBeforeTheEnd() async throws {
        let server = try server {
            $0.bodyBytes = 1_000
            $0.drainBytes = 8 << 20
        }
        let answer = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            let size = 4 << 20
            connection.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \(size)\r\n\r\n")
            connection.send([UInt8](repeating: 1, count: size))
            return connection.readToEnd()
        }
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        #expect(answer.hasSuffix("the body is larger than 1000 bytes\n"))
        await server.stop()
    }

    @Test func aRefusedSenderIsNotReadWithoutEnd() async throws {
        let server = try server {
            $0.bodyBytes = 1_000
            $0.drainBytes = 1 << 20
            $0.drainMilliseconds = 60_000
        }
        let sent = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000000\r\n\r\n")
            let block = [UInt8](repeating: 1, count: 1 << 20)
            var sent = 0
            while sent < 1_000 && connection.send(block) { sent += 1 }
            return sent
        }
        #expect(sent < 100)
        await server.stop()
    }

    @Test func aRefusedSenderThatIsSilentIsLetGo() async throws {
        let server = try server {
            $0.bodyBytes = 1_000
            $0.drainMilliseconds = 50
        }
        let isAtEnd = try await offPool { [port = server.port] in
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000\r\n\r\nx")
            let reader = ReplyReader(connection)
            return reader.next()?.status == 413 && reader.isAtEnd
        }
        #expect(isAtEnd)
        await server.stop()
    }

    /// libmicrohttpd keeps a socket open for a while after it told of its end.
    @Test func whatLingeredIsNotReadAgainUnderItsNumber() async throws {
        let watch = ConnectionWatch(limits: HTTPLimits(), isSecure: false) { [] }
        let thread = Thread.start { watch.run() }
        try await offPool {
            let other = try SocketPair()
            var (kept, number, reused): ([SocketPair], Int32, Int32) = ([], 0, -1)
            // Another test may be quicker to take the number.
            while reused != number {
                if reused >= 0 { close(reused) }
                kept.append(try SocketPair())
                number = try Self.lingerToTheEnd(watch, kept[kept.count - 1])
                reused = fcntl(other.near, F_DUPFD_CLOEXEC, number)
            }
            defer { close(reused) }
            other.send("mine")
            // When the watch has seen these two ends, it has had the chance to take what is not its own.
            for _ in 0..<2 { _ = try Self.lingerToTheEnd(watch, SocketPair()) }
            #expect(RawConnection(accepted: other.near).hasInput(milliseconds: 0))
            withExtendedLifetime(kept) {}
        }
        watch.stop()
        pthread_join(thread, nil)
    }

    /// Lets one end linger until the watch has closed its copy; returns the number that the copy had.
    private static func lingerToTheEnd(_ watch: ConnectionWatch, _ pair: SocketPair) throws -> Int32 {
        let open = watch.opened(socket: pair.near, peer: nil)
        open.lingers = true
        watch.closed(open)
        let copy = try #require(pair.copyOfNear)
        pair.endFar()
        while pair.isNear(copy) { sched_yield() }
        return copy
    }
}
