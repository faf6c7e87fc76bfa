import BerthContainers
import BerthDocument
import BerthModel
import BerthScripted
import Testing

@testable import berth

struct PlatformConfigurationTests {
    @Test func whatTheCommandLineSaysStands() throws {
        let platform = try PlatformKind.standard.platform(stateFolder: "/s", engine: "/e.sock")
        let containers = try #require(platform as? ContainerPlatform)
        #expect(containers.settings.stateDirectory == "/s/containers")
        #expect(containers.settings.engine == "/e.sock")
    }

    @Test func settingsThatCannotBeMeant() {
        var settings = ContainerSettings()
        settings.cores = 0
        let error = #expect(throws: ProgramError.self) {
            try PlatformConfiguration(settings).platform(stateFolder: "/s", engine: nil)
        }
        #expect(error?.code == .badConfiguration)
        #expect(error?.message == "The platform containers: The setting cores is 0; it must be at least 1.")
    }

    @Test(
        "an entry that names no kind says which there are",
        arguments: [
            ([:], "platforms[0].kind: this is missing; write one of: "),
            (["kind": "slrum"], "platforms[0].kind: there is no kind of platform \"slrum\"; write one of: "),
            (1, "platforms[0]: expected a map with a key kind."),
        ] as [(Document, String)])
    func unknown(_ entry: Document, _ message: String) {
        var reader = ModelReader(syntax: .yaml)
        #expect(Configuration.read(["platforms": .list([entry])], &reader) != nil)
        #expect(reader.problems.contains { $0.message.hasPrefix(message) }, "\(reader.problems)")
    }

    @Test func whatOnlyThePlatformKnowsHasItsPlace() {
        var settings = ContainerSettings()
        settings.hostPaths = ["/a", "b"]
        let problem = PlatformConfiguration(settings).problem(at: ["platforms", .index(2)])
        #expect(
            problem?.message
                == "platforms[2].hostPaths[1]: The setting hostPaths has b, which is not an absolute path.")
        #expect(PlatformConfiguration(ContainerSettings()).problem(at: .root) == nil)
    }

    @Test func twoAreTheSameWhenAllTheirKeysAre() {
        var other = ScriptedSettings()
        #expect(PlatformConfiguration(ScriptedSettings()) == PlatformConfiguration(other))
        other.cores = 9
        #expect(PlatformConfiguration(ScriptedSettings()) != PlatformConfiguration(other))
        #expect(PlatformConfiguration(ScriptedSettings()) != PlatformConfiguration(ContainerSettings()))
        #expect(Set([PlatformConfiguration(other), PlatformConfiguration(other)]).count == 1)
    }
}
