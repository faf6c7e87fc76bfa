import BerthDocument
import BerthHTTP
import BerthPlatform
import Foundation
import Synchronization
import Testing

@testable import BerthKubernetes

struct KubernetesAPITests {
    private static let itemBytes = 1000

    /// Asks a server that has so many things of 1000 bytes each, page by page.
    ///
    /// - Parameter answerBytes: more is not read of an answer.
    /// - Returns: what came of it, and the limits that were asked for.
    private func list(
        _ count: Int, answerBytes: Int
    ) async throws -> (names: Result<[String], PlatformError>, limits: [Int]) {
        let asked = Asked()
        let server = try HTTPServer(HTTPServerSettings()) { request in
            func value(_ name: String) -> Int? {
                request.target.query.first { $0.name == name }.flatMap { Int($0.value) }
            }
            let (first, limit) = (value("continue") ?? 0, value("limit") ?? 0)
            asked.limits.withLock { $0.append(limit) }
            let end = min(count, first + limit)
            let items = (first..<end).map { number -> Document in
                ["name": .text("\(number)"), "rest": .text(String(repeating: "x", count: Self.itemBytes - 30))]
            }
            let next: Document = end < count ? .text("\(end)") : .null
            let answer: Document = ["items": .list(items), "metadata": ["continue": next, "resourceVersion": "7"]]
            return HTTPResponse(.ok, contentType: "application/json", body: Array(answer.asJSON.utf8))
        }
        let file = NSTemporaryDirectory() + "berth-api-\(getpid())-\(count)-\(answerBytes)"
        let text = """
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:\(server.port)"}}]
            users: [{name: u, user: {}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            current-context: x
            """
        try Files.write(Array(text.utf8), to: file)
        defer { Files.remove(file) }
        var settings = KubernetesSettings()
        settings.kubeconfig = file
        let api = KubernetesAPI(settings, answerBytes: answerBytes)
        let names: Result<[String], PlatformError>
        do throws(PlatformError) {
            let (items, version) = try await api.list("/api/v1/pods")
            #expect(version == "7")
            names = .success(items.compactMap { $0["name"]?.text })
        } catch { names = .failure(error) }
        await server.stop()
        return (names, asked.limits.withLock { $0 })
    }

    private final class Asked: Sendable {
        let limits = Mutex<[Int]>([])
    }

    @Test("a list comes in pages")
    func pages() async throws {
        let (names, limits) = try await list(501, answerBytes: 1 << 20)
        #expect(try names.get() == (0..<501).map(String.init))
        #expect(limits == [500, 500])
    }

    @Test("pages that are too large are halved, and nothing is left out or told twice")
    func halved() async throws {
        let (names, limits) = try await list(300, answerBytes: 130 * Self.itemBytes)
        #expect(try names.get() == (0..<300).map(String.init))
        #expect(limits == [500, 250, 125, 125, 125])
    }

    @Test("a single thing that is too large is an error")
    func single() async throws {
        let (names, limits) = try await list(3, answerBytes: Self.itemBytes / 2)
        let error = #expect(throws: PlatformError.self) { try names.get() }
        #expect(error?.code == .broken)
        #expect(error?.message == "The answer of the cluster's API is larger than is read.")
        #expect(limits == [500, 250, 125, 62, 31, 15, 7, 3, 1])
    }
}
