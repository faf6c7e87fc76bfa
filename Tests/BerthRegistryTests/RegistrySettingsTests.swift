import BerthModel
import Testing

@testable import BerthRegistry

struct RegistrySettingsTests {
    private var settings: RegistrySettings {
        var settings = RegistrySettings()
        settings.url = "https://reg.example.org/tap"
        return settings
    }

    private func problem(_ change: (inout RegistrySettings) -> Void) -> String? {
        var settings = settings
        change(&settings)
        do throws(RegistryError) {
            try settings.check()
            return nil
        } catch {
            #expect(error.code == .badSetting)
            return "\(error.subject ?? ""): \(error.message)"
        }
    }

    @Test func whatIsRight() {
        #expect(problem { _ in } == nil)
        #expect(
            problem {
                $0.kind = .oai
                $0.addresses = ["10.0.0.0/8", "::1"]
                $0.tokens = [RegistryToken(service: "ivo://*", tokenFile: "/token")]
                $0.services = RegistrySettings.mostServices
                $0.refresh = TimeSpan(seconds: 60)
            } == nil)
    }

    @Test func whatCannotBeMeant() {
        #expect(problem { $0.name = "a b" } == "name: the registry needs a name without blanks.")
        #expect(problem { $0.kind = nil } == "kind: write regtap or oai.")
        #expect(problem { $0.url = "" } == "url: this is missing; it says where the registry is.")
        #expect(
            problem { $0.url = "ftp://a" }
                == "url: ftp://a cannot be used: ftp is not a protocol that data can be fetched with here; http and "
                + "https are.")
        #expect(
            problem { $0.url = "http://a/oai?verb=Identify" }
                == "url: http://a/oai?verb=Identify must stand without a query; the questions are added here.")
        #expect(
            problem { $0.refresh = TimeSpan(seconds: 59) } == "refresh: PT59S is too often; write PT1M or more.")
        #expect(
            problem { $0.refresh = TimeSpan(seconds: 31 * 86_400) }
                == "refresh: P31D is too seldom; write P30D or less.")
        #expect(
            problem { $0.addresses = ["::1", "here"] }
                == "addresses[1]: here is no range of addresses, such as 10.1.0.0/16.")
        #expect(
            problem { $0.tokens = [RegistryToken(service: "", tokenFile: "/a")] }
                == "tokens[0].service: this is missing; it says who sees the token.")
        #expect(
            problem { $0.tokens = [RegistryToken(service: "*", tokenFile: "a")] }
                == "tokens[0].tokenFile: this has to be a path from / on.")
        #expect(problem { $0.authorityFile = "a" } == "authorityFile: this has to be a path from / on.")
        #expect(problem { $0.groups = [""] } == "groups: a group has no name; leave it out.")
        #expect(problem { $0.services = 0 } == "services: 0 cannot be; write a number from 1 to 1000.")
        #expect(problem { $0.services = 1001 } == "services: 1001 cannot be; write a number from 1 to 1000.")
        #expect(problem { $0.askSeconds = 3601 } == "askSeconds: 3601 cannot be; write a number from 1 to 3600.")
    }

    @Test func internalAddressesAreForThoseWhoAllowThem() {
        var settings = settings
        #expect(!settings.allows("127.0.0.1") && !settings.allows("169.254.169.254") && !settings.allows("::1"))
        #expect(settings.allows("8.8.8.8"))
        #expect(!settings.allows("nobody"))
        settings.addresses = ["127.0.0.0/8"]
        #expect(settings.allows("127.0.0.1") && !settings.allows("10.0.0.1"))
    }

    @Test func aTokenIsSeenByThoseItIsFor() {
        var settings = settings
        settings.tokens = [
            RegistryToken(service: "ivo://a.org/*", tokenFile: "/a"),
            RegistryToken(service: "https://b.org/*", tokenFile: "/b"),
        ]
        func file(_ ivoid: String, _ url: String) -> String? {
            settings.token(for: ListedService(ivoid: ivoid, title: nil, url: url, standardID: ""))?.tokenFile
        }
        #expect(file("ivo://A.org/x", "https://evil.org") == "/a")
        #expect(file("ivo://evil.org/x", "https://b.org/berth") == "/b")
        #expect(file("ivo://evil.org/ivo://a.org/", "https://evil.org/b.org/") == nil)
    }
}
