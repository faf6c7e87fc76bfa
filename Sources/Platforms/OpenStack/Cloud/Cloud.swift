import BerthDocument
import BerthHTTP
import BerthPlatform

/// Calls of a cloud's services, each with a deadline, as whom the settings say.
struct Cloud: Sendable {
    let settings: OpenStackSettings
    let tokens: CloudTokens
    private let client: HTTPClient

    /// Bytes of the largest answer that is read: the console of a machine, or a thousand flavors.
    static let answerBytes = 16 << 20
    /// Pages of one list.
    static let mostPages = 100

    init(_ settings: OpenStackSettings, environment: @escaping @Sendable (String) -> String?) {
        self.settings = settings
        var shared = HTTPClientSettings()
        shared.authorityPath = settings.authorityFile
        shared.connectionsPerHost = 16
        client = HTTPClient(shared)
        tokens = CloudTokens(settings, client, environment: environment)
    }

    /// A status with the document that came with it.
    struct Reply: Sendable {
        var status: Int
        var body: Document
        var service: CloudService
        /// Method and address, for the administrator.
        var call: String

        var isWell: Bool { (200..<300).contains(status) }
        var error: PlatformError { .cloud(status: status, body, service.name, call) }
        /// What the service says for itself.
        var message: String { PlatformError.message(in: body) ?? "" }
    }

    /// Calls a service; once more with another token when it does not take the one that there is.
    ///
    /// - Throws: as `CloudTokens.token`, and `notFound` where the cloud has no such service; a status that says no is
    ///   not an error here.
    func call(
        _ service: CloudService, _ method: HTTPMethod, _ path: String, _ body: Document? = nil
    ) async throws(PlatformError) -> Reply {
        let token = try await tokens.token()
        let reply = try await send(service, method, path, body, token)
        if reply.status != 401 { return reply }
        return try await send(service, method, path, body, try await tokens.token(after: token.text))
    }

    /// Calls a service that is to say yes.
    func done(
        _ service: CloudService, _ method: HTTPMethod, _ path: String, _ body: Document? = nil
    ) async throws(PlatformError) -> Document {
        let reply = try await call(service, method, path, body)
        if !reply.isWell { throw reply.error }
        return reply.body
    }

    /// All pages of a list. Source: Compute API guide, *Paginated collections*.
    ///
    /// - Parameters:
    ///   - name: of the list in the answer; `<name>_links` says whether there is another page.
    ///   - query: what follows `?`.
    func list(
        _ service: CloudService, _ path: String, _ name: String, _ query: String = ""
    ) async throws(PlatformError) -> [Document] {
        var all: [Document] = []
        var marker = ""
        for _ in 0..<Cloud.mostPages {
            let words = [query, marker].filter { !$0.isEmpty }.joined(separator: "&")
            let body = try await done(service, .get, path + (words.isEmpty ? "" : "?" + words))
            guard case .list(let items)? = body[name] else {
                throw PlatformError(
                    .broken, "The cloud's answer cannot be read.", subject: service.name,
                    detail: "GET \(path) has no list \(name)")
            }
            all += items
            let hasMore = body[name + "_links"]?.items.contains { $0["rel"]?.text == "next" } ?? false
            guard hasMore, let last = items.last?["id"]?.text else { return all }
            marker = "marker=" + last.percentEncoded
        }
        return all
    }

    private func send(
        _ service: CloudService, _ method: HTTPMethod, _ path: String, _ body: Document?, _ token: CloudToken
    ) async throws(PlatformError) -> Reply {
        guard let base = token.endpoint(service) else {
            throw PlatformError(
                .notFound, "The cloud has no such service.", subject: service.name,
                detail: "the catalogue has no \(service.name) (\(service.types[0])) in this region and interface")
        }
        var request = HTTPClientRequest(method, base + path, headers: ["X-Auth-Token": token.text])
        request.totalSeconds = Double(settings.callSeconds)
        request.connectSeconds = min(5, Double(settings.callSeconds))
        request.maximumBytes = Cloud.answerBytes
        request.headers["Accept"] = "application/json"
        if let header = service.header { request.headers[header.name] = header.value }
        if let body {
            request.headers["Content-Type"] = "application/json"
            request.body = Array(body.asJSON.utf8)
        }
        let reply: HTTPReply
        do throws(HTTPError) { reply = try await client.send(request) } catch { throw .cloud(error, service.name) }
        let document = try Cloud.read(reply.body, service.name)
        return Reply(
            status: reply.status.code, body: document, service: service,
            call: "\(method) \(base)\(path.prefix { $0 != "?" })")
    }

    /// An empty body is `null`, and so is one that is no document where that says no; else it cannot be read.
    static func read(_ bytes: [UInt8], _ service: String) throws(PlatformError) -> Document {
        if bytes.allSatisfy({ $0 <= 32 }) { return .null }
        let limits = DocumentLimits(
            sizeBytes: answerBytes, valueCount: 1_000_000, memberCount: 100_000, textBytes: answerBytes)
        do throws(DocumentError) { return try Document.read(bytes, as: .json, limits: limits) } catch {
            // A proxy says what it has to say in HTML.
            return .text(String(decoding: bytes.prefix(300), as: UTF8.self))
        }
    }
}
