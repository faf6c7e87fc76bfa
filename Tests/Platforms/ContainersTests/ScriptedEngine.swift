import BerthHTTP
import BerthPlatform
import Glibc
import Synchronization
import Testing

@testable import BerthContainers

/// An engine that answers what a test says, on a socket in a directory that goes away with it.
final class ScriptedEngine: Sendable {
    let directory: String
    let engine: DockerEngine
    private let server: HTTPServer
    private let calls: Calls

    /// - Parameter answer: to `GET /containers/json`, with the version left out and without a query.
    init(_ answer: @escaping @Sendable (String) -> HTTPResponse) throws {
        var template = Array("/tmp/berth-scripted-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let calls = Calls()
        self.calls = calls
        engine = DockerEngine(socket: directory + "/engine.sock")
        server = try HTTPServer(HTTPServerSettings(.unix(path: directory + "/engine.sock"))) { request in
            let call = "\(request.method) \(request.path.dropFirst("/v1.41".count))"
            calls.add(call)
            return answer(call)
        }
    }

    /// What was asked so far, in order.
    var asked: [String] { calls.all }

    func stop() async {
        await server.stop()
        Files.remove(directory)
    }

    private final class Calls: Sendable {
        private let calls = Mutex<[String]>([])
        func add(_ call: String) { calls.withLock { $0.append(call) } }
        var all: [String] { calls.withLock { $0 } }
    }
}
