import Testing

@testable import berth

struct ServeSettingsTests {
    func settings(_ words: [String], _ environment: [String: String] = [:]) throws -> ServeSettings {
        guard case .run(let invocation) = try CommandParser(commands: Command.all).parse(["serve"] + words) else {
            throw ProgramError(.broken, "no command")
        }
        return try ServeSettings(invocation, .test(Sink(), environment: environment))
    }

    @Test func withoutAnything() throws {
        let found = try settings([], ["HOME": "/h"])
        #expect(found.configuration == Configuration())
        #expect(found.configurationPath == nil)
        #expect(found.listen == ListenAddress("127.0.0.1:8470"))
        #expect(found.stateFolder == "/h/.local/state/berth")
        #expect(found.databasePath == "/h/.local/state/berth/berth.db")
        #expect(found.engine == nil)
        #expect(found.readyFile == nil)
    }

    @Test func theCommandLineStandsAgainstTheFile() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("c.yaml", "listen: 127.0.0.1:1\nstore: {path: /d.db}")
        #expect(try settings(["--config", file]).listen == ListenAddress("127.0.0.1:1"))
        let found = try settings([
            "--config", file, "--listen", "[::1]:2", "--state-dir", "/s/", "--engine", "/e", "--ready-file", "r",
        ])
        #expect(found.listen == ListenAddress("[::1]:2"))
        #expect(found.stateFolder == "/s")
        #expect(found.databasePath == "/d.db")
        #expect(found.engine == "/e")
        #expect(found.readyFile == "r")
        let memory = try folder.write("m.yaml", "store: {kind: memory}")
        #expect(try settings(["--config", memory]).databasePath == nil)
    }

    @Test func anAddressThatIsNone() {
        let error = #expect(throws: ProgramError.self) { try settings(["--listen", "here"]) }
        #expect(error?.code == .usage)
        #expect(error?.message.hasPrefix("--listen: \"here\" is no address to listen on; ") == true)
    }
}
