import BerthDocument
import Synchronization
import Testing

@testable import BerthIdentity

@Suite struct CodeLoginTests {
    private func during(
        _ answers: (TestIssuer) -> [Document] = { _ in [] },
        _ body: (TestIssuer, SignInProgram) async throws -> Void
    ) async throws {
        let server = try TestIssuer()
        let made = answers(server)
        server.state.withLock { $0.answers = made }
        try await body(server, SignInProgram(issuer: server.issuer(), clientID: "portal", secret: "s"))
        await server.stop()
    }

    private static let login = CodeLogin(state: "s", nonce: "n", verifier: "v", redirect: "https://p.example/back")

    private static func tokens(_ server: TestIssuer, _ changes: DocumentMembers = ["aud": "portal", "nonce": "n"])
        -> Document
    {
        [
            "token_type": "bearer", "access_token": "a",
            "id_token": .text(TestKey.rsa.token(server.claims(changes), header: ["typ": "JWT"])),
        ]
    }

    @Test func whereABrowserIsSent() async throws {
        try await during { server, program in
            // BASE64URL(SHA256("v")).
            let address = try await Self.login.address(program)
            #expect(
                address
                    == server.url + "/auth?response_type=code&client_id=portal"
                    + "&redirect_uri=https%3A%2F%2Fp.example%2Fback&scope=openid&state=s&nonce=n"
                    + "&code_challenge=TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA&code_challenge_method=S256"
                    + "&audience=https%3A%2F%2Fberth.example.org&resource=https%3A%2F%2Fberth.example.org")
        }
        try await during { server, program in
            server.state.withLock { $0.changes = ["authorization_endpoint": .null] }
            await refused(.notOffered, "\(server.url) has no sign-in for browsers.") {
                _ = try await Self.login.address(program)
            }
        }
    }

    @Test func whoComesBackIsSignedIn() async throws {
        try await during({ [Self.tokens($0)] }) { server, program in
            let (grant, person) = try await Self.login.finish(program, code: "c", issuer: server.url)
            #expect(grant.accessToken == "a")
            #expect(person.name == "Ada")
            #expect(
                server.state.withLock { $0.forms } == [
                    "Basic cG9ydGFsOnM= grant_type=authorization_code&code=c"
                        + "&redirect_uri=https%3A%2F%2Fp.example%2Fback&code_verifier=v"
                ])
        }
    }

    @Test func whoComesBackFromElsewhereIsNot() async throws {
        try await during { server, program in
            let message = "The browser came back from another issuer than \(server.url); begin again."
            await refused(.wrongIssuer, message) {
                _ = try await Self.login.finish(program, code: "c", issuer: "https://b.example")
            }
            #expect(server.state.withLock { $0.forms } == [])
        }
    }

    @Test func theIDTokenHasToBeOfThisSignIn() async throws {
        try await during({ [Self.tokens($0, ["aud": "portal", "nonce": "m"])] }) { _, program in
            await refused(.wrongUse, "The ID token belongs to another sign-in; begin again.") {
                _ = try await Self.login.finish(program, code: "c", issuer: nil)
            }
        }
        try await during({ _ in [["token_type": "bearer", "access_token": "a"]] }) { server, program in
            await refused(.brokenReply, "\(server.url) did not say who signed in: it gave no ID token.") {
                _ = try await Self.login.finish(program, code: "c", issuer: nil)
            }
        }
    }

    @Test func whereOneIsSignedOut() async throws {
        try await during { server, program in
            #expect(
                await CodeLogin.endAddress(program, idToken: "i", back: "https://p.example/portal/")
                    == server.url + "/end?client_id=portal"
                    + "&post_logout_redirect_uri=https%3A%2F%2Fp.example%2Fportal%2F&id_token_hint=i")
        }
        try await during { server, program in
            server.state.withLock { $0.changes = ["end_session_endpoint": .null] }
            #expect(await CodeLogin.endAddress(program, idToken: nil, back: "https://p.example/") == nil)
        }
    }
}
