import BerthContainers
import BerthModel
import BerthPlatform
import Testing

@Suite("Containers on a real engine", .serialized)
struct RunningTests {
    let engine: TestEngine

    init() throws {
        engine = try TestEngine.shared.get()
    }

    @Test("exit codes", arguments: [0, 1, 42] as [Int64])
    func exitCodes(_ code: Int64) async throws {
        let platform = try engine.platform("codes")
        let run = try await ContainerRun(
            platform, ContainerRun.script("echo to-stdout; echo to-stderr >&2; exit \(code)"))
        let outcome = try await run.whole()
        #expect(outcome == .exited(code))
        #expect(try await run.output() == "to-stdout\n")
        #expect(try await run.output(.stderr) == "to-stderr\n")
        #expect(try engine.run(["podman", "ps", "-aq", "--filter", "label=org.berth.instance=codes"]) == "")
        #expect(engine.files("state/codes/sessions") == [])
        await platform.forget(run.work.session)
        #expect(engine.files("state/codes/logs") == [])
    }

    @Test("a container that ended is not run again")
    func startTwice() async throws {
        let platform = try engine.platform("twice")
        let run = try await ContainerRun(platform, ContainerRun.script("echo once"))
        try await run.prepare()
        _ = try await run.finish()
        let outcome = try await run.finish()
        #expect(outcome == .exited(0))
        #expect(try await run.output() == "once\n")
        try await run.release()
    }
}
