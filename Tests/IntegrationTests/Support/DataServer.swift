import BerthHTTP

/// A server on loopback that hands out one text, and one answer that never ends.
final class DataServer: Sendable {
    let server: HTTPServer
    var origin: String { "http://127.0.0.1:\(server.port)" }
    static let text = "some data that is staged\n"

    /// The paths that were asked for, as the requests arrive.
    let asked: AsyncStream<String>

    init() throws {
        let (asked, arrived) = AsyncStream<String>.makeStream()
        self.asked = asked
        server = try HTTPServer(HTTPServerSettings()) { request in
            arrived.yield(request.path)
            switch request.path {
            case "/data.txt": return HTTPResponse(.ok, contentType: "text/plain", body: Array(DataServer.text.utf8))
            case "/data.txt.part":
                return HTTPResponse(.ok, contentType: "text/plain", body: Array("another text".utf8))
            case "/endless":
                return HTTPResponse(
                    .ok, contentType: "application/octet-stream",
                    stream: HTTPStream { writer in
                        while true {
                            try await writer.write([UInt8](repeating: 65, count: 1024))
                            try await Task.sleep(for: .milliseconds(50))
                        }
                    })
            // A registry whose answer never comes.
            case let path where path.hasPrefix("/v2/slow"):
                try? await Task.sleep(for: .seconds(600))
                return HTTPResponse(.notFound)
            case "/v2/": return HTTPResponse(.ok)
            default: return HTTPResponse(.notFound)
            }
        }
    }
}
