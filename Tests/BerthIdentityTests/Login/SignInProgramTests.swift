import BerthDocument
import BerthHTTP
import BerthModel
import Synchronization
import Testing

@testable import BerthIdentity

@Suite struct SignInProgramTests {
    static let tokens: Document = ["token_type": "bearer", "access_token": "a", "expires_in": 60]

    /// A program of an issuer that answers so.
    private func during(
        _ answers: [Document], secret: String? = nil, _ change: (inout IssuerSettings) -> Void = { _ in },
        _ body: (TestIssuer, SignInProgram) async throws -> Void
    ) async throws {
        let server = try TestIssuer()
        server.state.withLock { $0.answers = answers }
        try await body(server, SignInProgram(issuer: server.issuer(change), clientID: "be rth", secret: secret))
        await server.stop()
    }

    @Test func tokensAreRefreshed() async throws {
        try await during([Self.tokens]) { server, program in
            let grant = try await program.refreshed("r&1")
            // The old one goes on where there is no new one.
            #expect(grant.refreshToken == "r&1")
            #expect(
                server.state.withLock { $0.forms } == [
                    "grant_type=refresh_token&refresh_token=r%261&client_id=be%20rth"
                ])
        }
    }

    @Test func aSecretIsSentAsTheIssuerTakesIt() async throws {
        try await during([Self.tokens], secret: "s:1") { server, program in
            _ = try await program.refreshed("r")
            #expect(
                server.state.withLock { $0.forms } == [
                    // be%20rth:s%3A1
                    "Basic YmUlMjBydGg6cyUzQTE= grant_type=refresh_token&refresh_token=r"
                ])
        }
        try await during([Self.tokens], secret: "s:1") { server, program in
            server.state.withLock { $0.changes = ["token_endpoint_auth_methods_supported": ["client_secret_post"]] }
            _ = try await program.refreshed("r")
            #expect(
                server.state.withLock { $0.forms } == [
                    "grant_type=refresh_token&refresh_token=r&client_id=be%20rth&client_secret=s%3A1"
                ])
        }
    }

    @Test(
        arguments: [
            ("access_denied", .denied, "The sign-in was refused at URL."),
            ("expired_token", .tooLate, "Nobody confirmed the sign-in in time; begin again."),
            ("invalid_grant", .signInAgain, "URL does not take the sign-in any more; sign in again."),
            ("invalid_client", .denied, "URL does not let the program be rth sign people in."),
            ("server_error", .denied, "URL refuses the sign-in."),
        ] as [(String, IdentityError.Code, String)])
    func whatAnIssuerRefuses(_ word: String, _ code: IdentityError.Code, _ message: String) async throws {
        try await during([["error": .text(word), "error_description": "be\u{1B}cause"]]) { server, program in
            let text = message.split(separator: "URL", omittingEmptySubsequences: false).joined(separator: server.url)
            await refused(code, text) { _ = try await program.refreshed("r") }
        }
    }

    @Test func whatItSaysIsPrintable() async throws {
        try await during([["error": "invalid_grant", "error_description": "be\u{1B}cause"]]) { _, program in
            let error = await #expect(throws: IdentityError.self) { _ = try await program.refreshed("r") }
            #expect(error?.cause == "invalid_grant: because")
        }
    }

    @Test func issuersThatDoNotAnswer() async throws {
        try await during([]) { server, program in
            _ = try await program.issuer.provider()
            server.state.withLock { $0.failure = .internalError }
            await refused(.unreachable, "The issuer \(server.url) answers with 500.") {
                _ = try await program.refreshed("r")
            }
            server.state.withLock { $0.failure = .notFound }
            await refused(.brokenReply, "The issuer \(server.url) answers with 404 and no reason.") {
                _ = try await program.refreshed("r")
            }
        }
    }

    @Test func anIssuerWithoutTokens() async throws {
        try await during([]) { server, program in
            server.state.withLock { $0.changes = ["token_endpoint": .null] }
            await refused(.notOffered, "\(server.url) gives no tokens to programs.") {
                _ = try await program.refreshed("r")
            }
        }
    }

    @Test func whatIsAskedFor() async throws {
        try await during(
            [],
            {
                $0.requiredScope = "compute.create"
                $0.scopes = ["offline_access", "openid"]
            }
        ) { _, program in
            #expect(program.scope == "openid offline_access compute.create")
            #expect(
                FormText.encoded(program.audienceFields)
                    == "audience=https%3A%2F%2Fberth.example.org&resource=https%3A%2F%2Fberth.example.org")
        }
        // RFC 8707 knows URLs only.
        try await during([], { $0.audience = "berth" }) { _, program in
            #expect(FormText.encoded(program.audienceFields) == "audience=berth")
        }
    }
}
