import BerthDocument
import BerthHTTP
import BerthPlatform
import Foundation
import Synchronization

@testable import BerthKubernetes

/// An API server that says what a real one said, as the lane recorded it (`KubernetesLaneRecordingTests`).
///
/// Of several answers to the same question it gives those that came after as many changes as have been made now: first
/// the first of them, then the last. Pieces of a stream come when what was before them has happened. What was never
/// asked, or is asked with another document than then, is a mismatch.
final class ReplayedCluster: Sendable {
    private struct Exchange {
        var after: Int64
        var body: Document?
        var status: Int
        var answer: Document
        var stream: [(after: Int64, content: Document)]?
        var ends: Bool
    }

    private struct Play {
        var changes: Int64 = 0
        var asked: [String: Int] = [:]
        var mismatches: [String] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let exchanges: [String: [Exchange]]
    private let play = Mutex(Play())
    private let front: Mutex<HTTPServer?> = Mutex(nil)
    let directory: String

    init(_ name: String) throws {
        let bytes = try Self.recorded("\(name).json")
        let document = try Document.read(bytes, as: .json, limits: KubernetesAPI.limits)
        var exchanges: [String: [Exchange]] = [:]
        for one in document["exchanges"]?.items ?? [] {
            let key = (one["method"]?.text ?? "") + " " + (one["path"]?.text ?? "")
            let pieces = one["stream"]?.items.map { ($0["after"]?.integer ?? 0, $0["content"] ?? .null) }
            exchanges[key, default: []].append(
                Exchange(
                    after: one["after"]?.integer ?? 0, body: one["body"], status: Int(one["status"]?.integer ?? 0),
                    answer: one["answer"] ?? .null, stream: pieces, ends: one["ends"]?.isTrue ?? false))
        }
        self.exchanges = exchanges
        directory = NSTemporaryDirectory() + "berth-replay-\(name)-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let server = try HTTPServer(HTTPServerSettings()) { [weak self] request in
            await self?.answer(request) ?? HTTPResponse(.unavailable)
        }
        front.withLock { $0 = server }
    }

    /// A platform that talks to it, with the settings of the recording.
    func platform(
        _ namespace: String, _ change: (inout KubernetesSettings) -> Void = { _ in }
    ) throws -> KubernetesPlatform {
        let port = front.withLock { $0?.port ?? 0 }
        let text = """
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:\(port)"}}]
            users: [{name: u, user: {}}]
            contexts: [{name: x, context: {cluster: c, user: u, namespace: \(namespace)}}]
            current-context: x
            """
        try text.write(toFile: directory + "/kubeconfig", atomically: true, encoding: .utf8)
        var settings = KubernetesSettings()
        settings.kubeconfig = directory + "/kubeconfig"
        settings.instance = "lane"
        settings.stateDirectory = directory + "/state"
        settings.registries = ["localhost", "localhost:1"]
        settings.stopSeconds = 1
        settings.factsSeconds = 1
        settings.pull = .never
        change(&settings)
        return try KubernetesPlatform(settings)
    }

    /// A file of what was recorded.
    static func recorded(_ name: String) throws -> [UInt8] {
        let tests = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        return Array(try Data(contentsOf: tests.appendingPathComponent("Kubernetes/\(name)")))
    }

    var mismatches: [String] { play.withLock { $0.mismatches } }

    func stop() async {
        await front.withLock { $0 }?.stop()
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let query = request.target.query.filter { $0.name != "resourceVersion" }.map { item in
            item.name + "=" + (item.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }
        var key = request.method.name + " " + request.path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        // Whether a short output is followed before it is read whole is a matter of milliseconds.
        if exchanges[key] == nil { key = key.replacing("&follow=true", with: "") }
        guard let exchange = chosen(key) else {
            play.withLock { $0.mismatches.append("\(key): was never asked") }
            return HTTPResponse(.notFound)
        }
        if let body = exchange.body {
            let sent = try? Document.read(request.body, as: .json)
            if sent != body {
                play.withLock { $0.mismatches.append("\(key): another document: \(sent?.asJSON ?? "")") }
            }
        }
        guard let stream = exchange.stream else {
            if request.method != .get { changed() }
            return HTTPResponse(
                HTTPStatus(exchange.status), contentType: "application/json", body: Self.bytes(exchange.answer))
        }
        return HTTPResponse(
            HTTPStatus(exchange.status), contentType: "application/json",
            stream: HTTPStream(whenStopping: .end) { [self] writer in
                for piece in stream {
                    await until(piece.after)
                    try await writer.write(Self.bytes(piece.content) + [10])
                }
                if !exchange.ends { await until(.max) }
            })
    }

    /// Text as it is, documents as JSON.
    private static func bytes(_ content: Document) -> [UInt8] {
        if case .text(let text) = content { return Array(text.utf8) }
        return Array(content.asJSON.utf8)
    }

    private func chosen(_ key: String) -> Exchange? {
        play.withLock { play in
            let known = (exchanges[key] ?? []).filter { $0.after <= play.changes }
            let latest = known.filter { $0.after == known.last?.after }
            let asked = play.asked["\(key) \(latest.first?.after ?? 0)", default: 0]
            play.asked["\(key) \(latest.first?.after ?? 0)"] = asked + 1
            return asked == 0 ? latest.first ?? exchanges[key]?.first : latest.last
        }
    }

    private func changed() {
        let ready = play.withLock { play in
            play.changes += 1
            defer { play.waiting = [] }
            return play.waiting
        }
        for continuation in ready { continuation.resume() }
    }

    /// Waits for so many changes, or for the end of the test.
    private func until(_ changes: Int64) async {
        while !Task.isCancelled {
            if play.withLock({ $0.changes >= changes }) { return }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isThere = play.withLock { play in
                        if play.changes >= changes || Task.isCancelled { return true }
                        play.waiting.append(continuation)
                        return false
                    }
                    if isThere { continuation.resume() }
                }
            } onCancel: {
                let ready = play.withLock { play in
                    defer { play.waiting = [] }
                    return play.waiting
                }
                for continuation in ready { continuation.resume() }
            }
        }
    }
}
