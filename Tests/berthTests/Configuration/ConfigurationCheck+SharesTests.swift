import BerthBroker
import BerthDocument
import BerthModel
import Testing

@testable import berth

struct ConfigurationCheckSharesTests {
    private static func share(_ platform: String, cores: Int64? = 4) -> PlatformShare {
        var share = PlatformShare()
        (share.platform, share.cores) = (platform, cores)
        return share
    }

    @Test func sharesNamePlatformsAndWhatIsBounded() {
        var configuration = Configuration()
        configuration.shares = [Self.share("containers")]
        #expect(ConfigurationCheck.problems(of: configuration).isEmpty)
        configuration.shares += [
            Self.share("containers"), Self.share("cloud", cores: 0), Self.share("", cores: nil),
        ]
        #expect(
            ConfigurationCheck.problems(of: configuration).map(\.message) == [
                "shares[1].platform: containers has a share already; write all of it there.",
                "shares[2].platform: there is no platform cloud; write one of: containers.",
                "shares[2].cores: is 0; it must be at least 1, or be left out.",
                "shares[3].platform: this is missing; it says which platform is meant.",
                "shares[3]: name what one person may hold: cores, memory, storage, extras or sessions.",
            ])
    }

    @Test func theyAreReadFromTheFile() throws {
        let text = "shares: [{platform: containers, cores: 8, memory: 16, sessions: 2}]"
        let read = Configuration.reading(try Document.read(Array(text.utf8), as: .yaml), from: .yaml)
        #expect(read.problems.isEmpty)
        #expect(read.value.shares.map(\.cores) == [8] && read.value.shares.map(\.sessions) == [2])
    }
}
