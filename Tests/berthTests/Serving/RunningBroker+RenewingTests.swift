import BerthBroker
import BerthDocument
import BerthSignatures
import Foundation
import Testing

@testable import BerthService
@testable import berth

struct RunningBrokerRenewingTests {
    let folder: TemporaryFolder
    private let sink = Sink()

    init() throws { folder = try TemporaryFolder() }

    private func write(users: [String], _ more: String = "") throws -> String {
        let lines = users.map { "  - {name: \($0), tokenSHA256: \(SHA256.hex(SHA256.digest(Array($0.utf8))))}\n" }
            .joined()
        return try folder.write(
            "c.yaml", (users.isEmpty ? "" : "users:\n\(lines)") + "platforms: [{kind: scripted}]\n" + more)
    }

    /// A broker with a configuration, for one test.
    private func during(
        _ config: String, _ words: [String] = [], _ body: (RunningBroker) async throws -> Void
    ) async throws {
        let own = ["serve", "--config", config, "--state-dir", folder.path + "/state"]
        let listen = words.contains("--listen") ? [] : ["--listen", "127.0.0.1:0"]
        guard case .run(let invocation) = try CommandParser(commands: Command.all).parse(own + listen + words) else {
            throw ProgramError(.broken, "no command")
        }
        let settings = try ServeSettings(invocation, .test(Sink()))
        let log = EventLog(
            least: .info, format: .json, now: { CapturedRun.now }, write: { [sink] in sink.write(.error, $0) })
        let running = try await RunningBroker(settings, world: SystemWorld(), log: log)
        do {
            try await body(running)
        } catch {
            await running.stop(deadlineSeconds: 1)
            throw error
        }
        await running.stop(deadlineSeconds: 1)
    }

    private func asked(_ running: RunningBroker, by token: String?, _ more: String...) async -> ExitCode {
        let environment = token.map { ["BERTH_TOKEN": $0] } ?? [:]
        return await CapturedRun.berth(["sessions", "--url", running.url] + more, environment: environment).code
    }

    /// The last line of the log.
    private func last() throws -> Document {
        let line = try #require(sink.text(.error).split(separator: "\n").last)
        return try Document.read(Array(line.utf8), as: .json)
    }

    @Test func usersAreTakenUp() async throws {
        let config = try write(users: ["ada"])
        try await during(config) { running in
            #expect(await asked(running, by: "grace") == .notYours)
            _ = try write(users: ["grace"])
            // Nothing is taken up by itself.
            #expect(await asked(running, by: "ada") == .success)
            running.renew()
            #expect(await asked(running, by: "ada") == .notYours)
            #expect(await asked(running, by: "grace") == .success)
            let said = try last()
            #expect(said["event"]?.text == "configuration.taken")
            #expect(said["taken"]?.text == "users")
            #expect(said["restart"] == nil)
            running.renew()
            #expect(try last()["taken"]?.text == "nothing")
        }
    }

    /// With the last user goes the need of a token, and with the first it comes back.
    @Test func usersComeAndGo() async throws {
        let config = try write(users: [])
        try await during(config, ["--listen", "0.0.0.0:0"]) { running in
            #expect(await asked(running, by: nil) == .success)
            _ = try write(users: ["ada"])
            running.renew()
            #expect(await asked(running, by: nil) == .notYours)
            _ = try write(users: [])
            running.renew()
            #expect(await asked(running, by: nil) == .success)
            #expect(try last()["event"]?.text == "service.open")
        }
    }

    /// The portal took everybody for the local user, an administrator, until the next start.
    @Test func thePortalAsksWhoSomebodyIsFromThenOn() async throws {
        let config = try write(users: [])
        try await during(config) { running in
            let walker = PageWalker(running.url)
            let ask = try await walker.get("/portal/ask")
            let draft = try #require(
                try await walker.post("/portal/ask", of: ask, [("kind", "docker-container")]).location)
            _ = try write(users: ["ada"])
            running.renew()
            for path in [draft, "/portal/refused", "/portal/history", "/portal/platforms"] {
                #expect(try await walker.get(path).location?.hasPrefix("/portal/signin") == true)
            }
            let page = try await walker.get("/portal/signin")
            #expect(try await walker.post("/portal/signin", of: page, [("token", "ada")]).status == 303)
            #expect(try await walker.get("/portal/platforms").status == 200)
            #expect(try await walker.get("/portal/refused").status == 403)
            #expect(try await walker.get(draft).status == 404)
        }
    }

    @Test(arguments: [
        "users: [{name: ada, tokenSHA256: x}]", "users: 5", "nonsense: 1", "tls: {certificate: /none}", "a: [",
        "platforms: [{kind: containers, instance: A}]",
    ])
    func anErrorChangesNothing(_ text: String) async throws {
        let config = try write(users: ["ada"])
        try await during(config) { running in
            _ = try folder.write("c.yaml", text)
            running.renew()
            let said = try last()
            #expect(said["event"]?.text == "configuration.refused")
            #expect(said["level"]?.text == "error")
            #expect(said["problem"]?.text?.isEmpty == false)
            #expect(await asked(running, by: "ada") == .success)
            try FileManager.default.removeItem(atPath: config)
            running.renew()
            #expect(try last()["problem"]?.text == "Cannot read \(config). (No such file or directory)")
            #expect(await asked(running, by: "ada") == .success)
        }
    }

    @Test func whatNeedsAnotherStartIsNamed() async throws {
        let config = try write(users: ["ada"])
        try await during(config) { running in
            _ = try write(
                users: ["ada", "grace"],
                "listen: 127.0.0.1:1\nopenMetrics: true\nlimits: {bodyBytes: 5000}\nclient: {url: 'http://a'}\n")
            running.renew()
            #expect(try last()["taken"]?.text == "users")
            // The command line says where to listen.
            #expect(try last()["restart"]?.text == "limits,openMetrics")
        }
    }

    @Test func theCertificateIsTakenUp() async throws {
        let files = SelfMadeCertificate(in: folder.path)
        let (certificate, key) = (files.certificate, files.key)
        try files.write()
        let old = try folder.write("old.pem", try folder.read("certificate.pem"))
        let config = try write(users: ["ada"], "tls: {certificate: \(certificate), key: \(key)}\n")
        try await during(config) { running in
            #expect(await asked(running, by: "ada", "--ca-file", old) == .success)
            try files.write()
            #expect(await asked(running, by: "ada", "--ca-file", certificate) == .silence)
            running.renew()
            #expect(try last()["taken"]?.text == "tls")
            #expect(await asked(running, by: "ada", "--ca-file", certificate) == .success)
            // A key that is not whole yet: the users are not taken up either.
            _ = try folder.write("key.pem", "")
            _ = try write(users: ["grace"], "tls: {certificate: \(certificate), key: \(key)}\n")
            running.renew()
            #expect(
                try last()["problem"]?.text?.hasPrefix("\(key): the file holds no private key in PEM") == true)
            #expect(await asked(running, by: "ada", "--ca-file", certificate) == .success)
            _ = try write(users: ["ada"])
            running.renew()
            #expect(try last()["restart"]?.text == "tls")
        }
    }

    @Test func withoutAConfigurationThereIsNothing() async throws {
        let settings = try ServeSettingsTests().settings(
            ["--listen", "127.0.0.1:0", "--engine", "/none.sock"], ["XDG_STATE_HOME": folder.path, "HOME": folder.path])
        let log = EventLog(
            least: .info, format: .json, now: { CapturedRun.now }, write: { [sink] in sink.write(.error, $0) })
        let running = try await RunningBroker(settings, world: SystemWorld(), log: log)
        running.renew()
        #expect(try last()["taken"]?.text == "nothing")
        #expect(try last()["configuration"]?.text == "none")
        await running.stop(deadlineSeconds: 1)
    }
}
