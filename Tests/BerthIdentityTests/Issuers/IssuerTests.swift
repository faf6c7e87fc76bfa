import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import BerthSignatures
import Synchronization
import Testing

@testable import BerthIdentity

@Suite struct IssuerTests {
    private func during(
        _ change: (inout IssuerSettings) -> Void = { _ in }, _ body: (TestIssuer, Issuer) async throws -> Void
    ) async throws {
        let server = try TestIssuer()
        try await body(server, try server.issuer(change))
        await server.stop()
    }

    @Test func aTokenNamesSomebody() async throws {
        try await during { server, issuer in
            for key in [TestKey.rsa, .curve] {
                let person = try await issuer.person(key.token(server.claims()))
                let name = "7f3c@" + server.url.dropFirst("http://".count)
                #expect(person.identity == Identity(subject: name, groups: ["/radio", "/radio/users"]))
                #expect(person.name == "Ada")
            }
        }
    }

    @Test func nothingIsSaidWithoutKeys() async throws {
        try await during { server, issuer in
            let token = TestKey.rsa.token(server.claims())
            #expect(issuer.judge(token) == .undecided)
            await issuer.warm()
            guard case .known = issuer.judge(token) else {
                Issue.record("judged otherwise")
                return
            }
        }
    }

    /// Of what is refused anyway the issuer hears nothing.
    @Test func theIssuerIsNotAskedForNothing() async throws {
        try await during { server, issuer in
            for claims in [
                server.claims(["aud": "you"]), server.claims(["iss": "https://b.example"]),
                server.claims(["exp": 1]),
            ] {
                guard case .refused = issuer.judge(TestKey.rsa.token(claims)) else {
                    Issue.record("judged otherwise")
                    return
                }
            }
            #expect(server.state.withLock { $0.keysRead } == 0)
        }
    }

    @Test func tokensOfAnotherKeyAreRefused() async throws {
        try await during { server, issuer in
            let token = TestKey.otherRSA.token(server.claims(), header: ["kid": "rsa-1"])
            await refused(.wrongSignature, "The signature of the token is not that of \(server.url).") {
                _ = try await issuer.person(token)
            }
        }
    }

    /// A public key is no secret: whoever signs with it as if it were one is not let in. Source: RFC 8725 §2.1.
    @Test func aPublicKeyIsNoSecret() async throws {
        try await during { server, issuer in
            await issuer.warm()
            let head = Base64URL.encoded(Array(#"{"alg":"HS256","kid":"rsa-1"}"#.utf8))
            let claims = Base64URL.encoded(Array(server.claims().asJSON.utf8))
            await refused(.wrongAlgorithm, "The token is not signed with RS256 or ES256; others are not taken.") {
                _ = try await issuer.person("\(head).\(claims).c2ln")
            }
            await refused(.wrongSignature, "The signature of the token is not that of \(server.url).") {
                let head = Base64URL.encoded(Array(#"{"alg":"RS256","kid":"rsa-1"}"#.utf8))
                _ = try await issuer.person("\(head).\(claims).")
            }
        }
    }

    @Test func aKeyThatIsNewIsReadOnce() async throws {
        try await during { server, issuer in
            await issuer.warm()
            server.state.withLock { $0.keys = [TestKey.otherRSA.published()] }
            let token = TestKey.otherRSA.token(server.claims())
            // Strangers can make a broker ask, but not often.
            let message = "The token is signed with a key that \(server.url) does not have; get a new token."
            await refused(.unknownKey, message) { _ = try await issuer.person(token) }
            #expect(server.state.withLock { $0.keysRead } == 1)
            server.pass(30)
            _ = try await issuer.person(token)
            #expect(server.state.withLock { $0.keysRead } == 2)
        }
    }

    @Test func aKeyThatIsGoneVerifiesNoMore() async throws {
        try await during { server, issuer in
            let token = TestKey.rsa.token(server.claims())
            _ = try await issuer.person(token)
            server.state.withLock { $0.keys = [TestKey.otherRSA.published()] }
            server.pass(600)
            // Old keys are used while the new ones are read.
            _ = try await issuer.person(token)
            await issuer.warm()
            let message = "The token is signed with a key that \(server.url) does not have; get a new token."
            await refused(.unknownKey, message) { _ = try await issuer.person(token) }
        }
    }

    @Test func manyTokensAtOnceReadTheKeysOnce() async throws {
        try await during { server, issuer in
            await withTaskGroup { group in
                for index in 0..<50 {
                    let token = TestKey.curve.token(server.claims(["sub": .text("\(index)")]))
                    group.addTask { (try? await issuer.person(token)) != nil }
                }
                for await isKnown in group { #expect(isKnown) }
            }
            #expect(server.state.withLock { $0.keysRead } == 1)
        }
    }

    @Test func anIssuerThatIsDownIsNotAskedAgainAtOnce() async throws {
        try await during { server, issuer in
            server.state.withLock { $0.failure = .unavailable }
            let token = TestKey.rsa.token(server.claims())
            let message =
                "The issuer \(server.url) answers with 503 under \(server.url)/.well-known/openid-configuration."
            await refused(.unreachable, message) { _ = try await issuer.person(token) }
            await refused(.unreachable, message) { _ = try await issuer.person(token) }
            server.state.withLock { $0.failure = nil }
            #expect(server.state.withLock { $0.keysRead } == 0)
            server.pass(2)
            _ = try await issuer.person(token)
        }
    }

    /// Keys that are known go on while the issuer is down, but not for ever.
    @Test func keysAreKeptForADay() async throws {
        try await during { server, issuer in
            let long = server.claims(["exp": .integer(server.state.withLock { $0.now.seconds } + 1_000_000)])
            let token = TestKey.rsa.token(long)
            _ = try await issuer.person(token)
            server.state.withLock { $0.failure = HTTPStatus(502) }
            server.pass(86_399)
            _ = try await issuer.person(token)
            await issuer.warm()
            _ = try await issuer.person(token)
            server.pass(1)
            await refused(
                .unreachable,
                "The issuer \(server.url) answers with 502 under \(server.url)/.well-known/openid-configuration."
            ) {
                _ = try await issuer.person(token)
            }
        }
    }

    @Test func anIssuerThatCallsItselfAnother() async throws {
        try await during { server, issuer in
            server.state.withLock { $0.changes = ["issuer": "https://b.example"] }
            let message = "\(server.url) calls itself https://b.example; write that, if it is the one you mean."
            await refused(.badIssuer, message) { _ = try await issuer.person(TestKey.rsa.token(server.claims())) }
        }
    }

    @Test func anIssuerThatNobodyIs() async throws {
        let issuer = try Issuer(IssuerSettings(url: "http://127.0.0.1:9/x", audience: "me")) { Instant(seconds: 0) }
        let token = TestKey.rsa.token(["iss": "http://127.0.0.1:9/x", "aud": "me", "sub": "a", "exp": 10])
        await refused(.unreachable, "The issuer http://127.0.0.1:9/x does not answer.") {
            _ = try await issuer.person(token)
        }
    }

    @Test func anIDTokenEndsASignIn() async throws {
        try await during({ $0.requiredScope = "compute.create" }) { server, issuer in
            let claims = server.claims(["aud": "portal", "nonce": "n"])
            let token = TestKey.rsa.token(claims, header: ["typ": "JWT"])
            let person = try await issuer.signedIn(token, client: "portal", nonce: "n")
            #expect(person.name == "Ada")
            await refused(.wrongUse, "The ID token belongs to another sign-in; begin again.") {
                _ = try await issuer.signedIn(token, client: "portal", nonce: "m")
            }
            let other = TestKey.otherRSA.token(claims, header: ["kid": "rsa-1"])
            await refused(.wrongSignature, "The signature of the token is not that of \(server.url).") {
                _ = try await issuer.signedIn(other, client: "portal", nonce: "n")
            }
            // And it is no token for calls.
            guard case .refused(let error) = issuer.judge(TestKey.rsa.token(server.claims(["nonce": "n"]))) else {
                Issue.record("judged otherwise")
                return
            }
            #expect(error.code == .wrongUse)
        }
    }

    /// Whatever is wrong: what is said of it names nothing of the token.
    @Test func noTokenStandsInAMessage() async throws {
        try await during { server, issuer in
            let claims: [DocumentMembers] = [
                ["aud": "SECRET"], ["iss": "SECRET"], ["scope": "SECRET"], ["exp": "SECRET"], ["sub": ""],
                ["groups": "SECRET"], ["wlcg.groups": ["SECRET", 1]], ["cnf": "SECRET"],
            ]
            for changes in claims {
                let token = TestKey.otherRSA.token(server.claims(changes))
                do {
                    _ = try await issuer.person(token)
                } catch {
                    let said = "\(error)"
                    #expect(!said.contains("SECRET") && !said.contains(token.prefix(20)))
                }
            }
        }
    }
}
