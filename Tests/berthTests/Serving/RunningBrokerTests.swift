import BerthDocument
import Foundation
import Testing

@testable import berth

struct RunningBrokerTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Starts `berth serve`, does something while it serves, and stops it.
    func serving(
        _ words: [String] = [], _ body: (String) async throws -> Void
    ) async throws -> CapturedRun {
        let signals = Signals()
        let ready = folder.path + "/url"
        let own = ["serve", "--state-dir", folder.path + "/state", "--ready-file", ready, "--engine", "/none.sock"]
        let listen = words.contains("--listen") ? [] : ["--listen", "127.0.0.1:0"]
        let environment = ["XDG_CONFIG_HOME": folder.path]
        async let run = CapturedRun.berth(own + listen + words, environment: environment, signals: signals)
        var url = ""
        while url.isEmpty {
            url = (try? folder.read("url").trimmingCharacters(in: .whitespacesAndNewlines)) ?? ""
            await Task.yield()
        }
        do {
            try await body(url)
        } catch {
            _ = signals.raise(.terminate)
            _ = await run
            throw error
        }
        #expect(signals.raise(.terminate))
        let stopped = await run
        #expect(!LocalFile.exists(ready))
        return stopped
    }

    @Test func itServesAndStops() async throws {
        let run = try await serving { url in
            let platforms = await CapturedRun.berth(["platforms", "--url", url])
            #expect(platforms.code == .success)
            #expect(platforms.output.contains("containers"))
        }
        #expect(run.code == .success)
        #expect(run.output.hasPrefix("Berth listens on http://127.0.0.1:"))
        let events = try run.error.split(separator: "\n").map { try Document.read(Array($0.utf8), as: .json) }
        let names = events.compactMap { $0["event"]?.text }
        #expect(names.first == "service.started")
        #expect(names.last == "service.stopped")
        #expect(events.first?["store"]?.text == folder.path + "/state/berth.db")
    }

    @Test func whatIsInUseIsSaid() async throws {
        _ = try await serving { url in
            let address = String(url.dropFirst("http://".count))
            let port = await CapturedRun.berth(["serve", "--listen", address, "--state-dir", folder.path + "/other"])
            #expect(port.code == .unavailable)
            #expect(
                port.error == """
                    berth: The service cannot be started on \(address): cannot listen; choose another port or stop who \
                    uses it. (Address already in use)

                    """)
            let database = await CapturedRun.berth([
                "serve", "--listen", "127.0.0.1:0", "--state-dir", folder.path + "/state",
            ])
            #expect(database.code == .unavailable)
            #expect(
                database.error == """
                    berth: Another broker (process \(getpid())) uses the database \(folder.path)/state/berth.db. \
                    Stop it, or use another file.

                    """)
        }
    }

    @Test func itIsReachedThroughASocketOfThisMachine() async throws {
        let run = try await serving(["--listen", "unix:\(folder.path)/s"]) { url in
            #expect(url == "unix:\(folder.path)/s")
            #expect(await CapturedRun.berth(["platforms", "--url", url]).code == .success)
        }
        #expect(run.code == .success)
    }

    @Test(arguments: [
        ("users: [{name: a, tokenSHA256: x}]", ":1:32: users[0].tokenSHA256: The user a needs the SHA-256"),
        ("users: []", ":1:8: users: there is nobody in this list."),
        ("platforms: [{kind: containers, instance: A}]", ":1:42: platforms[0].instance: The setting instance is A;"),
    ])
    func aConfigurationThatCannotBeMeant(_ text: String, _ message: String) async throws {
        let file = try folder.write("c.yaml", text)
        let run = await CapturedRun.berth([
            "serve", "--config", file, "--state-dir", folder.path + "/state", "--listen", "127.0.0.1:0",
        ])
        #expect(run.code == .badConfiguration)
        #expect(run.error.hasPrefix("berth: The configuration cannot be used:\n  \(file)\(message)"))
    }

    /// The whole loop on a scripted platform, and what is left of it after another start.
    @Test func acceptedWorkIsThereAfterAStart() async throws {
        let config = try folder.write(
            "c.yaml", "platforms: [{kind: scripted, run: {output: [{text: hello}], duration: PT0.1S}}]")
        let task = try folder.write("t.yaml", "executable: {kind: docker-container, image: {locations: [a]}}")
        _ = try await serving(["--config", config]) { url in
            let run = await CapturedRun.berth(
                ["run", task, "--url", url, "-q"], environment: ["XDG_STATE_HOME": folder.path])
            #expect(run.code == .success, "\(run.error)")
            #expect(run.output.hasPrefix("hello"))
        }
        _ = try await serving(["--config", config]) { url in
            #expect(await CapturedRun.berth(["sessions", "--url", url]).output.contains("  COMPLETED  "))
        }
    }

    @Test func certificatesAreAskedFor() async throws {
        try SelfMadeCertificate(in: folder.path).write()
        let config = try folder.write(
            "c.yaml", "tls: {certificate: \(folder.path)/certificate.pem, key: \(folder.path)/key.pem}")
        _ = try await serving(["--config", config]) { url in
            #expect(url.hasPrefix("https://127.0.0.1:"))
            let stranger = await CapturedRun.berth(["platforms", "--url", url])
            #expect(stranger.code == .silence)
            #expect(stranger.error.hasPrefix("berth: The broker at \(url) cannot be trusted: "))
            let known = ["platforms", "--url", url, "--ca-file", folder.path + "/certificate.pem"]
            #expect(await CapturedRun.berth(known).code == .success)
        }
    }

    @Test func aReadyFileOfBeforeIsNotBelieved() async throws {
        let ready = try folder.write("old", "http://old")
        let run = await CapturedRun.berth([
            "serve", "--listen", "127.0.0.1:0", "--state-dir", folder.path + "/t.yaml/x", "--ready-file", ready,
            "--config", try folder.write("t.yaml", ""),
        ])
        #expect(run.code == .cannotWrite)
        #expect(!LocalFile.exists(ready))
    }

    /// Neither tokens nor their digests nor what is asked for stands in the log.
    @Test func noSecretsInTheLog() async throws {
        let digest = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
        let file = try folder.write(
            "c.yaml", "log: {level: debug}\nusers: [{name: ada, tokenSHA256: \(digest)}]")
        let task = try folder.write(
            "t.yaml",
            "executable: {kind: docker-container, image: {locations: [a]}, environment: {PASSWORD: hunter2}}")
        let run = try await serving(["--config", file]) { url in
            let environment = ["BERTH_TOKEN": "secret"]
            _ = await CapturedRun.berth(["ask", task, "--url", url], environment: environment)
            _ = await CapturedRun.berth(["sessions", "--url", url, "--limit", "7"], environment: environment)
        }
        #expect(run.error.contains("http.answered"))
        for secret in ["secret", digest, "hunter2", "limit=7", "Bearer"] {
            #expect(!run.error.contains(secret), "\(secret)")
        }
    }
}
