import BerthClient
import BerthDocument
import BerthHTTP
import BerthIdentity
import BerthModel
import BerthPlatform
import Foundation
import Testing

/// A broker takes the tokens of a real provider, and no others.
@Suite(.serialized) struct BrokerTokensTests {
    let provider: TestProvider

    init() throws { provider = try TestProvider.shared.get() }

    private static func broker(_ provider: TestProvider, _ name: String) throws -> ServedBroker {
        try ServedBroker(
            name,
            """
            platforms:
            - {kind: scripted, name: dish, cores: 8, memory: 8}
            access: [{platform: dish, groups: [/radio]}]
            users: [{name: static, groups: [/radio], tokenSHA256: \(Self.digestOfTest)}]
            issuers:
            - {url: "\(provider.issuer)", audience: "\(TestProvider.audience)", requiredScope: compute.create}
            - {url: "\(provider.curveIssuer)", audience: "\(TestProvider.audience)", groupPrefix: "curve:"}

            """)
    }

    /// SHA-256 of `test`.
    private static let digestOfTest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

    private func ask(_ broker: ServedBroker, _ token: String?) async throws -> OfferSetResponse {
        let client = try BrokerClient(url: broker.url, token: token)
        return try await client.ask(try ServedBroker.request(RemoteSite.request("a"))).value
    }

    /// What a broker says to a token that it does not take.
    private func refusal(_ broker: ServedBroker, _ token: String?) async throws -> (Int, challenge: String, String) {
        var request = HTTPClientRequest(.get, broker.url + "/sessions", headers: ["Accept": "application/json"])
        if let token { request.headers["Authorization"] = "Bearer \(token)" }
        let reply = try await HTTPClient().send(request)
        let document = try Document.read(reply.body, as: .json)
        return (reply.status.code, reply.headers["WWW-Authenticate"] ?? "", document["detail"]?.text ?? "")
    }

    @Test func groupsOfATokenOpenAPlatform() async throws {
        let broker = try Self.broker(provider, "tokens")
        let ada = try await provider.token(of: "ada")
        #expect(try await ask(broker, ada).result == .yes)
        let grace = try await ask(broker, try await provider.token(of: "grace"))
        #expect(grace.result == .no)
        #expect(grace.meta?.messages.contains { $0.message?.contains("/radio") == true } == true)
        // The other issuer has other groups, although it calls them the same.
        #expect(try await ask(broker, try await provider.token(of: "ada", issuer: provider.curveIssuer)).result == .no)
        // And who has a token of the configuration goes on as before.
        #expect(try await ask(broker, "test").result == .yes)
        #expect(!broker.log.contains(ada.suffix(20)))
    }

    @Test func othersAreRefused() async throws {
        let broker = try Self.broker(provider, "refused")
        let tokens = try await provider.tokens(of: "ada")
        let good = try #require(tokens["access_token"]?.text)
        let parts = good.split(separator: ".").map(String.init)
        let none = "eyJhbGciOiJub25lIn0." + parts[1] + "."
        // The first letters of a signature: the last ones hold bits that nobody reads.
        let altered = parts[0] + "." + parts[1] + "." + (parts[2].hasPrefix("A") ? "B" : "A") + parts[2].dropFirst()
        let foreign = try await provider.token(of: "ada", audience: "https://elsewhere.example.org")
        let cases: [(String?, Int, String)] = [
            (nil, 401, "Say who you are: Authorization: Bearer, and your token."),
            (none, 401, "The token is not signed with RS256 or ES256; others are not taken."),
            (altered, 401, "The signature of the token is not that of \(provider.issuer)."),
            (
                foreign, 401,
                "The token was made for somebody else; ask \(provider.issuer) for one with the audience "
                    + "\(TestProvider.audience)."
            ),
            (
                tokens["id_token"]?.text, 401,
                "This is an ID token or a refresh token; send the access token that came with it."
            ),
            (tokens["refresh_token"]?.text, 401, "The token is not known here."),
        ]
        for (token, status, detail) in cases {
            let said = try await refusal(broker, token)
            #expect(said.0 == status)
            #expect(said.2 == detail)
            #expect(said.challenge.hasPrefix("Bearer realm=\"berth\", issuer=\"\(provider.issuer) "))
            #expect(
                said.challenge.contains("resource_metadata=\"\(broker.url)/.well-known/oauth-protected-resource\""))
        }
        #expect(try await refusal(broker, good).0 == 200)
        // The body of somebody who is refused for sure is not read.
        var request = HTTPClientRequest(.post, broker.url + "/requests", body: [UInt8](repeating: 32, count: 100))
        request.headers = ["Authorization": "Bearer \(altered)", "Content-Type": "application/json"]
        #expect(try await HTTPClient().send(request).status == .unauthorized)
    }

    @Test func aTokenWithoutTheScopeMayNot() async throws {
        let broker = try Self.broker(provider, "scope")
        // Of a program itself, which was not given the scope.
        let browser = TestBrowser()
        let begun = try await browser.send(
            .post, provider.issuer + "/token",
            "grant_type=client_credentials&scope=compute.cancel&resource=\(TestProvider.audience)"
                + "&client_id=portal&client_secret=secret-of-the-portal", type: "application/x-www-form-urlencoded")
        let token = try #require(try Document.read(begun.body, as: .json)["access_token"]?.text)
        let said = try await refusal(broker, token)
        #expect(said.0 == 403)
        #expect(said.challenge.hasSuffix("error=\"insufficient_scope\", scope=\"compute.create\""))
    }

    @Test func itsTimeIsOverInTwoHours() async throws {
        let token = try await provider.token(of: "ada")
        let settings = IssuerSettings(url: provider.issuer, audience: TestProvider.audience)
        let now = try Issuer(settings, now: RemoteSite.now)
        #expect(try await now.person(token).identity.groups == ["/radio", "/radio/users"])
        let later = try Issuer(settings) { RemoteSite.now() + TimeSpan(seconds: 7200) }
        let error = await #expect(throws: IdentityError.self) { _ = try await later.person(token) }
        #expect(error?.code == .expired)
    }

    @Test func whatTheServiceSaysOfIt() async throws {
        let broker = try Self.broker(provider, "said")
        let browser = TestBrowser()
        let resource = try await browser.get(broker.url + "/.well-known/oauth-protected-resource")
        let document = try Document.read(resource.body, as: .json)
        #expect(document["authorization_servers"] == [.text(provider.issuer), .text(provider.curveIssuer)])
        #expect(document["resource"] == .text(broker.url))
        let capabilities = try await browser.get(broker.url + "/capabilities").text
        #expect(capabilities.contains("<securityMethod standardID=\"ivo://ivoa.net/sso#OpenID\"/>"))
    }

    @Test func anotherKeyIsNoticed() async throws {
        let own = try TestProvider()
        defer { own.stop() }
        let broker = try Self.broker(own, "rotated")
        let before = try await own.token(of: "ada")
        #expect(try await refusal(broker, before).0 == 200)
        try await own.rotate()
        let after = try await own.token(of: "ada")
        // The issuer is asked at most every half a minute.
        let isTaken = try await broker.eventually(60) { try await refusal(broker, after).0 == 200 }
        #expect(isTaken)
        #expect(try await refusal(broker, before).0 == 401)
    }

    @Test func aProviderThatIsDownKeepsNobodyOutWhoIsKnown() async throws {
        let own = try TestProvider()
        let broker = try Self.broker(own, "down")
        let ada = try await own.token(of: "ada")
        let grace = try await own.token(of: "grace")
        #expect(try await refusal(broker, ada).0 == 200)
        own.stop()
        #expect(try await refusal(broker, ada).0 == 200)
        #expect(try await refusal(broker, grace).0 == 200)
        // A broker that never saw the keys cannot tell; it says so, and it goes on for everybody else.
        broker.kill()
        try broker.start()
        let said = try await refusal(broker, ada)
        #expect(said.0 == 503)
        #expect(said.2 == "Who asks cannot be told now: The issuer \(own.issuer) does not answer.")
        #expect(try await refusal(broker, "test").0 == 200)
    }
}
