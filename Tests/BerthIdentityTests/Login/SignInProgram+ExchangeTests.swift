import BerthDocument
import BerthModel
import Synchronization
import Testing

@testable import BerthIdentity

/// RFC 8693, by its sections.
@Suite struct SignInProgramExchangeTests {
    private static let kind = "urn:ietf:params:oauth:token-type:access_token"

    private func exchange(
        _ answer: Document, secret: String? = nil, scope: String? = nil,
        _ body: (TestIssuer, Result<TokenGrant, IdentityError>) throws -> Void
    ) async throws {
        let server = try TestIssuer()
        server.state.withLock { $0.answers = [answer] }
        let program = SignInProgram(issuer: try server.issuer(), clientID: "berth", secret: secret)
        let result: Result<TokenGrant, IdentityError>
        do throws(IdentityError) {
            result = .success(try await program.exchanged("a.b.c", for: "https://west.example.org", scope: scope))
        } catch {
            result = .failure(error)
        }
        try body(server, result)
        await server.stop()
    }

    @Test func `section 2_1: the request is a form with all that is required`() async throws {
        let answer: Document = [
            "access_token": "w", "issued_token_type": .text(Self.kind), "token_type": "Bearer", "expires_in": 60,
        ]
        try await exchange(answer, secret: "s", scope: "compute.create compute.read") { server, result in
            let grant = try result.get()
            #expect(grant.accessToken == "w")
            #expect(grant.expires == server.state.withLock { $0.now } + TimeSpan(seconds: 60))
            let escaped = "urn%3Aietf%3Aparams%3Aoauth%3A"
            #expect(
                server.state.withLock { $0.forms } == [
                    "Basic YmVydGg6cw== grant_type=\(escaped)grant-type%3Atoken-exchange&subject_token=a.b.c"
                        + "&subject_token_type=\(escaped)token-type%3Aaccess_token"
                        + "&requested_token_type=\(escaped)token-type%3Aaccess_token"
                        + "&audience=https%3A%2F%2Fwest.example.org&scope=compute.create%20compute.read"
                ])
        }
    }

    @Test func `section 2_2_1: a token of another kind is none for calls`() async throws {
        var answer: Document = ["access_token": "w", "token_type": "Bearer"]
        answer.set("urn:ietf:params:oauth:token-type:saml2", at: [.member("issued_token_type")])
        try await exchange(answer) { server, result in
            let said = "\(server.url) gave a token of another kind than was asked for."
            #expect(result == .failure(IdentityError(.brokenReply, said)))
        }
        try await exchange(["access_token": "w", "issued_token_type": .text(Self.kind), "token_type": "N_A"]) {
            server, result in
            #expect(result == .failure(IdentityError(.brokenReply, "\(server.url) gave no bearer token.")))
        }
    }

    @Test func `section 2_2_2: what is refused is told, and the token is not`() async throws {
        try await exchange(["error": "invalid_target", "error_description": "no a\u{1B}way"]) { server, result in
            #expect(
                result
                    == .failure(
                        IdentityError(
                            .denied,
                            "\(server.url) gives no token for https://west.example.org in exchange for the caller's.",
                            cause: "invalid_target: no away")))
        }
    }
}
