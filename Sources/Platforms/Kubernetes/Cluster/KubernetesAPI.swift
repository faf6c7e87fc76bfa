import BerthDocument
import BerthHTTP
import BerthPlatform
import Synchronization

/// A client of the Kubernetes API. Credentials are read when they are needed, and again every minute: tokens of service
/// accounts are renewed in their files.
final class KubernetesAPI: Sendable {
    private struct Connection {
        var access: ClusterAccess
        var client: HTTPClient
        var readAt: ContinuousClock.Instant
    }

    let settings: KubernetesSettings
    private let connection = Mutex<Connection?>(nil)

    /// Bytes of the largest answer that is read; lists come in pages.
    static let answerBytes = 32 << 20
    private let answerBytes: Int
    static let limits = DocumentLimits(
        sizeBytes: answerBytes, valueCount: 5_000_000, memberCount: 100_000, textBytes: 4 << 20)
    /// Most items of a page of a list.
    private static let pageItems = 500
    private static let credentialsLife = Duration.seconds(60)

    /// - Parameter answerBytes: of the largest answer that is read.
    init(_ settings: KubernetesSettings, answerBytes: Int = KubernetesAPI.answerBytes) {
        self.settings = settings
        self.answerBytes = answerBytes
    }

    /// A status with the document that came with it; `null` when there was none.
    struct Reply: Sendable {
        var status: Int
        var body: Document

        var isSuccess: Bool { (200..<300).contains(status) }
        /// What the API says for itself. Source: *Status* (meta/v1).
        var message: String? { body["message"]?.text }
        var reason: String? { body["reason"]?.text }
    }

    /// The namespace of sessions.
    ///
    /// - Throws: `refused` when there are no credentials.
    func namespace() throws(PlatformError) -> String {
        if let namespace = settings.namespace { return namespace }
        return try current().access.namespace ?? "default"
    }

    /// The server, for messages to administrators.
    func server() throws(PlatformError) -> String { try current().access.server }

    private func current() throws(PlatformError) -> Connection {
        let known = connection.withLock { $0 }
        if let known, ContinuousClock.now - known.readAt < KubernetesAPI.credentialsLife { return known }
        let access: ClusterAccess
        do throws(PlatformError) {
            access = try ClusterAccess.found(kubeconfig: settings.kubeconfig, context: settings.context)
        } catch {
            // A file that is being written again at this moment.
            if let known { return known }
            throw error
        }
        return connection.withLock { connection in
            let isSame = connection.map { $0.access == access } ?? false
            let client = isSame ? connection?.client : nil
            let new = Connection(
                access: access, client: client ?? HTTPClient(access.settings), readAt: ContinuousClock.now)
            connection = new
            return new
        }
    }

    /// Who was refused is asked for again.
    private func forgetCredentials() {
        connection.withLock { connection in
            if let known = connection { connection?.readAt = known.readAt - KubernetesAPI.credentialsLife }
        }
    }

    // MARK: calls

    /// Calls the API and reads the whole answer; what changes nothing is asked once more when its answer breaks off.
    ///
    /// - Parameter path: below the server, with its query.
    /// - Throws: `unreachable`, `refused` for credentials, `broken`, `cancelled`; another status that says no is not an
    ///   error here.
    func call(_ method: HTTPMethod, _ path: String, _ body: Document? = nil) async throws(PlatformError) -> Reply {
        do throws(PlatformError) {
            return try await renewing { () async throws(PlatformError) in try await once(method, path, body) }
        } catch {
            let isLate = error.cause == HTTPError.Code.tooSlow.rawValue
            guard method == .get, error.code == .unreachable, !isLate, !Task.isCancelled else { throw error }
            return try await once(method, path, body)
        }
    }

    /// Calls again, once, where the credentials were refused and there are others by now: a token that has expired is
    /// written anew into its file.
    private func renewing<Value>(
        _ call: () async throws(PlatformError) -> Value
    ) async throws(PlatformError) -> Value {
        let before = try current().access
        do throws(PlatformError) { return try await call() } catch {
            guard error.isOfCredentials, try current().access != before else { throw error }
            return try await call()
        }
    }

    private func once(_ method: HTTPMethod, _ path: String, _ body: Document?) async throws(PlatformError) -> Reply {
        let connection = try current()
        var request = request(method, path, connection.access)
        request.totalSeconds = Double(settings.callSeconds)
        request.maximumBytes = answerBytes
        if let body {
            request.body = Array(body.asJSON.utf8)
            request.headers["Content-Type"] = method == .patch ? "application/merge-patch+json" : "application/json"
        }
        let reply: HTTPReply
        do throws(HTTPError) { reply = try await connection.client.send(request) } catch { throw .api(error) }
        return try read(reply.status.code, reply.body)
    }

    private func request(_ method: HTTPMethod, _ path: String, _ access: ClusterAccess) -> HTTPClientRequest {
        var request = HTTPClientRequest(method, access.server + path)
        request.headers["Accept"] = "application/json"
        if let token = access.token { request.headers["Authorization"] = "Bearer " + token }
        request.connectSeconds = Double(min(5, settings.callSeconds))
        return request
    }

    private func read(_ status: Int, _ bytes: [UInt8]) throws(PlatformError) -> Reply {
        if status == 401 {
            forgetCredentials()
            throw .credentials
        }
        let document = bytes.isEmpty ? .null : (try? Document.read(bytes, as: .json, limits: KubernetesAPI.limits))
        guard let document else {
            if status >= 300 {
                return Reply(
                    status: status, body: ["message": .text(String(decoding: bytes.prefix(500), as: UTF8.self))])
            }
            throw PlatformError(
                .broken, "The cluster's answer cannot be read.",
                detail: String(decoding: bytes.prefix(500), as: UTF8.self))
        }
        return Reply(status: status, body: document)
    }

    /// All items of a list, page by page, and the version that a watch goes on from. Where a page is more than is read
    /// of an answer, pages are halved from then on.
    ///
    /// - Throws: as `call`; `refused` when the list may not be seen, `notFound` when there is no such kind.
    func list(_ path: String) async throws(PlatformError) -> (items: [Document], version: String) {
        var items: [Document] = []
        var next = ""
        var limit = KubernetesAPI.pageItems
        while true {
            let mark = path.contains("?") ? "&" : "?"
            let page = next.isEmpty ? "" : "&continue=\(KubernetesAPI.encoded(next))"
            let reply: Reply
            do throws(PlatformError) {
                reply = try await call(.get, "\(path)\(mark)limit=\(limit)\(page)")
            } catch {
                guard limit > 1, error.cause == HTTPError.Code.tooLarge.rawValue else { throw error }
                limit /= 2
                continue
            }
            // A list that took too long to turn its pages begins anew.
            if reply.status == 410 && !next.isEmpty {
                (items, next) = ([], "")
                continue
            }
            guard reply.status == 200 else { throw .api(reply, "list what is in the cluster", subject: path) }
            items += reply.body["items"]?.items ?? []
            next = reply.body.at("metadata", "continue")?.text ?? ""
            if next.isEmpty { return (items, reply.body.at("metadata", "resourceVersion")?.text ?? "0") }
        }
    }

    /// Begins an answer that has no end of its own.
    ///
    /// - Parameter stalledSeconds: so long without a byte is an error.
    func stream(_ path: String, stalledSeconds: Double?) async throws(PlatformError) -> HTTPStreamedReply {
        try await renewing { () async throws(PlatformError) in try await streamOnce(path, stalledSeconds) }
    }

    private func streamOnce(_ path: String, _ stalledSeconds: Double?) async throws(PlatformError) -> HTTPStreamedReply
    {
        let connection = try current()
        var request = request(.get, path, connection.access)
        request.maximumBytes = .max
        request.stalledSeconds = stalledSeconds
        let reply: HTTPStreamedReply
        do throws(HTTPError) { reply = try await connection.client.stream(request) } catch { throw .api(error) }
        if reply.status.code == 401 {
            forgetCredentials()
            throw .credentials
        }
        return reply
    }

    /// The text of an answer, whole.
    ///
    /// - Throws: as `call`; `overLimit` for more than is read of an answer.
    func text(_ path: String, subject: String) async throws(PlatformError) -> [UInt8] {
        let reply = try await stream(path, stalledSeconds: Double(settings.callSeconds))
        guard reply.status.code == 200 else {
            throw .api(
                Reply(status: reply.status.code, body: .null), "hand out what was written", subject: subject)
        }
        var bytes: [UInt8] = []
        do throws(HTTPError) {
            while let piece = try await reply.next() { bytes += piece }
        } catch {
            throw .api(error)
        }
        return bytes
    }

    /// For a value in a query.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let isPlain =
                (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
                || "-._~".utf8.contains(byte)
            bytes += isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
