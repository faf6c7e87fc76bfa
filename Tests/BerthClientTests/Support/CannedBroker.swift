import BerthDocument
import BerthHTTP
import BerthModel
import Foundation
import Synchronization

@testable import BerthClient

/// A real server that answers what a test says, and remembers what it was asked.
final class CannedBroker: Sendable {
    typealias Answer = @Sendable (HTTPRequest, Int) async -> HTTPResponse

    let url: String
    let client: BrokerClient
    private let server: HTTPServer

    /// - Parameter answer: to a request, with how many came before it.
    init(path: String = "", token: String? = nil, _ answer: @escaping Answer) throws {
        let seen = Shared()
        server = try HTTPServer(HTTPServerSettings()) { request in
            await answer(request, seen.add(request))
        }
        url = "http://127.0.0.1:\(server.port)\(path)"
        client = try BrokerClient(url: url, token: token)
        self.seen = seen
    }

    private let seen: Shared

    var requests: [HTTPRequest] { seen.all }

    func stop() async {
        await client.close()
        await server.stop(deadlineSeconds: 1)
    }

    private final class Shared: Sendable {
        private let list = Mutex<[HTTPRequest]>([])
        var all: [HTTPRequest] { list.withLock { $0 } }
        func add(_ request: HTTPRequest) -> Int {
            list.withLock { list in
                list.append(request)
                return list.count - 1
            }
        }
    }

    /// Asks one canned broker.
    static func answering<Result: Sendable>(
        path: String = "", token: String? = nil, _ answer: @escaping Answer,
        _ body: (CannedBroker) async throws -> Result
    ) async throws -> Result {
        let broker = try CannedBroker(path: path, token: token, answer)
        do {
            let result = try await body(broker)
            await broker.stop()
            return result
        } catch {
            await broker.stop()
            throw error
        }
    }
}

extension HTTPResponse {
    static func json(_ status: HTTPStatus, _ text: String, _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(status, headers: headers, contentType: "application/json", body: Array(text.utf8))
    }

    static func problem(_ status: HTTPStatus, _ detail: String, _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(
            status, headers: headers, contentType: "application/problem+json",
            body: Array(#"{"title": "A title", "detail": "\#(detail)"}"#.utf8))
    }
}

/// Files of `examples/`.
enum Example {
    static func bytes(_ name: String) throws -> [UInt8] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: root.appendingPathComponent("examples/\(name)")))
    }

    static func response(_ status: HTTPStatus, _ name: String, _ headers: HTTPHeaders = [:]) throws -> HTTPResponse {
        let type = name.split(separator: ".").last.map(String.init) ?? "json"
        return HTTPResponse(status, headers: headers, contentType: "application/\(type)", body: try bytes(name))
    }
}
