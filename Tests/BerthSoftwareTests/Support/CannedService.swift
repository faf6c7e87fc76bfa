import BerthData
import BerthHTTP
import BerthModel
import Synchronization

@testable import BerthSoftware

/// A real server that answers what a test says, and remembers what it was asked.
final class CannedService: Sendable {
    typealias Answer = @Sendable (HTTPRequest) async -> HTTPResponse

    let url: String
    let client = HTTPClient()
    private let server: HTTPServer
    private let asked: Asked

    private final class Asked: Sendable {
        let paths = Mutex<[String]>([])
        let time = Mutex(Sample.now)
    }

    init(_ answer: @escaping Answer) throws {
        let asked = Asked()
        self.asked = asked
        server = try HTTPServer(HTTPServerSettings()) { request in
            asked.paths.withLock { $0.append(request.path + "?" + (request.query("page") ?? "")) }
            return await answer(request)
        }
        url = "http://127.0.0.1:\(server.port)"
    }

    var paths: [String] { asked.paths.withLock { $0 } }

    /// The clock of what is tested, which only a test moves.
    var now: @Sendable () -> Instant { { [asked] in asked.time.withLock { $0 } } }
    func pass(_ seconds: Int64) { asked.time.withLock { $0 = $0 + TimeSpan(seconds: seconds) } }

    /// Loopback is inside the site, so it has to be allowed.
    func fetcher(_ limits: Fetcher.Limits = Fetcher.Limits(), allowed: [String] = ["127.0.0.0/8"]) -> Fetcher {
        Fetcher(client, AddressRule(allowed: allowed.compactMap { AddressRange($0) }), limits, now: now)
    }

    static func answering<Result: Sendable>(
        _ answer: @escaping Answer, _ body: (CannedService) async throws -> Result
    ) async throws -> Result {
        let service = try CannedService(answer)
        func stop() async {
            await service.client.close()
            await service.server.stop(deadlineSeconds: 1)
        }
        do {
            let result = try await body(service)
            await stop()
            return result
        } catch {
            await stop()
            throw error
        }
    }
}

extension HTTPResponse {
    static func json(_ text: String, _ status: HTTPStatus = .ok, _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(status, headers: headers, contentType: "application/json", body: Array(text.utf8))
    }

    /// A part of a file as it was asked for.
    static func part(of bytes: [UInt8], _ request: HTTPRequest) -> HTTPResponse {
        let range = (request.headers["Range"] ?? "").dropFirst("bytes=".count)
        let ends = range.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2 else { return HTTPResponse(.ok, contentType: "application/zip", body: bytes) }
        let first = ends[0] ?? max(0, bytes.count - (ends[1] ?? 0))
        let last = ends[0] == nil ? bytes.count - 1 : min(ends[1] ?? bytes.count - 1, bytes.count - 1)
        return HTTPResponse(
            .partialContent, headers: ["Content-Range": "bytes \(first)-\(last)/\(bytes.count)"],
            contentType: "application/zip", body: Array(bytes[first...last]))
    }
}
