import Testing
import Glibc
@testable import BerthHTTP

@Suite struct StressTests {
    @Test func stress() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var late = 0
                    for _ in 0..<300 {
                        var s = HTTPServerSettings()
                        s.limits.headTimeoutMilliseconds = 1500
                        let server = try HTTPServer(s) { HTTPResponse(.ok, body: Array($0.path.utf8)) }
                        let replies = try await offPool { [port = server.port] in
                            let connection = try RawConnection(port: port)
                            defer { connection.close() }
                            let reader = ReplyReader(connection)
                            connection.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n")
                            let head = reader.next(hasBody: false)
                            connection.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
                            return [head, reader.next()]
                        }
                        if replies[0]?.status != 200 || replies[1]?.status != 200 { late += 1; print("LATE", replies) }
                        await server.stop()
                    }
                    return late
                }
            }
            let total = try await group.reduce(0, +)
            #expect(total == 0)
        }
    }
}
