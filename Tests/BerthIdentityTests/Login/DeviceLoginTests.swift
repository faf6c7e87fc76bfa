import BerthDocument
import BerthModel
import Synchronization
import Testing

@testable import BerthIdentity

@Suite struct DeviceLoginTests {
    private static let begun: Document = [
        "device_code": "d", "user_code": "AB\u{1B}CD", "verification_uri": "https://a.example/device",
        "verification_uri_complete": "https://a.example/device?code=ABCD", "expires_in": 60, "interval": 2,
    ]

    private func during(
        _ answers: [Document], _ body: (TestIssuer, SignInProgram) async throws -> Void
    ) async throws {
        let server = try TestIssuer()
        server.state.withLock { $0.answers = answers }
        try await body(server, SignInProgram(issuer: server.issuer(), clientID: "berth"))
        await server.stop()
    }

    @Test func aSignInThatIsConfirmed() async throws {
        let answers: [Document] = [
            Self.begun, ["error": "authorization_pending"], ["error": "slow_down"], SignInProgramTests.tokens,
        ]
        try await during(answers) { server, program in
            var login = try await DeviceLogin(of: program)
            #expect(login.userCode == "ABCD")
            #expect(login.address == "https://a.example/device")
            #expect(login.wholeAddress == "https://a.example/device?code=ABCD")
            #expect(login.interval == TimeSpan(seconds: 2))
            for _ in 0..<2 {
                let look = try await login.look(as: program)
                #expect(look == .waiting)
            }
            #expect(login.interval == TimeSpan(seconds: 7))
            let grant = TokenGrant(accessToken: "a", expires: Instant(seconds: 1_800_000_060))
            let last = try await login.look(as: program)
            #expect(last == .done(grant))
            let forms = server.state.withLock { $0.forms }
            #expect(
                forms[0]
                    == "scope=openid&audience=https%3A%2F%2Fberth.example.org"
                    + "&resource=https%3A%2F%2Fberth.example.org&client_id=berth")
            #expect(
                forms[1]
                    == "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d&client_id=berth"
            )
        }
    }

    @Test func aSignInThatIsRefused() async throws {
        try await during([Self.begun, ["error": "access_denied"]]) { server, program in
            var login = try await DeviceLogin(of: program)
            await refused(.denied, "The sign-in was refused at \(server.url).") {
                _ = try await login.look(as: program)
            }
        }
    }

    @Test func aSignInThatNobodyConfirms() async throws {
        try await during([Self.begun]) { server, program in
            var login = try await DeviceLogin(of: program)
            server.pass(60)
            await refused(.tooLate, "Nobody confirmed the sign-in in time; begin again.") {
                _ = try await login.look(as: program)
            }
        }
    }

    @Test func anIssuerWithoutSuchSignIns() async throws {
        try await during([]) { server, program in
            server.state.withLock { $0.changes = ["device_authorization_endpoint": .null] }
            let message =
                "\(server.url) has no sign-in for command lines; get a token there, and name its file: --token-file."
            await refused(.notOffered, message) { _ = try await DeviceLogin(of: program) }
        }
        try await during([["device_code": "d"]]) { server, program in
            await refused(.brokenReply, "\(server.url) does not say how to confirm the sign-in.") {
                _ = try await DeviceLogin(of: program)
            }
        }
    }

    @Test func timesAreBounded() async throws {
        var wild = Self.begun
        wild.set(1e300, at: ["expires_in"])
        wild.set(-5, at: ["interval"])
        try await during([wild]) { _, program in
            let login = try await DeviceLogin(of: program)
            #expect(login.expires == Instant(seconds: 1_800_000_000 + 86_400))
            #expect(login.interval == TimeSpan(seconds: 1))
        }
    }

    @Test func nobodyIsLedToAnAddressWithoutTLS() async throws {
        var bad = Self.begun
        bad.set("javascript:alert(1)", at: ["verification_uri"])
        try await during([bad]) { _, program in
            let error = await #expect(throws: IdentityError.self) { _ = try await DeviceLogin(of: program) }
            #expect(error?.code == .badIssuer)
        }
    }
}
