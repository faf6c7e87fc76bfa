import BerthModel
import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedPlatformTests {
    @Test("the empty script says yes, runs for a second, prints a line and ends with 0")
    func emptyScript() async throws {
        let script = try await Script()
        #expect(
            script.platform.profile
                == PlatformProfile(
                    name: "scripted", kind: "scripted", summary: "Does what its script says and runs nothing.",
                    executables: Kind.known.filter { $0.family == "executable" },
                    capacity: Resources(cores: 8, memoryBytes: 32 << 30, storageBytes: 1000 << 30)))
        try await script.prepare()
        let begin = script.clock.now
        #expect(try await script.platform.start(script.work) == .done)
        #expect(try await script.states() == [.running, .finished(.exited(0))])
        #expect(script.clock.now == begin + TimeSpan(seconds: 1))
        #expect(try await script.output() == "Nothing was run: this platform follows a script.\n")
        #expect(try await script.output(.stderr) == "")
        try await script.release()
        #expect(script.platform.sessions == [])
    }

    @Test("what it has and takes are settings")
    func profile() throws {
        let platform = try Script.platform(
            "{name: small, cores: 4, memory: 2, storage: 0, executables: [jupyter-notebook]}")
        #expect(platform.profile.name == "small")
        #expect(platform.profile.executables == [.jupyterNotebook])
        #expect(
            platform.profile.capacity == Capacity(Resources(cores: 4, memoryBytes: 2 << 30, storageBytes: 0)))
        #expect(try Script.platform("unlimited: true").profile.capacity == nil)
    }
}
