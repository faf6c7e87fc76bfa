import BerthDocument
import BerthHTTP
import BerthKubernetes
import BerthModel
import Foundation
import Synchronization

/// Stands between a platform and the cluster of the lane, and writes down what each said: what ordinary tests replay.
///
/// An exchange is a method, a path with its query, the document that was sent, and the answer: a status with a
/// document, or pieces of a stream. `after` counts the calls that changed something and were answered before, so that
/// who replays tells nothing before it happened. Versions of resources, credentials and what names a machine are left
/// out.
final class KubernetesRecorder: Sendable {
    private struct Record {
        var exchanges: [Document] = []
        var changes: Int64 = 0
        /// Those that are not answered yet as well: what comes by one may be told before it is answered.
        var begun: Int64 = 0
    }

    private let record = Mutex(Record())
    private let front: Mutex<HTTPServer?> = Mutex(nil)
    private let cluster: TestKubernetes

    init(_ cluster: TestKubernetes) throws {
        self.cluster = cluster
        let server = try HTTPServer(HTTPServerSettings()) { [weak self] request in
            await self?.answer(request) ?? HTTPResponse(.unavailable)
        }
        front.withLock { $0 = server }
    }

    /// A kubeconfig that leads here.
    ///
    /// - Parameters:
    ///   - name: of the file; that of the namespace unless given.
    ///   - server: whoever stands before this; nobody unless given.
    func kubeconfig(_ namespace: String, _ name: String? = nil, server: String? = nil) throws -> String {
        let file = cluster.directory + "/recorder-\(name ?? namespace).kubeconfig"
        let text = """
            clusters: [{name: lane, cluster: {server: "\(server ?? "http://127.0.0.1:\(port)")"}}]
            users: [{name: broker, user: {}}]
            contexts: [{name: lane, context: {cluster: lane, user: broker, namespace: \(namespace)}}]
            current-context: lane
            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    var port: UInt16 { UInt16(front.withLock { $0?.port ?? 0 }) }

    /// Everything, as a document.
    var document: Document {
        record.withLock { ["exchanges": .list($0.exchanges)] }
    }

    func stop() async {
        let server = front.withLock { $0 }
        await server?.stop()
    }

    // MARK: one exchange

    private func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let path = Self.path(request, for: true)
        var forwarded = HTTPClientRequest(request.method, cluster.server + path)
        forwarded.maximumBytes = .max
        if !request.body.isEmpty {
            forwarded.body = request.body
            forwarded.headers["Content-Type"] = request.headers["Content-Type"]
        }
        let isStream = request.query("watch") != nil || request.query("follow") != nil
        do {
            if isStream { return try await streamed(request, forwarded) }
            let isChange = request.method != .get && request.query("dryRun") == nil
            let before = record.withLock { record in
                if isChange { record.begun += 1 }
                return record.changes
            }
            let reply = try await cluster.client.send(forwarded)
            let text = String(decoding: reply.body, as: UTF8.self)
            record.withLock { record in
                if isChange { record.changes += 1 }
                record.exchanges.append(
                    Self.exchange(
                        request, after: before,
                        ["status": .integer(Int64(reply.status.code)), "answer": Self.content(text)]))
            }
            return HTTPResponse(
                reply.status, contentType: reply.headers["Content-Type"] ?? "application/json", body: reply.body)
        } catch {
            return HTTPResponse(.unavailable)
        }
    }

    private func streamed(_ request: HTTPRequest, _ forwarded: HTTPClientRequest) async throws -> HTTPResponse {
        let reply = try await cluster.client.stream(forwarded)
        let place = record.withLock { record in
            record.exchanges.append(
                Self.exchange(
                    request, after: record.changes, ["status": .integer(Int64(reply.status.code)), "stream": []]))
            return record.exchanges.count - 1
        }
        return HTTPResponse(
            reply.status, contentType: reply.headers["Content-Type"] ?? "application/json",
            stream: HTTPStream(whenStopping: .end) { [self] writer in
                var rest: [UInt8] = []
                while let bytes = try await reply.next() {
                    rest += bytes
                    if let end = rest.lastIndex(of: 10) {
                        note(String(decoding: rest[...end], as: UTF8.self), place)
                        rest.removeSubrange(...end)
                    }
                    try await writer.write(bytes)
                }
                record.withLock { _ = $0.exchanges[place].set(true, at: ["ends"]) }
            })
    }

    private func note(_ text: String, _ place: Int) {
        record.withLock { record in
            for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                guard case .list(var pieces)? = record.exchanges[place]["stream"] else { return }
                pieces.append(["after": .integer(record.begun), "content": Self.content(String(line))])
                record.exchanges[place].set(.list(pieces), at: ["stream"])
            }
        }
    }

    private static func exchange(_ request: HTTPRequest, after: Int64, _ rest: DocumentMembers) -> Document {
        var members: DocumentMembers = [
            "method": .text(request.method.name), "path": .text(path(request, for: false)), "after": .integer(after),
        ]
        if !request.body.isEmpty { members["body"] = content(String(decoding: request.body, as: UTF8.self)) }
        for member in rest.members { members[member.name] = member.value }
        return .map(members)
    }

    /// As it was asked for; without the version of resources where it is written down.
    private static func path(_ request: HTTPRequest, for isForwarded: Bool) -> String {
        let path = request.path
        let query = request.target.query.filter { isForwarded || $0.name != "resourceVersion" }.map { item in
            item.name + "=" + (item.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }
        return query.isEmpty ? path : path + "?" + query.joined(separator: "&")
    }

    private static func content(_ text: String) -> Document {
        let document = try? Document.read(
            Array(text.utf8), as: .json, limits: DocumentLimits(sizeBytes: 16 << 20, valueCount: 1_000_000))
        guard let document, case .map = document else { return .text(text) }
        return cleaned(document)
    }

    /// Without what nobody reads and what names the machine.
    private static func cleaned(_ document: Document) -> Document {
        switch document {
        case .map(let members):
            let names = [
                "managedFields", "nodeInfo", "volumesInUse", "conditions", "selfLink", "resourceVersion", "imageID",
                "containerID",
            ]
            var kept = DocumentMembers()
            for member in members.members {
                // Of the kinds of conditions those that are read.
                if member.name == "conditions", case .list(let items) = member.value {
                    let read = items.filter {
                        ["Ready", "PodScheduled", "Failed", "Complete"].contains($0["type"]?.text)
                    }
                    kept.append(member.name, .list(read.map(cleaned)))
                } else if member.name == "resourceVersion" {
                    kept.append(member.name, "1")
                } else if !names.contains(member.name) {
                    kept.append(member.name, cleaned(member.value))
                }
            }
            return .map(kept)
        case .list(let items): return .list(items.map(cleaned))
        default: return document
        }
    }
}
