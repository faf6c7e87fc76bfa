import BerthContainers
import BerthDocument
import BerthModel
import Testing

@testable import berth

struct PlatformKindTests {
    @Test(arguments: PlatformKind.allCases)
    func everyKindIsReadWithItsDefaults(_ kind: PlatformKind) throws {
        var reader = ModelReader(syntax: .yaml)
        let read = try #require(PlatformConfiguration.read(["kind": .text(kind.rawValue)], &reader))
        #expect(reader.problems.isEmpty)
        guard case .map(let members)? = read.write(ModelWriter(syntax: .yaml)), case .map(let defaults) = kind.defaults
        else {
            Issue.record("no map")
            return
        }
        #expect(members.members.first?.name == "kind")
        #expect(members.members.dropFirst().map(\.name) == defaults.members.map(\.name))
        #expect(!kind.outline.fields.isEmpty)
    }

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
            try PlatformConfiguration.containers(settings).platform(stateFolder: "/s", engine: nil)
        }
        #expect(error?.code == .badConfiguration)
        #expect(error?.message == "The platform containers: The setting cores is 0; it must be at least 1.")
    }
}
