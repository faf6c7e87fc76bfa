import BerthDocument
import BerthHTTP
import BerthModel
import Synchronization

@testable import BerthIdentity

/// An issuer on the loopback address that says what a test wants it to say.
final class TestIssuer: Sendable {
    struct State: Sendable {
        var keys: [Document] = []
        /// Stands in the place of every answer.
        var failure: HTTPStatus?
        /// Stand in the place of what it says of itself.
        var changes: DocumentMembers = [:]
        /// What the token and device endpoints say, in turn.
        var answers: [Document] = []
        /// What was sent to them, with the Authorization.
        var forms: [String] = []
        var keysRead = 0
        var now = Instant(seconds: 1_800_000_000)
    }

    let state = Mutex(State())
    private let server: Mutex<HTTPServer?> = Mutex(nil)
    let url: String

    init(_ keys: [Document] = [TestKey.rsa.published(), TestKey.curve.published()]) throws {
        let box = Box()
        let server = try HTTPServer(HTTPServerSettings()) { box.issuer.answer($0) }
        url = "http://127.0.0.1:\(server.port)/realms/a"
        self.server.withLock { $0 = server }
        state.withLock { $0.keys = keys }
        box.set(self)
    }

    private final class Box: Sendable {
        private let held: Mutex<TestIssuer?> = Mutex(nil)
        var issuer: TestIssuer {
            guard let issuer = held.withLock({ $0 }) else { fatalError("asked before it is there") }
            return issuer
        }
        func set(_ issuer: TestIssuer) { held.withLock { $0 = issuer } }
    }

    func stop() async { await server.withLock { $0 }?.stop(deadlineSeconds: 1) }

    var settings: IssuerSettings { IssuerSettings(url: url, audience: "https://berth.example.org") }

    func issuer(_ change: (inout IssuerSettings) -> Void = { _ in }) throws -> Issuer {
        var settings = settings
        change(&settings)
        return try Issuer(settings) { [self] in state.withLock { $0.now } }
    }

    /// Claims of a token that is taken.
    func claims(_ changes: DocumentMembers = [:]) -> Document {
        let now = state.withLock { $0.now.seconds }
        var claims: Document = [
            "iss": .text(url), "aud": "https://berth.example.org", "sub": "7f3c", "name": "Ada",
            "iat": .integer(now), "exp": .integer(now + 3600), "wlcg.groups": ["/radio", "/radio/users"],
            "scope": "openid compute.create",
        ]
        for member in changes.members { claims.set(member.value, at: [.member(member.name)]) }
        return claims
    }

    func pass(_ seconds: Int64) { state.withLock { $0.now = $0.now + TimeSpan(seconds: seconds) } }

    private func answer(_ request: HTTPRequest) -> HTTPResponse {
        let path = request.target.segments.joined(separator: "/")
        let (status, document) = state.withLock { state -> (HTTPStatus, Document) in
            if let failure = state.failure { return (failure, .null) }
            switch path {
            case "realms/a/.well-known/openid-configuration":
                var document: Document = [
                    "issuer": .text(url), "jwks_uri": .text(url + "/keys"), "token_endpoint": .text(url + "/token"),
                    "authorization_endpoint": .text(url + "/auth"), "end_session_endpoint": .text(url + "/end"),
                    "device_authorization_endpoint": .text(url + "/device"),
                ]
                for member in state.changes.members { document.set(member.value, at: [.member(member.name)]) }
                return (.ok, document)
            case "realms/a/keys":
                state.keysRead += 1
                return (.ok, ["keys": .list(state.keys)])
            case "realms/a/token", "realms/a/device":
                let sender = request.headers["Authorization"].map { "\($0) " } ?? ""
                state.forms.append(sender + String(decoding: request.body, as: UTF8.self))
                let answer = state.answers.isEmpty ? ["error": "server_error"] : state.answers.removeFirst()
                return (answer["error"] == nil ? .ok : .badRequest, answer)
            default: return (.notFound, .null)
            }
        }
        return HTTPResponse(status, contentType: "application/json", body: Array(document.asJSON.utf8))
    }
}
