import BerthDocument
import BerthHTTP
import BerthModel
import BerthRegistry
import Testing

@testable import berth

struct RunningBrokerRegistriesTests {
    private func settings(_ folder: TemporaryFolder, _ text: String) throws -> ServeSettings {
        let words = ["serve", "--state-dir", folder.path]
        guard case .run(let invocation) = try CommandParser(commands: Command.all).parse(words) else {
            throw ProgramError(.broken, "no command")
        }
        var settings = try ServeSettings(invocation, .test(Sink()))
        settings.configuration = try ConfigurationFile(reading: Array(text.utf8), from: "c.yaml").configuration
        return settings
    }

    @Test func theRecordKeepsItsDates() throws {
        let folder = try TemporaryFolder()
        let text = """
            publish:
              authority: site.org
              title: A broker
              description: Runs tasks.
              publisher: The site
              contact: {name: Ada, email: ada@site.org}

            """
        func record(_ seconds: Int64, _ text: String) throws -> PublishedRecord? {
            RunningBroker.record(
                try settings(folder, text), publicURL: "https://a", now: Instant(seconds: seconds), keeps: true)
        }
        #expect(try record(5, text)?.dates.created == Instant(seconds: 5))
        #expect(try record(9, text)?.dates.updated == Instant(seconds: 5))
        let changed = try record(9, text.replacing("A broker", with: "B"))?.dates
        #expect(changed?.created == Instant(seconds: 5) && changed?.updated == Instant(seconds: 9))
        #expect(try record(9, "listen: 127.0.0.1:0\n") == nil)
    }

    @Test func rulesKnowWhatIsConfigured() throws {
        let folder = try TemporaryFolder()
        let configuration = try settings(
            folder,
            """
            platforms:
            - {kind: scripted, name: lab}
            - {kind: remote, name: far, url: 'https://far.example.org'}
            registries: [{name: euro, url: 'https://reg.example.org/tap'}]

            """
        ).configuration
        let rules = RunningBroker.rules(configuration, own: ["https://me.example.org"])
        #expect(rules.takenNames == ["lab", "far"])
        #expect(rules.configured == ["https://far.example.org": "far"])
        let service = ListedService(
            ivoid: "", title: nil, url: "https://far.example.org/", standardID: ListedService.standard)
        #expect(rules.objection(to: service, from: "euro") == "it is asked already, as the platform far")
    }

    /// Without platforms of its own a broker with registries has what these list, and nothing else.
    @Test func platformsUnlessSet() throws {
        var configuration = Configuration()
        #expect(configuration.wantedPlatforms.map(\.name) == [PlatformKind.standard.name])
        configuration.registries = [RegistrySettings()]
        #expect(configuration.wantedPlatforms.isEmpty)
    }
}
