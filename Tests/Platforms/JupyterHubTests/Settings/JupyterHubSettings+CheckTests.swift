import BerthPlatform
import Testing

@testable import BerthJupyterHub

struct JupyterHubSettingsCheckTests {
    private func fault(_ change: (inout JupyterHubSettings) -> Void) -> String? {
        var settings = JupyterHubSettings()
        settings.url = "https://hub.example.org/jupyter/"
        settings.tokenFile = "/etc/berth/hub"
        change(&settings)
        do throws(PlatformError) { try settings.check() } catch { return "\(error.subject ?? ""): \(error.message)" }
        return nil
    }

    @Test func whatIsMeantIsTaken() {
        #expect(fault { _ in } == nil)
        #expect(fault { $0.url = "http://localhost:8000" } == nil)
        var settings = JupyterHubSettings()
        settings.url = "https://hub.example.org/jupyter//"
        #expect(settings.address == "https://hub.example.org/jupyter")
    }

    @Test func whatCannotBeMeantIsSaid() {
        #expect(fault { $0.url = "" } == "url: The setting url is missing; it says where the hub is.")
        #expect(fault { $0.url = "hub" }?.hasPrefix("url: The setting url cannot be used: ") == true)
        #expect(
            fault { $0.url = "https://hub.example.org?token=a" }
                == "url: The setting url has a user, a query or a fragment; a token is put into tokenFile.")
        #expect(
            fault { $0.url = "http://hub.example.org" }
                == "url: The setting url is not https; a token would be read by whoever is on the way.")
        #expect(
            fault { $0.tokenFile = "hub" } == "tokenFile: The setting tokenFile is hub, which is not an absolute path.")
        #expect(fault { $0.user = "a/b" } == "user: The setting user is a/b, which is no name of a user of a hub.")
        #expect(fault { $0.startSeconds = 0 } == "startSeconds: The setting startSeconds is 0; it must be at least 1.")
        #expect(
            fault { $0.notebookBytes = 1 << 31 }
                == "notebookBytes: The setting notebookBytes is 2147483648; it may be 1 GiB at most.")
    }
}
