import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedPlatformTests {
    /// A platform with a clock that stands still until somebody sleeps, and then is where the sleeper wanted it.
    private func platform(_ change: (inout ScriptedSettings) -> Void = { _ in }) throws -> ScriptedPlatform {
        var settings = ScriptedSettings()
        change(&settings)
        return try ScriptedPlatform(settings, clock: Hands().clock)
    }

    @Test func `A silent script says yes, runs, writes a line and ends with 0`() async throws {
        let platform = try platform()
        let work = try await Script.work(platform)
        for part in Part.inOrder(of: work.plan) { _ = try await platform.prepare(part, of: work) }
        #expect(platform.sessions == [work.session])
        _ = try await platform.start(work)
        #expect(try await platform.observe(work, after: nil) == .running)
        #expect(try await platform.observe(work, after: .running) == .finished(.exited(0)))
        let piece = try await platform.log(.stdout, of: work, from: 0, limit: 100, waiting: true)
        #expect(String(decoding: piece.bytes, as: UTF8.self) == "Nothing was run: this platform follows a script.\n")
        #expect(piece.isEnd)
        for part in Part.inOrder(of: work.plan).reversed() { try await platform.release(part, of: work) }
        #expect(platform.sessions.isEmpty)
    }

    @Test func `Starting again does not run it again`() async throws {
        let platform = try platform { $0.run.duration = TimeSpan(seconds: 10) }
        let work = try await Script.work(platform)
        _ = try await platform.start(work)
        let first = platform.state[work.session]
        await platform.clock.sleep(platform.clock.now() + TimeSpan(seconds: 5))
        _ = try await platform.start(work)
        #expect(platform.state[work.session] == first)
    }

    @Test func `A step fails at the call that the script names`() async throws {
        let platform = try platform {
            $0.steps = [ScriptedStep(.prepareCompute, failure: "The rack is on fire.", call: 2)]
        }
        let work = try await Script.work(platform)
        _ = try await platform.prepare(.compute, of: work)
        let error = await #expect(throws: PlatformError.self) { try await platform.prepare(.compute, of: work) }
        #expect(error?.message == "The rack is on fire.")
        _ = try await platform.prepare(.compute, of: work)
    }

    @Test func `Cancel ends the step that is being taken and no other begins`() async throws {
        let platform = try ScriptedPlatform(
            {
                var settings = ScriptedSettings()
                settings.steps = [ScriptedStep(.prepareExecutable, delay: TimeSpan(seconds: 3600))]
                return settings
            }(), clock: .system)
        let work = try await Script.work(platform)
        let preparing = Task { try await platform.prepare(.executable, of: work) }
        try await platform.cancel(work)
        await #expect(throws: PlatformError.self) { _ = try await preparing.value }
        let error = await #expect(throws: PlatformError.self) { try await platform.start(work) }
        #expect(error?.code == .cancelled)
        try await platform.release(.executable, of: work)
    }

    @Test func `Cancel stops what runs`() async throws {
        let platform = try ScriptedPlatform(
            {
                var settings = ScriptedSettings()
                settings.run.duration = TimeSpan(seconds: 3600)
                return settings
            }(), clock: .system)
        let work = try await Script.work(platform)
        _ = try await platform.start(work)
        async let state = platform.observe(work, after: .running)
        try await platform.cancel(work)
        guard case .finished(let outcome) = try await state else {
            Issue.record("it runs on")
            return
        }
        #expect(!outcome.isSuccess && outcome.exitCode == 137)
    }

    @Test func `Lines come spread over the run`() async throws {
        let platform = try platform {
            $0.run.duration = TimeSpan(seconds: 10)
            $0.run.stdout = ["one", "two"]
        }
        let work = try await Script.work(platform)
        _ = try await platform.prepare(.executable, of: work)
        _ = try await platform.start(work)
        var text = ""
        var pieces = 0
        while true {
            let piece = try await platform.log(
                .stdout, of: work, from: Int64(text.utf8.count), limit: 100, waiting: true)
            text += String(decoding: piece.bytes, as: UTF8.self)
            pieces += 1
            if piece.isEnd { break }
        }
        #expect(text == "one\ntwo\n")
        #expect(pieces == 3)
    }

    @Test func `What is in the state directory is found again and orphans are taken away`() async throws {
        let folder = try Folder()
        var settings = ScriptedSettings()
        settings.stateDirectory = folder.path
        let first = try ScriptedPlatform(settings, clock: Hands().clock)
        let (kept, orphan) = (try await Script.work(first), try await Script.work(first))
        for work in [kept, orphan] { _ = try await first.prepare(.compute, of: work) }
        let second = try ScriptedPlatform(settings, clock: Hands().clock)
        #expect(Set(second.sessions) == [kept.session, orphan.session])
        #expect(try await second.releaseOrphans(keeping: [kept.session]) == [orphan.session])
        #expect(try ScriptedPlatform(settings, clock: Hands().clock).sessions == [kept.session])
    }

    @Test func `Settings that cannot be meant are refused with their key`() {
        let error = #expect(throws: PlatformError.self) { try platform { $0.cores = -1 } }
        #expect(error?.message == "The setting cores is -1; it must be at least 0.")
        #expect(throws: PlatformError.self) { try platform { $0.run.duration = TimeSpan(seconds: -1) } }
    }
}
