import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import Glibc

/// The token that all calls of a cloud use: asked for once, renewed before it ends, and when a service does not take it
/// any more.
actor CloudTokens {
    private typealias Asking = Task<Result<CloudToken, PlatformError>, Never>

    /// A call that begins now is to end while its token holds.
    static let margin = TimeSpan(seconds: 120)

    private let settings: OpenStackSettings
    private let client: HTTPClient
    private let environment: @Sendable (String) -> String?
    private var known: Asking?

    init(
        _ settings: OpenStackSettings, _ client: HTTPClient, environment: @escaping @Sendable (String) -> String?
    ) {
        self.settings = settings
        self.client = client
        self.environment = environment
    }

    /// - Parameter spent: a token that a service did not take: another one is asked for.
    /// - Throws: `refused` for credentials that Keystone does not take, `unreachable`, `overLimit` for what took too
    ///   long, `broken`, `cancelled`.
    func token(after spent: String? = nil) async throws(PlatformError) -> CloudToken {
        if let token = await good(after: spent) { return token }
        // Meanwhile somebody else may have asked.
        if let token = await good(after: spent) { return token }
        let asking = begin()
        let result = await asking.value
        if case .failure = result, known == asking { known = nil }
        return try result.get()
    }

    private func good(after spent: String?) async -> CloudToken? {
        guard let known, case .success(let token) = await known.value, token.text != spent,
            CloudTokens.now() + CloudTokens.margin < token.expires
        else { return nil }
        return token
    }

    private var underWay: Asking?

    private func begin() -> Asking {
        if let underWay { return underWay }
        let asking = Asking { [self] in
            do throws(PlatformError) { return .success(try await authenticate()) } catch { return .failure(error) }
        }
        known = asking
        underWay = asking
        Task {
            _ = await asking.value
            self.underWay = nil
        }
        return asking
    }

    private func authenticate() async throws(PlatformError) -> CloudToken {
        let secret = try CloudSecret.read(settings, environment: environment)
        let url = CloudTokens.address(settings.authURL)
        var request = HTTPClientRequest(.post, url + "/auth/tokens", headers: ["Content-Type": "application/json"])
        request.totalSeconds = Double(settings.callSeconds)
        request.connectSeconds = min(5, Double(settings.callSeconds))
        request.body = Array(CloudTokens.body(settings, secret: secret).asJSON.utf8)
        let reply: HTTPReply
        do throws(HTTPError) { reply = try await client.send(request) } catch {
            throw .cloud(error, "Keystone")
        }
        let document = try Cloud.read(reply.body, "Keystone")
        guard reply.status.code == 201 else {
            var error = PlatformError.cloud(
                status: reply.status.code, document, "Keystone", "POST \(url)/auth/tokens")
            // It says 404 of a credential that it does not know.
            if (400...404).contains(reply.status.code) {
                (error.code, error.message) = (.refused, "The cloud does not let the broker in.")
            }
            throw error
        }
        var token = try CloudToken(
            reply.headers["X-Subject-Token"], document, region: settings.region,
            interface: settings.interface ?? .public)
        for service in CloudService.allCases {
            guard let address = settings.endpoints[service] else { continue }
            for type in service.types { token.endpoints[type] = address }
        }
        return token
    }

    /// Source: Keystone API v3, *Password authentication with scoped authorization*, *Authenticating with an
    /// application credential*.
    static func body(_ settings: OpenStackSettings, secret: String) -> Document {
        if let id = settings.applicationCredential {
            return [
                "auth": [
                    "identity": [
                        "methods": ["application_credential"],
                        "application_credential": ["id": .text(id), "secret": .text(secret)],
                    ]
                ]
            ]
        }
        let user: Document = [
            "name": .text(settings.user ?? ""), "domain": ["name": .text(settings.userDomain)],
            "password": .text(secret),
        ]
        let project: Document = [
            "name": .text(settings.project ?? ""), "domain": ["name": .text(settings.projectDomain)],
        ]
        return [
            "auth": [
                "identity": ["methods": ["password"], "password": ["user": user]], "scope": ["project": project],
            ]
        ]
    }

    /// The address of version 3, whether it was said or not.
    static func address(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        return url.hasSuffix("/v3") ? url : url + "/v3"
    }

    private static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
