import BerthPlatform
import Testing

@testable import BerthWES

struct WESSettingsCheckTests {
    private func fault(_ change: (inout WESSettings) -> Void) -> String? {
        var settings = WESSettings()
        settings.url = "https://wes.example.org"
        change(&settings)
        do throws(PlatformError) { try settings.check() } catch { return "\(error.subject ?? ""): \(error.message)" }
        return nil
    }

    @Test func whatIsMeantIsTaken() {
        #expect(fault { _ in } == nil)
        #expect(
            fault {
                $0.url = "http://127.0.0.1:8080/"
                $0.tokenFile = "/etc/berth/wes"
            } == nil)
    }

    @Test func whatCannotBeMeantIsSaid() {
        #expect(fault { $0.url = "" } == "url: The setting url is missing; it says where the service is.")
        #expect(fault { $0.url = "ftp://a" }?.hasPrefix("url: The setting url cannot be used: ") == true)
        #expect(
            fault { $0.url = "https://me:secret@a.example" }
                == "url: The setting url has a user, a query or a fragment; a token is put into tokenFile.")
        #expect(
            fault {
                $0.url = "http://wes.example.org"
                $0.tokenFile = "/t"
            } == "url: The setting url is not https; a token would be read by whoever is on the way.")
        #expect(fault { $0.tokenFile = "t" } == "tokenFile: The setting tokenFile is t, which is not an absolute path.")
        #expect(
            fault { $0.schemes = ["https", "a b"] }
                == "schemes[1]: The setting schemes has a b, which is no scheme such as https.")
        #expect(
            fault { $0.coresParameter = "" }
                == "coresParameter: The setting coresParameter is empty; leave it out to send none.")
        #expect(fault { $0.pollSeconds = 0 } == "pollSeconds: The setting pollSeconds is 0; it must be at least 1.")
    }

    @Test(arguments: ["https://a.example", "https://a.example/", "https://a.example/ga4gh/wes/v1/"])
    func thePathOfTheServiceStandsOnce(_ url: String) {
        var settings = WESSettings()
        settings.url = url
        #expect(settings.address == "https://a.example/ga4gh/wes/v1")
    }
}
