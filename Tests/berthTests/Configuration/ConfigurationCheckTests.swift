import BerthBroker
import BerthDocument
import BerthModel
import Testing

@testable import berth

struct ConfigurationCheckTests {
    @Test func theDefaultsAreFine() { #expect(ConfigurationCheck.problems(of: Configuration()).isEmpty) }

    /// Each number at its least, and one below it.
    @Test func limitsAtTheirLeast() throws {
        var configuration = Configuration()
        configuration.limits.bodyBytes = 1024
        configuration.limits.connectionsPerAddress = 0
        configuration.broker.refusalsRemembered = 0
        #expect(ConfigurationCheck.problems(of: configuration).isEmpty)
        configuration.limits.bodyBytes = 1023
        configuration.limits.connectionsPerAddress = -1
        configuration.broker.refusalsRemembered = -1
        #expect(
            ConfigurationCheck.problems(of: configuration).map(\.path.description)
                == ["limits.bodyBytes", "limits.connectionsPerAddress", "broker.refusalsRemembered"])
    }

    @Test func nothingLateIsATimeOfNone() {
        var configuration = Configuration()
        configuration.broker.lateAnswerTime = .zero
        #expect(ConfigurationCheck.problems(of: configuration).isEmpty)
        configuration.broker.lateAnswerTime = TimeSpan(milliseconds: -1)
        configuration.broker.answerTime = .zero
        #expect(
            ConfigurationCheck.problems(of: configuration).map(\.path.description)
                == ["broker.answerTime", "broker.lateAnswerTime"])
    }

    /// A key that is forgotten in the lists could take any number.
    @Test func everyNumberHasALeast() {
        #expect(LimitsConfiguration.least.map(\.key) == LimitsConfiguration.shape.fields.map(\.name))
        let own = BrokerConfiguration.shape.fields.map(\.name).filter { $0 != "defaults" }
        let defaults = RequestDefaults.shape.fields.map { "defaults." + $0.name }
        #expect(
            Set(BrokerConfiguration.least.map(\.key) + BrokerConfiguration.spans.map(\.key)) == Set(own + defaults))
    }

    /// Each end of what a number and a duration can be, and one beyond.
    @Test func theMostThatCanBe() {
        var configuration = Configuration()
        configuration.limits.bodyBytes = ConfigurationCheck.most
        configuration.broker.retention = ConfigurationCheck.longest
        #expect(ConfigurationCheck.problems(of: configuration).isEmpty)
        configuration.limits.bodyBytes += 1
        configuration.broker.retention = ConfigurationCheck.longest + TimeSpan(milliseconds: 1)
        #expect(
            ConfigurationCheck.problems(of: configuration).map(\.path.description)
                == ["limits.bodyBytes", "broker.retention"])
    }

    @Test(arguments: ["a", "berth.example.org", "10.0.0.1:80", "[::1]:80"])
    func hosts(_ host: String) {
        var configuration = Configuration()
        configuration.hosts = [host]
        #expect(ConfigurationCheck.problems(of: configuration).isEmpty)
        configuration.hosts = [host + "/"]
        #expect(ConfigurationCheck.problems(of: configuration).map(\.path.description) == ["hosts[0]"])
    }

    @Test func accessNamesPlatformsAndGroups() {
        var configuration = Configuration()
        configuration.access = [PlatformAccess(platform: "containers", groups: ["astro"])]
        #expect(ConfigurationCheck.problems(of: configuration).isEmpty)
        configuration.access += [
            PlatformAccess(platform: "containers", groups: ["radio"]), PlatformAccess(platform: "cloud", groups: []),
            PlatformAccess(platform: "", groups: ["a", ""]),
        ]
        #expect(
            ConfigurationCheck.problems(of: configuration).map(\.message) == [
                "access[1].platform: containers has a rule already; write all its groups there.",
                "access[2].platform: there is no platform cloud; write one of: containers.",
                "access[2].groups: name at least one group; without a rule the platform is for everybody.",
                "access[3].platform: this is missing; it says which platform is meant.",
                "access[3].groups: name at least one group; without a rule the platform is for everybody.",
            ])
    }

    @Test(arguments: ["http://", "http:///x", "ftp://x", "https://a b", ""])
    func whatIsNoURL(_ url: String) {
        var configuration = Configuration()
        configuration.publicURL = url
        #expect(ConfigurationCheck.problems(of: configuration).map(\.path.description) == ["publicURL"])
    }
}
