import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import Foundation
import Synchronization
import Testing

@testable import BerthKubernetes

@Suite struct ObjectWatchTests {
    /// A server whose second watch no longer knows the version: how a real one says so is in the words of the API.
    @Test func aVersionThatIsNoLongerKeptMakesANewList() async throws {
        let session = UUID(random: 3, 3)
        let lists = Mutex(0)
        let server = try HTTPServer(HTTPServerSettings()) { request in
            if request.query("watch") != nil {
                let gone = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}}\n"
                if request.query("resourceVersion") == "1" {
                    return HTTPResponse(.ok, contentType: "application/json", body: Array(gone.utf8))
                }
                return HTTPResponse(
                    .ok, contentType: "application/json",
                    stream: HTTPStream(whenStopping: .end) { _ in try await Task.sleep(for: .seconds(600)) })
            }
            let number = lists.withLock { count in
                count += 1
                return count
            }
            let name = number == 1 ? "old" : "new"
            let list: Document = [
                "metadata": ["resourceVersion": .text("\(number)")],
                "items": [SessionBoardTests.object(name, session: session)],
            ]
            return HTTPResponse(.ok, contentType: "application/json", body: Array(list.asJSON.utf8))
        }
        let folder = NSTemporaryDirectory() + "berth-watch-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let text = """
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:\(server.port)"}}]
            contexts: [{name: x, context: {cluster: c}}]
            current-context: x
            """
        try text.write(toFile: folder + "/config", atomically: true, encoding: .utf8)
        var settings = KubernetesSettings()
        settings.kubeconfig = folder + "/config"
        let api = KubernetesAPI(settings)
        let board = SessionBoard(awaySeconds: 60) { _, _ in }
        for kind in [SessionBoard.Kind.jobs, .events] { board.replace(kind, with: []) }
        let running = Task { await ObjectWatch(api: api, kind: .pods).run(board) }
        var (entry, version) = try await board.entry(session, after: nil)
        while entry.pod?.name != "new" { (entry, version) = try await board.entry(session, after: version) }
        #expect(lists.withLock { $0 } == 2)
        running.cancel()
        await server.stop()
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func linesAreWholeHoweverTheyCome() throws {
        var lines = LineReader(limit: 10)
        #expect(try lines.feed(Array("ab".utf8)).isEmpty)
        #expect(try lines.feed(Array("c\n\nd\ne".utf8)) == [Array("abc".utf8), Array("d".utf8)])
        #expect(try lines.feed(Array("123456789".utf8)).isEmpty)
        #expect(throws: PlatformError.self) { try lines.feed([65]) }
    }
}
