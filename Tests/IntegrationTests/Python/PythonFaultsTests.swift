import BerthClient
import BerthModel
import BerthPlatform
import BerthPython
import Testing

/// Plugins that misbehave, in real interpreters: what they do, they do to nobody else.
@Suite("A plugin in Python that misbehaves", .serialized)
struct PythonFaultsTests {
    private static func ask(_ platform: PythonPlatform, _ script: String) async throws -> Answer {
        await platform.canIDoThis(try TestJupyter.question(TestPlugin.request(script)))
    }

    private static func silence(_ platform: PythonPlatform, _ script: String) async throws -> Silence {
        guard case .silence(let silence) = try await ask(platform, script) else {
            throw PlatformError(.broken, "It is not silent.")
        }
        return silence
    }

    /// The next worker comes when it may.
    private static func isAnswered(_ platform: PythonPlatform) async throws -> Bool {
        for _ in 0..<100 {
            if case .yes = try await ask(platform, "echo") { return true }
            try await Task.sleep(for: .milliseconds(200))
        }
        return false
    }

    @Test func `one that raises goes on, and an administrator reads what it said`() async throws {
        let plugin = try TestPlugin()
        let silence = try await Self.silence(try plugin.platform("Broken"), "x")
        #expect((silence.reason, silence.message) == (.brokenReply, "The plugin of lab failed."))
        #expect(silence.detail == "The plugin failed: RuntimeError: the lab is on fire")
        #expect(try Files.text(plugin.state + "/plugin.log").contains("raise RuntimeError(\"the lab is on fire\")"))
    }

    @Test func `one that says nothing is a broken reply`() async throws {
        let plugin = try TestPlugin()
        defer { withExtendedLifetime(plugin) {} }
        let silence = try await Self.silence(try plugin.platform("Mute"), "x")
        #expect(silence.reason == .brokenReply)
    }

    @Test func `one that loops is too slow, and its other calls are answered`() async throws {
        let plugin = try TestPlugin()
        defer { withExtendedLifetime(plugin) {} }
        let platform = try plugin.platform("Slow") { $0.answerTime = TimeSpan(seconds: 2) }
        _ = await platform.findings()
        let begin = ContinuousClock.now
        async let first = Self.silence(platform, "x")
        async let second = Self.silence(platform, "x")
        let silences = [try await first, try await second]
        #expect(silences.map(\.reason) == [.tooSlow, .tooSlow])
        #expect(ContinuousClock.now - begin < .seconds(8))
        #expect(await platform.findings().filter { !$0.isWell } == [])
    }

    @Test func `one that holds the interpreter is killed and started again`() async throws {
        let plugin = try TestPlugin()
        defer { withExtendedLifetime(plugin) {} }
        let platform = try plugin.platform("Frozen") {
            $0.answerTime = TimeSpan(seconds: 2)
            $0.callSeconds = 2
            $0.profileSeconds = 0
        }
        #expect(try await Self.isAnswered(platform))
        #expect(try await Self.silence(platform, "freeze").reason == .tooSlow)
        #expect(try await Self.isAnswered(platform))
    }

    @Test(arguments: ["sys.exit", "os._exit"])
    func `one that ends its process is asked again later`(_ how: String) async throws {
        let plugin = try TestPlugin()
        defer { withExtendedLifetime(plugin) {} }
        let platform = try plugin.platform("Exiting")
        #expect(try await Self.isAnswered(platform))
        let silence = try await Self.silence(platform, how)
        if how == "os._exit" {
            #expect((silence.reason, silence.message) == (.unreachable, "The plugin of lab is not running."))
            #expect(silence.detail == "it ended with code 3")
        } else {
            #expect(silence.message == "The plugin of lab failed.")
        }
        #expect(try await Self.isAnswered(platform))
    }

    @Test func `one that prints answers all the same`() async throws {
        let plugin = try TestPlugin()
        let platform = try plugin.platform("Loud")
        guard case .yes = try await Self.ask(platform, "x") else { throw PlatformError(.broken, "no yes") }
        #expect(try Files.text(plugin.state + "/plugin.log").contains("from below"))
    }

    @Test func `one that floods fills no disk`() async throws {
        let plugin = try TestPlugin()
        let platform = try plugin.platform("Babbling") {
            $0.logBytes = 100_000
            $0.answerTime = TimeSpan(seconds: 30)
        }
        let silence = try await Self.silence(platform, "flood")
        #expect(silence.detail == "The plugin failed: RuntimeError: out of breath")
        #expect(Files.size(plugin.state + "/plugin.log") + Files.size(plugin.state + "/plugin.log.1") <= 200_000)
    }

    @Test func `one that writes nonsense into the pipe is ended`() async throws {
        let plugin = try TestPlugin()
        defer { withExtendedLifetime(plugin) {} }
        let platform = try plugin.platform("Babbling")
        #expect(try await Self.isAnswered(platform))
        let silence = try await Self.silence(platform, "nonsense")
        #expect(silence.reason == .unreachable)
        #expect(silence.detail?.hasPrefix("it wrote a line that is no answer") == true, "\(silence)")
        #expect(try await Self.isAnswered(platform))
    }

    @Test func `others answer as if there were no bad one`() async throws {
        let broker = try ServedBroker(
            "plugins",
            """
            platforms:
            \(TestPlugin.entry("fine", TestPlugin.plugins + ":Lab"))
            \(TestPlugin.entry("broken", TestPlugin.plugins + ":Broken"))
            \(TestPlugin.entry("slow", TestPlugin.plugins + ":Slow", "answerTime: PT2S"))
            \(TestPlugin.entry("gone", "/nowhere/x.py:X"))

            """)
        let answer = try await broker.ask(TestPlugin.request("echo hello"))
        #expect(answer.result == .yes)
        let offer = try #require(answer.offers.first?.id)
        _ = try await broker.client.accept(offer)
        #expect(try await broker.session(offer).phase == .completed)
        #expect(try await broker.output(offer) == "hello\n")
        #expect(broker.log.contains("the lab is on fire"))
        #expect(broker.log.contains("There is no file /nowhere/x.py."))
    }

    @Test func `work of its own is found again after the broker was killed, and its run is lost`() async throws {
        let jobs = try TestPlugin()
        let variable = "environment: {BERTH_TEST_JOBS: \(jobs.state)}"
        let broker = try ServedBroker(
            "plugin-restart",
            """
            platforms:
            \(TestPlugin.entry("steps", TestPlugin.plugins + ":Stepwise", variable))
            \(TestPlugin.entry("runs", TestPlugin.plugins + ":Lab"))

            """)
        var sessions: [String: BerthModel.UUID] = [:]
        for name in ["steps", "runs"] {
            let answer = try await broker.client.ask(
                try ServedBroker.request(TestPlugin.request("sleep 600")), platforms: [name])
            let offer = try #require(answer.value.offers.first?.id)
            _ = try await broker.client.accept(offer)
            _ = try await broker.session(offer, in: [.running])
            sessions[name] = offer
        }
        broker.kill()
        try broker.start()
        let runs = try #require(sessions["runs"])
        #expect(try await broker.session(runs).phase == .failed)
        let steps = try #require(sessions["steps"])
        #expect(try await broker.session(steps, in: [.running]).phase == .running)
        try Files.touch("\(jobs.state)/\(steps).done")
        #expect(try await broker.session(steps).phase == .completed)
        #expect(try Files.text("\(jobs.state)/\(steps).started") == "x")
    }
}

extension Files {
    fileprivate static func text(_ path: String) throws -> String {
        String(decoding: try read(path, from: 0, limit: 1 << 22), as: UTF8.self)
    }
}
