import BerthDocument
import Foundation
import Testing

/// `berth login` at a real provider, as somebody at a terminal does it.
@Suite(.serialized) struct CommandLineLoginTests {
    let provider: TestProvider
    let broker: ServedBroker

    init() throws {
        provider = try TestProvider.shared.get()
        broker = try ServedBroker(
            "login",
            """
            platforms: [{kind: scripted, name: dish, cores: 8, memory: 8}]
            issuers:
            - url: "\(provider.issuer)"
              audience: "\(TestProvider.audience)"
              requiredScope: compute.create
              clientID: berth

            """)
    }

    private var logins: String { broker.folder + "/config/berth/logins" }

    private func berth(_ words: String) async throws -> (status: Int32, output: String) {
        try await runProgram([
            "XDG_CONFIG_HOME=\(broker.folder)/config", "XDG_STATE_HOME=\(broker.folder)/home",
            "BERTH_URL=\(broker.url)", "sh", "-c", "exec \(ServedBroker.program) \(words)",
        ])
    }

    /// The sign-in, confirmed by somebody, or not.
    private func login(_ confirm: (_ code: String) async throws -> Void) async throws -> (status: Int32, output: String)
    {
        let said = broker.folder + "/said"
        async let result = berth("login >\(said) 2>&1")
        let isSaid = try await broker.eventually {
            (try? String(contentsOfFile: said, encoding: .utf8))?.contains("good until") == true
        }
        try #require(isSaid)
        let text = try String(contentsOfFile: said, encoding: .utf8)
        #expect(text.contains("Open \(provider.issuer)/device?code="))
        try await confirm(
            String(try #require(text.split(separator: "confirm the code ").last).prefix { !$0.isWhitespace }))
        let status = try await result.status
        return (status, try String(contentsOfFile: said, encoding: .utf8))
    }

    @Test func aPersonSignsInAsksAndSignsOut() async throws {
        #expect(try await berth("sessions").status == 13)
        let ada = try await provider.person("ada")
        let (status, said) = try await login { try await provider.confirm($0, as: ada) }
        #expect(status == 0)
        #expect(said.hasSuffix("You are signed in at \(broker.url).\n"))
        let files = try FileManager.default.contentsOfDirectory(atPath: logins)
        let file = logins + "/" + (try #require(files.first { $0.hasSuffix(".json") }))
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let asked = try await berth("sessions")
        #expect(asked.status == 0, "\(asked.output)")

        // The token is over: the next command gets another, and keeps it with the refresh token that came with it.
        var stored = try Document.read(Array(try Data(contentsOf: URL(filePath: file))), as: .json)
        let before = stored
        stored.set("2020-01-01T00:00:00Z", at: ["expires"])
        try Data(stored.written(as: .json)).write(to: URL(filePath: file))
        let again = try await berth("sessions")
        #expect(again.status == 0, "\(again.output)")
        let renewed = try Document.read(Array(try Data(contentsOf: URL(filePath: file))), as: .json)
        #expect(renewed["accessToken"] != before["accessToken"])

        // And one that nothing can renew has to be got again.
        var over = renewed
        over.set("2020-01-01T00:00:00Z", at: ["expires"])
        over.set("not-this-one", at: ["refreshToken"])
        try Data(over.written(as: .json)).write(to: URL(filePath: file))
        let ended = try await berth("sessions")
        #expect(ended.status == 13)
        #expect(ended.output.contains("The sign-in at \(broker.url) is over; sign in again: berth login."))

        #expect(try await berth("logout").output == "You are signed out at \(broker.url).\n")
        #expect(try await berth("sessions").status == 13)
    }

    @Test func theProgramAsWhichToSignInHasToBeKnown() async throws {
        let (status, output) = try await berth("login --client-id nobody")
        #expect(status == 13)
        #expect(
            output.contains("does not let the program nobody sign people in") || output.contains("refuses the sign-in"))
    }
}
