import BerthDocument
import BerthHTTP
import BerthPlatform

/// Keeps a kind of object on a board: a list, then a watch that goes on from it, as long as somebody waits.
/// Source: Kubernetes, *API concepts, Efficient detection of changes*.
struct ObjectWatch: Sendable {
    let api: KubernetesAPI
    let kind: SessionBoard.Kind

    /// After so long the server ends a watch, and it goes on from where it was.
    static let seconds = 60
    /// So long without a byte and the connection is dead: bookmarks come in between.
    private static let stalledSeconds = 75.0
    /// Bytes of one object.
    private static let lineBytes = 8 << 20
    private static let longestGap = Duration.seconds(15)

    func run(_ board: SessionBoard) async {
        var version: String?
        var gap = Duration.milliseconds(250)
        while board.goesOn(kind) {
            do throws(PlatformError) {
                if version == nil {
                    let (items, listed) = try await api.list(try path(nil))
                    board.replace(kind, with: items)
                    version = listed
                }
                let begin = ContinuousClock.now
                version = try await watch(from: version ?? "0", board)
                // A watch that ends at once again and again must not become a storm of calls.
                if ContinuousClock.now - begin < .seconds(1) { try? await Task.sleep(for: gap) }
                gap = .milliseconds(250)
            } catch {
                // Without them it is told later, and in other words, why no pod is made.
                if kind == .events, error.code == .refused {
                    board.replace(.events, with: [])
                    try? await Task.sleep(for: .seconds(ObjectWatch.seconds))
                    continue
                }
                board.silence(kind, error)
                try? await Task.sleep(for: gap)
                gap = min(gap * 2, ObjectWatch.longestGap)
            }
        }
    }

    /// - Returns: the version to go on from; `nil` when the server no longer knows it and all has to be listed.
    private func watch(from version: String, _ board: SessionBoard) async throws(PlatformError) -> String? {
        let reply = try await api.stream(try path(version), stalledSeconds: ObjectWatch.stalledSeconds)
        if reply.status.code == 410 { return nil }
        if reply.status.code != 200 {
            throw PlatformError(
                .unreachable, "The cluster does not let the broker watch what it runs.",
                detail: "status \(reply.status.code)")
        }
        var last = version
        var lines = LineReader(limit: ObjectWatch.lineBytes)
        do {
            while let bytes = try await reply.next() {
                for line in try lines.feed(bytes) {
                    guard let event = try? Document.read(line, as: .json, limits: KubernetesAPI.limits) else {
                        throw PlatformError(.unreachable, "The cluster's watch cannot be read.")
                    }
                    guard let object = event["object"] else { continue }
                    if event["type"]?.text == "ERROR" {
                        // What changed since that version is no longer kept.
                        if object["code"]?.integer == 410 { return nil }
                        throw PlatformError(
                            .unreachable, "The cluster ended its watch.", detail: object["message"]?.text)
                    }
                    last = object.at("metadata", "resourceVersion")?.text ?? last
                    if event["type"]?.text == "BOOKMARK" { continue }
                    board.update(kind, object, isGone: event["type"]?.text == "DELETED")
                }
            }
        } catch let error as PlatformError {
            throw error
        } catch let error as HTTPError {
            throw .api(error)
        } catch {
            throw PlatformError(.broken, "The cluster's watch ended.", detail: "\(error)")
        }
        return last
    }

    private func path(_ version: String?) throws(PlatformError) -> String {
        let namespace = try api.namespace()
        let selector = KubernetesAPI.encoded(ObjectNames.selector(instance: api.settings.instance))
        var path: String
        switch kind {
        case .jobs: path = "/apis/batch/v1/namespaces/\(namespace)/jobs?labelSelector=\(selector)"
        case .pods: path = "/api/v1/namespaces/\(namespace)/pods?labelSelector=\(selector)"
        case .events:
            let fields = KubernetesAPI.encoded("reason=FailedCreate,involvedObject.kind=Job")
            path = "/api/v1/namespaces/\(namespace)/events?fieldSelector=\(fields)"
        }
        if let version {
            path += "&watch=1&allowWatchBookmarks=true&timeoutSeconds=\(ObjectWatch.seconds)&resourceVersion=\(version)"
        }
        return path
    }
}

/// Bytes as lines.
struct LineReader: Sendable {
    private var rest: [UInt8] = []
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// The lines that are whole now, without their ends and without empty ones.
    ///
    /// - Throws: `overLimit` for a line that is too long.
    mutating func feed(_ bytes: [UInt8]) throws(PlatformError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var begin = bytes.startIndex
        while let end = bytes[begin...].firstIndex(of: 10) {
            let line = rest + bytes[begin..<end]
            if !line.isEmpty { lines.append(line) }
            rest = []
            begin = end + 1
        }
        rest += bytes[begin...]
        if rest.count > limit {
            throw PlatformError(.overLimit, "A line has more than the \(limit) bytes that are allowed.")
        }
        return lines
    }
}
