import BerthClient
import BerthDocument
import BerthHTTP
import BerthModel
import Foundation
import Synchronization
import Testing

/// As whom a gateway asks a site, each a process of its own: sessions there belong to whoever asked here.
@Suite(.serialized) struct RemoteIdentityTests {
    /// The SHA-256 of a token, by the program of the system.
    private static func digest(_ token: String) async throws -> String {
        let (status, output) = try await runProgram(["sh", "-c", "printf %s \(token) | sha256sum"])
        try #require(status == 0)
        return String(output.prefix(64))
    }

    private static func users(_ tokens: [(name: String, token: String)]) async throws -> String {
        var text = "users:\n"
        for (name, token) in tokens { text += "- {name: \(name), tokenSHA256: \(try await digest(token))}\n" }
        return text
    }

    private static func gateway(_ site: ServedBroker, _ more: String) async throws -> ServedBroker {
        let platform = "platforms:\n- {kind: remote, name: west, url: '\(site.url)', \(more)}\n"
        return try ServedBroker(
            "identity-gateway", platform + (try await users([("ada", "token-of-ada"), ("bob", "token-of-bob")])))
    }

    private static func site(_ tokens: [(name: String, token: String)]) async throws -> ServedBroker {
        try ServedBroker("identity-site", RemoteSite.configuration + (try await users(tokens)))
    }

    private static func client(_ broker: ServedBroker, _ token: String) throws -> BrokerClient {
        try BrokerClient(url: broker.url, token: token)
    }

    private static let task = RemoteSite.request("short")

    /// Runs a task to its end, and says who has it at the site.
    private static func run(
        _ gateway: ServedBroker, as token: String, _ site: ServedBroker, owner: String, stranger: String
    ) async throws {
        let here = try client(gateway, token)
        let answer = try await here.ask(try ServedBroker.request(task)).value
        let id = try #require(answer.offers.first?.id, "\(answer.meta?.messages.compactMap(\.message) ?? [])")
        _ = try await here.accept(id)
        var last: Session?
        for try await event in here.events(of: id) {
            if case .session(let received) = event { last = received.value }
        }
        #expect(last?.phase == .completed, "\(last?.texts ?? [])")
        let there = try await client(site, owner).sessions().value.sessions
        #expect(there.contains { $0.phase == .completed })
        #expect(try await client(site, stranger).sessions().value.sessions.isEmpty)
        for secret in [token, owner] {
            #expect(!gateway.log.contains(secret) && !site.log.contains(secret))
        }
    }

    @Test func `the token of the caller goes on`() async throws {
        let site = try await Self.site([("ada", "token-of-ada"), ("eve", "token-of-eve")])
        let gateway = try await Self.gateway(site, "identity: pass")
        try await Self.run(gateway, as: "token-of-ada", site, owner: "token-of-ada", stranger: "token-of-eve")
        // Whom the site does not know is told so, and the others are answered as before.
        for _ in 0..<4 {
            let bob = try await Self.client(gateway, "token-of-bob").ask(try ServedBroker.request(Self.task)).value
            #expect(bob.result == .no)
            #expect(
                bob.meta?.messages.first?.message
                    == "west does not answer bob: The token is not known here.")
        }
        let ada = try await Self.client(gateway, "token-of-ada").ask(try ServedBroker.request(Self.task)).value
        #expect(ada.result == .yes)
    }

    @Test func `who comes back after the gateway was started again goes on`() async throws {
        let site = try await Self.site([("ada", "token-of-ada")])
        let gateway = try await Self.gateway(site, "identity: pass")
        let here = try Self.client(gateway, "token-of-ada")
        let answer = try await here.ask(try ServedBroker.request(RemoteSite.request("steps"))).value
        let id = try #require(answer.offers.first?.id)
        _ = try await here.accept(id)
        for try await event in here.events(of: id) {
            if case .session(let received) = event, received.value.phase == .running { break }
        }
        gateway.kill()
        try gateway.start()
        // With the first call the token is known again, and the work is followed.
        var last: Session?
        for try await event in here.events(of: id) {
            if case .session(let received) = event { last = received.value }
        }
        #expect(last?.phase == .completed, "\(last?.texts ?? [])")
    }

    @Test func `people are mapped to tokens of the site`() async throws {
        let site = try await Self.site([("west-ada", "west-token"), ("eve", "token-of-eve")])
        let file = NSTemporaryDirectory() + "berth-identity-\(getpid()).token"
        try "west-token\n".write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let gateway = try await Self.gateway(site, "identity: map, people: [{subject: ada, tokenFile: '\(file)'}]")
        try await Self.run(gateway, as: "token-of-ada", site, owner: "west-token", stranger: "token-of-eve")
        let bob = try await Self.client(gateway, "token-of-bob").ask(try ServedBroker.request(Self.task)).value
        #expect(
            bob.meta?.messages.first?.message
                == "west does not answer bob: Nobody has said as whom the site is asked for bob.")
    }

    @Test func `tokens are exchanged at an issuer`() async throws {
        let issuer = try ExchangingIssuer(["token-of-ada": "west-token"])
        let site = try await Self.site([("west-ada", "west-token"), ("eve", "token-of-eve")])
        let gateway = try await Self.gateway(
            site,
            "identity: exchange, exchange: {issuer: '\(issuer.url)', audience: west, clientID: gate, scope: compute}")
        try await Self.run(gateway, as: "token-of-ada", site, owner: "west-token", stranger: "token-of-eve")
        // One for all calls of a person, until it is over.
        #expect(issuer.exchanges == ["token-of-ada"])
        let bob = try await Self.client(gateway, "token-of-bob").ask(try ServedBroker.request(Self.task)).value
        #expect(
            bob.meta?.messages.first?.message
                == "west does not answer bob: No token for the site: \(issuer.url) gives no token for west in exchange "
                + "for the caller's.")
        #expect(issuer.faults == [])
        // An issuer that is away is no word about the person.
        await issuer.stop()
        let other = try await Self.gateway(
            site, "identity: exchange, exchange: {issuer: '\(issuer.url)', audience: west, clientID: gate}")
        let silent = try await Self.client(other, "token-of-ada").ask(try ServedBroker.request(Self.task)).value
        #expect(silent.meta?.messages.first?.values["reason"] == "unreachable")
    }
}

/// An issuer that exchanges tokens as RFC 8693 says, and notes what is wrong with a request.
final class ExchangingIssuer: Sendable {
    private let server: HTTPServer
    let url: String

    /// - Parameter tokens: what is given for which token; others are refused.
    init(_ tokens: [String: String]) throws {
        let shared = Shared()
        server = try HTTPServer(HTTPServerSettings()) { shared.answer($0, tokens) }
        url = "http://127.0.0.1:\(server.port)"
        shared.url.withLock { [url] in $0 = url }
        self.shared = shared
    }

    private let shared: Shared

    var exchanges: [String] { shared.exchanges.withLock { $0 } }
    var faults: [String] { shared.faults.withLock { $0 } }
    func stop() async { await server.stop(deadlineSeconds: 0) }

    private final class Shared: Sendable {
        let url = Mutex("")
        let exchanges = Mutex<[String]>([])
        let faults = Mutex<[String]>([])

        func answer(_ request: HTTPRequest, _ tokens: [String: String]) -> HTTPResponse {
            let url = url.withLock { $0 }
            if request.target.segments.last == "openid-configuration" {
                return Self.json(
                    .ok,
                    ["issuer": .text(url), "jwks_uri": .text(url + "/keys"), "token_endpoint": .text(url + "/token")])
            }
            var fields: [String: String] = [:]
            for pair in String(decoding: request.body, as: UTF8.self).split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
                fields[parts[0]] = parts.count > 1 ? parts[1] : ""
            }
            // RFC 8693 §2.1: what is required, and what was configured.
            for (name, value) in [
                "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token_type": "urn:ietf:params:oauth:token-type:access_token", "audience": "west",
                "client_id": "gate", "scope": "compute",
            ] where fields[name] != value {
                faults.withLock { $0.append("\(name)=\(fields[name] ?? "")") }
            }
            guard let token = tokens[fields["subject_token"] ?? ""] else {
                // §2.2.2
                return Self.json(.badRequest, ["error": "invalid_request"])
            }
            exchanges.withLock { $0.append(fields["subject_token"] ?? "") }
            return Self.json(
                .ok,
                [
                    "access_token": .text(token), "token_type": "Bearer", "expires_in": 3600,
                    "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
                ])
        }

        private static func json(_ status: HTTPStatus, _ document: Document) -> HTTPResponse {
            HTTPResponse(status, contentType: "application/json", body: Array(document.asJSON.utf8))
        }
    }
}
